import { readFileSync } from 'node:fs';
import type { Ran } from '../../domain/report.ts';
import type { SandboxLevel, SandboxState } from '../../domain/sandbox.ts';

/** What the machine can do, found by a real run. */
export interface Examined extends SandboxState {
  /** What is missing for a better one, a sentence; '' where nothing is. */
  readonly why: string;
  /** What to do about it, a sentence or a command; '' where there is nothing. */
  readonly hint: string;
  readonly bwrap: string | null;
  readonly disableUserns: boolean;
  readonly layers: Layering;
}

/** What keeps writes into packages apart from them: bubblewrap itself, mounts around it, or nothing: they are read-only. */
export type Layering = 'bwrap' | 'mount' | 'none';

/** How a sandbox is made. */
export interface Way {
  readonly disableUserns: boolean;
  readonly layers: Layering;
}

/**
 * The levels in words. 1 (a cgroup holds the sum of memory) and 5 (Landlock, or another user) have their numbers, but
 * nothing of ours reaches them yet.
 */
const NAMES: Readonly<Record<SandboxLevel, string>> = {
  1: 'bubblewrap with system call filter, limits by a cgroup',
  2: 'bubblewrap with system call filter, limits by a watchdog',
  3: 'bubblewrap, further user namespaces forbidden in one way instead of two',
  4: 'none: bubblewrap may not make a user namespace here',
  5: 'files only',
  6: 'none',
};

const INSTALL = 'Install bubblewrap: apt install bubblewrap (or dnf, pacman, zypper, apk).';
const APPARMOR = [
  'Let bubblewrap make user namespaces, as root: cp /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/',
  'and apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict',
].join(' ');

export interface Trial {
  /** Absolute path of bubblewrap; null when it is not on PATH. */
  readonly bwrap: string | null;
  readonly hasFilter: boolean;
  /** Runs a command shut in that a whole sandbox lets end well. */
  readonly attempt: (bwrap: string, way: Way) => Promise<Ran>;
}

/** Finds the best level that holds by trying, then the best way to have writable packages. */
export async function examine({ bwrap, hasFilter, attempt }: Trial): Promise<Examined> {
  if (process.platform !== 'linux') {
    return none(6, `no sandbox is built for ${process.platform} yet.`, '');
  }
  if (bwrap === null) return none(6, 'bubblewrap is not installed.', INSTALL);
  const works = async (way: Way) => (await attempt(bwrap, way)).exit === 0;
  const isLocked = await works({ disableUserns: true, layers: 'none' });
  if (!isLocked) {
    const less = await attempt(bwrap, { disableUserns: false, layers: 'none' });
    if (less.exit === 127)
      return none(6, lastLine(less.output), 'Install util-linux: prlimit is part of it.');
    if (less.exit !== 0 || !hasFilter) return notAllowed(lastLine(less.output));
  }
  for (const layers of ['bwrap', 'mount'] as const) {
    const way = { disableUserns: isLocked, layers };
    if (await works(way)) return toExamined(bwrap, hasFilter, way);
  }
  return toExamined(bwrap, hasFilter, { disableUserns: isLocked, layers: 'none' });
}

/** What a way that works amounts to. */
export function toExamined(bwrap: string, hasFilter: boolean, way: Way): Examined {
  const level = hasFilter && way.disableUserns ? 2 : 3;
  const name = `${NAMES[level]}${way.layers === 'none' ? '; packages are read-only' : ''}`;
  return { level, name, why: '', hint: '', bwrap, ...way };
}

function notAllowed(why: string): Examined {
  return none(4, why, isRestricted() ? APPARMOR : 'In a container it needs leave to make user namespaces.');
}

function none(level: SandboxLevel, why: string, hint: string): Examined {
  return { level, name: NAMES[level], why, hint, bwrap: null, disableUserns: false, layers: 'none' };
}

/** Ubuntu 23.10 and newer let only programs with a profile make user namespaces. */
function isRestricted(): boolean {
  try {
    return readFileSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
