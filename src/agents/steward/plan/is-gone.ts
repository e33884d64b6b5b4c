import { createHash } from 'node:crypto';
import type { Outcome } from '../../../domain/outcome.ts';
import type { Failure } from '../../../domain/report.ts';

/** Where a failure stands, as the marker keeps it: short, and of what others named only the beginnings of SHA-256s. */
export interface Place {
  readonly tool: string;
  readonly file: string | null;
  /** Titles from the outermost suite to the test; null for what is no test. */
  readonly test: readonly string[] | null;
}

const LONGEST_TOOL = 20;
const MOST_TITLES = 20;

/** They say that a command failed, and nothing of what it would have looked at: it was not read, or not begun. */
const UNREAD = new Set(['exit', 'text', 'package-manager']);
/** Compilers and linters: a file has many findings. */
const RULED = new Set(['tsc', 'eslint', 'biome', 'prettier', 'oxfmt']);
/** Runners that load each test file for itself: one that cannot be loaded keeps no other from being run. */
const ALONE = new Set(['jest', 'vitest', 'node-test']);
/** What TypeScript cannot read, or was told wrongly: it then looks for nothing else, in any file. */
const TS_UNREADABLE = /^TS(?:1|5|8|17)\d{3}$/;
const UNREADABLE = /^parse$|syntax/i;
const HOOK = /^"(?:before|after) (?:all|each)" hook/;

export function placeOf({ tool, file, testPath }: Failure): Place {
  return {
    tool: tool.slice(0, LONGEST_TOOL),
    file: file === null ? null : toHash(file),
    test: testPath?.slice(0, MOST_TITLES).map(toHash) ?? null,
  };
}

/**
 * Whether a run shows that a failure is gone: its check ran to its end, it is not there, and nothing that is there may have kept
 * it from showing. What cannot be told is not gone. Pure.
 */
export function isGone(
  one: { readonly fingerprint: string; readonly check: string; readonly place?: Place | undefined },
  { incidents, ran = [] }: Pick<Outcome, 'incidents' | 'ran'>,
): boolean {
  const red = incidents.flatMap(({ incident }) => incident.failures);
  const names = [...incidents.map(({ incident }) => incident), ...red].map(({ fingerprint }) => fingerprint);
  if (names.includes(one.fingerprint)) return false;
  const ending = ran.find(({ check }) => check === one.check)?.ending;
  if (ending === 'green') return true;
  const { place } = one;
  if (ending !== 'red' || place === undefined) return false;
  const others = red.filter(({ check }) => check === one.check);
  // A command may be several in a row: of those behind the one that failed nothing is known.
  const isReached = UNREAD.has(place.tool) || others.some(({ tool }) => tool === place.tool);
  return others.length > 0 && isReached && !others.some((other) => mayHide(other, place));
}

function mayHide(other: Failure, place: Place): boolean {
  if (UNREAD.has(other.tool)) return true;
  const isSameFile = placeOf(other).file === place.file;
  if (other.testPath !== null) return isSameFile && isAround(other.testPath, place.test ?? []);
  if (other.file === null) return true;
  if (!RULED.has(other.tool)) return isSameFile || !ALONE.has(other.tool);
  if (TS_UNREADABLE.test(other.rule ?? '')) return true;
  return isSameFile && (other.rule === null || UNREADABLE.test(other.rule));
}

/** The same test, which may not have come as far; or a suite that it is in, or a hook of that. */
function isAround(testPath: readonly string[], test: readonly string[]): boolean {
  const own = HOOK.test(testPath.at(-1) ?? '') ? testPath.slice(0, -1) : testPath;
  const titles = own.slice(0, MOST_TITLES);
  return titles.length <= test.length && titles.every((title, at) => toHash(title) === test[at]);
}

function toHash(title: string): string {
  return createHash('sha256').update(title).digest('hex').slice(0, 8);
}
