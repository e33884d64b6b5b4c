import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { RunOptions, RunProcess, Sees } from '../../domain/ports.ts';
import type { Ran } from '../../domain/report.ts';
import { admit, type CodeOrigin, type SandboxSetting, type SandboxState } from '../../domain/sandbox.ts';
import { type Box, buildWords, type Limits, type Mount, renderIdentity } from './bwrap-words.ts';
import { type Examined, examine } from './examine.ts';
import { findProgram, findTools, isSystem } from './find-tools.ts';
import { followLinks } from './follow-links.ts';
import { listInside, readStatus } from './inside.ts';
import { buildFilter } from './seccomp.ts';
import { startWatchdog } from './watchdog.ts';

/** From the word that asks to the kill, as outside. */
const TERM_GRACE_MS = 2000;
const PROBE_MS = 10_000;
const GIGABYTE = 1024 ** 3;

export interface SandboxOptions {
  /** Runs a command without a sandbox. */
  readonly run: RunProcess;
  /** What `run` gives to a command that is not trusted. */
  readonly environment: Readonly<Record<string, string>>;
  /** The user's home, never seen inside. */
  readonly home: string;
  /** Home of the checks, seen and written inside. */
  readonly tempHome: string;
  /** Absolute folder for our own files, made when needed, not seen inside. */
  readonly folder: string;
  /** Our own files and folders that run inside: reporters and workers. */
  readonly own: readonly string[];
  readonly limits?: Limits;
}

export interface Policy {
  readonly setting: SandboxSetting;
  readonly origin: CodeOrigin;
  /** Hosts that may be reached: none, or `*` for every one. */
  readonly allow: readonly string[];
  /** Told once, when something is first run, what it is shut in by. */
  readonly note: (text: string) => void;
}

export interface Sandbox {
  /** What this machine can do; found once, when first asked for. */
  examine(): Promise<Examined>;
  /** What holds under a policy. Throws `refused` where the policy wants more than there is. */
  state(policy: Policy): Promise<SandboxState>;
  /** Shuts in what is run but for the trusted; throws as `state` does. */
  wrap(policy: Policy): RunProcess;
}

/** Total memory of a check: what leaves the machine alive. Processes: a test runner's workers have a dozen threads each. */
const DEFAULT_LIMITS: Limits = {
  memory: Math.max(GIGABYTE, Math.round(totalmem() * 0.75)),
  processes: 1024 + 128 * availableParallelism(),
  disk: 8 * GIGABYTE,
  file: 4 * GIGABYTE,
};

/** A wrapper around running commands, by bubblewrap. Costs nothing until something is run. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const links = new Map<string, readonly string[]>();
  let examined: Promise<Examined> | null = null;
  let files: OwnFiles | null = null;
  let tools: readonly string[] | null = null;
  let runs = 0;

  const openFiles = () => {
    files ??= writeOwnFiles(options.folder, options.tempHome);
    return files;
  };
  const examineOnce = () => {
    examined ??= examine({
      bwrap: process.platform === 'linux' ? findProgram(options.environment, 'bwrap') : null,
      hasFilter: buildFilter(process.arch) !== null,
      attempt: async (bwrap, disableUserns) => {
        const box = buildBox({ bwrap, disableUserns, cwd: '/', mounts: [], network: false });
        const ran = await options.run(buildWords(box, ['true']), { cwd: '/', timeoutMs: PROBE_MS });
        rmSync(box.status, { force: true });
        return ran;
      },
    });
    return examined;
  };

  function buildBox(own: Pick<Box, 'bwrap' | 'disableUserns' | 'cwd' | 'mounts' | 'network'>): Box {
    return { ...openFiles(), ...own, status: join(options.folder, `status-${++runs}`), limits };
  }

  /** Links are followed once for a folder, before the first check that sees it runs: none can plant another. */
  function followOnce(modules: string): readonly string[] {
    const known = links.get(modules) ?? (existsSync(modules) ? followLinks(modules, options.home) : []);
    links.set(modules, known);
    return known;
  }

  function toMounts({ write, read, packages }: Sees): Mount[] {
    tools ??= findTools(options.environment, options.home);
    const seen = [...options.own, ...tools, ...read, ...packages, ...packages.flatMap(followOnce)];
    const written = [options.tempHome, ...write];
    return [
      ...[...new Set(seen)].filter((path) => !isSystem(path) && !written.includes(path)).map(toReadOnly),
      ...written.map((path) => ({ path, write: true })),
    ];
  }

  async function shutIn(
    command: string | readonly string[],
    run: RunOptions,
    network: boolean,
  ): Promise<Ran> {
    const { bwrap, disableUserns } = await examineOnce();
    if (bwrap === null) throw new Error('no sandbox to shut in');
    mkdirSync(join(options.tempHome, 'tmp'), { recursive: true });
    const sees = run.sees ?? { write: [], read: [run.cwd], packages: [] };
    const box = buildBox({ bwrap, disableUserns, cwd: run.cwd, mounts: toMounts(sees), network });
    const words = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
    const watchdog = startWatchdog(box.status, limits, [options.tempHome, ...sees.write]);
    const deadline = startDeadline(box.status, run.timeoutMs);
    try {
      const ran = await options.run(buildWords(box, words), {
        ...run,
        // Only for what does not heed the word of the deadline above.
        timeoutMs: run.timeoutMs + TERM_GRACE_MS,
      });
      const passed = watchdog.stop();
      if (passed) return endedBy(ran, `ended by the sandbox: it took ${passed}`);
      if (deadline.isOver()) return { ...ran, exit: null, signal: ran.signal ?? 'SIGTERM', timedOut: true };
      assertStarted(ran, box.status, run.signal?.aborted === true);
      return ran;
    } finally {
      watchdog.stop();
      deadline.stop();
      rmSync(box.status, { force: true });
    }
  }

  async function admitted(policy: Policy): Promise<{ isShutIn: boolean; state: SandboxState; says: string }> {
    if (policy.setting === 'none' && policy.origin === 'own') {
      const state: SandboxState = { level: 6, name: 'switched off in the config' };
      return { isShutIn: false, state, says: render(state, '') };
    }
    const { level, name, why, hint } = await examineOnce();
    const admission = admit(policy.setting, policy.origin, level);
    if (admission.status === 'refused') {
      throw new DreamError('refused', `${admission.why} Here is level ${level} (${name}): ${why}`, hint);
    }
    if (admission.sandboxed) assertHolds(policy.allow);
    const state = { level, name };
    return { isShutIn: admission.sandboxed, state, says: render(state, why) };
  }

  return {
    examine: examineOnce,
    state: async (policy) => (await admitted(policy)).state,
    wrap: (policy) => {
      let entered: ReturnType<typeof admitted> | null = null;
      const enter = async () => {
        const result = await admitted(policy);
        policy.note(result.says);
        return result;
      };
      return async (command, run) => {
        if (run.trusted) return options.run(command, run);
        entered ??= enter();
        const { isShutIn } = await entered;
        return isShutIn ? shutIn(command, run, policy.allow.includes('*')) : options.run(command, run);
      };
    },
  };
}

function toReadOnly(path: string): Mount {
  return { path, write: false };
}

function render({ level, name }: SandboxState, why: string): string {
  const open = level > 3 ? '; checks run with your rights, in a throw-away checkout' : '';
  return `sandbox: level ${level} of 6 (${name}${why ? `: ${why.replace(/\.$/, '')}` : ''})${open}`;
}

/** A list of hosts needs a proxy that is the only way out, and there is none yet. */
function assertHolds(allow: readonly string[]): void {
  const hosts = allow.filter((host) => host !== '*');
  if (hosts.length === 0) return;
  throw new DreamError(
    'refused',
    `A list of hosts cannot be held by this sandbox (allow: ${hosts.join(', ')}).`,
    'Leave `allow` out for no network, or write allow: ["*"] for all of it.',
  );
}

type OwnFiles = Pick<Box, 'filter' | 'passwd' | 'group' | 'hosts'>;

function writeOwnFiles(folder: string, tempHome: string): OwnFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keep = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const filter = buildFilter(process.arch);
  const { passwd, group, hosts } = renderIdentity(tempHome);
  return {
    filter: filter === null ? null : keep('filter.bpf', filter),
    passwd: keep('passwd', passwd),
    group: keep('group', group),
    hosts: keep('hosts', hosts),
  };
}

/** Asks everything inside to end when the time is over: outside, a signal to the group would reach bubblewrap alone. */
function startDeadline(status: string, ms: number): { isOver(): boolean; stop(): void } {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    const { pid } = readStatus(status);
    const inside = pid === null ? [] : listInside(pid).slice(1);
    for (const one of inside) {
      try {
        process.kill(one, 'SIGTERM');
      } catch {
        // It ended meanwhile.
      }
    }
  }, ms);
  return { isOver: () => isOver, stop: () => clearTimeout(timer) };
}

/** A sandbox that could not be made must not look like a red check. */
function assertStarted(ran: Ran, status: string, isAborted: boolean): void {
  if (ran.exit === null || isAborted || readStatus(status).exit !== null) return;
  throw new DreamError(
    'refused',
    `The sandbox could not be made: ${ran.output.trim().split('\n').at(-1) ?? ''}`,
    'To go on without one, write sandbox: none in .github/dreamos.yml.',
  );
}

function endedBy(ran: Ran, why: string): Ran {
  const newline = ran.output === '' || ran.output.endsWith('\n') ? '' : '\n';
  return { ...ran, exit: null, signal: 'SIGKILL', output: `${ran.output}${newline}dreamos: ${why}\n` };
}
