import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { RunOptions, RunProcess, Sees } from '../../domain/ports.ts';
import type { Ran } from '../../domain/report.ts';
import { admit, type CodeOrigin, type SandboxSetting, type SandboxState } from '../../domain/sandbox.ts';
import { type Box, type Layers, type Limits, layeredOf, type Mount, renderIdentity } from './bwrap-words.ts';
import { type Examined, examine, type Layering, toExamined, type Way } from './examine.ts';
import { findProgram, findTools, isSystem } from './find-tools.ts';
import { followLinks } from './follow-links.ts';
import { openKnownWay } from './known-way.ts';
import { runBoxed } from './run-boxed.ts';
import { buildFilter } from './seccomp.ts';

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
  /** Absolute file that keeps what works on this machine, so that it is not tried for each run; null: always tried. */
  readonly known: string | null;
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
  /** What this machine can do, by trying now. */
  examine(): Promise<Examined>;
  /** What holds under a policy, found when first asked for, or known from before. Throws `refused` where the policy wants more than there is. */
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
  const programs = () => {
    const find = (name: string) => findProgram(options.environment, name);
    return { bwrap: find('bwrap'), unshare: find('unshare'), mount: find('mount') };
  };
  const openKnown = () => {
    openFiles();
    const found = Object.values(programs()).filter((path) => path !== null);
    return options.known === null ? null : openKnownWay(options.known, found, options.folder);
  };
  const examineNow = async () => {
    const bwrap = process.platform === 'linux' ? programs().bwrap : null;
    const found = await examine({ bwrap, hasFilter: buildFilter(process.arch) !== null, attempt });
    if (found.bwrap !== null) openKnown()?.keep(found);
    return found;
  };
  const examineOnce = () => {
    examined ??= recall() ?? examineNow();
    return examined;
  };

  function recall(): Promise<Examined> | null {
    const { bwrap } = programs();
    const way = bwrap === null || process.platform !== 'linux' ? null : openKnown()?.read();
    if (bwrap === null || !way) return null;
    return Promise.resolve(toExamined(bwrap, buildFilter(process.arch) !== null, way));
  }

  /** A layer has to take a change and a deletion. */
  async function attempt(bwrap: string, way: Way): Promise<Ran> {
    openFiles();
    const lower = join(options.folder, 'probe');
    mkdirSync(lower, { recursive: true });
    writeFileSync(join(lower, 'file'), 'from below\n');
    const mounts: Mount[] = way.layers === 'none' ? [] : [{ path: lower, access: 'layer' }];
    const box = buildBox({ bwrap, ...way }, { cwd: '/', mounts, network: false });
    const touch = ['/bin/sh', '-c', 'echo >> "$0/file" && rm "$0/file"', lower];
    const boxed = await runBoxed(options.run, box, mounts.length > 0 ? touch : ['true'], {
      cwd: '/',
      timeoutMs: PROBE_MS,
    });
    return boxed.ran;
  }

  function buildBox(
    { bwrap, disableUserns, layers }: Way & { readonly bwrap: string },
    own: Pick<Box, 'cwd' | 'mounts' | 'network'>,
  ): Box {
    const run = ++runs;
    const toLayers = layeredOf(own.mounts).length > 0 ? openLayers(layers, `layers-${run}`) : null;
    return {
      ...openFiles(),
      ...own,
      bwrap,
      disableUserns,
      layers: toLayers,
      status: join(options.folder, `status-${run}`),
      limits,
    };
  }

  function openLayers(layering: Layering, name: string): Layers | null {
    const folder = join(options.folder, name);
    const { unshare, mount } = programs();
    if (layering === 'bwrap') return { by: 'bwrap', folder };
    if (layering === 'none' || unshare === null || mount === null) return null;
    return { by: 'mount', folder, unshare, mount };
  }

  /** Links are followed once for a folder, before the first check that sees it runs: none can plant another. */
  function followOnce(modules: string): readonly string[] {
    const known = links.get(modules) ?? (existsSync(modules) ? followLinks(modules, options.home) : []);
    links.set(modules, known);
    return known;
  }

  function toMounts({ write, read, packages }: Sees): Mount[] {
    tools ??= findTools(options.environment, options.home);
    const written = [options.tempHome, ...write];
    const layered = [...packages, ...packages.flatMap(followOnce)].filter((path) => existsSync(path));
    const seen = [...options.own, ...tools, ...read].filter((path) => !layered.includes(path));
    const at = (paths: readonly string[], access: Mount['access']) =>
      [...new Set(paths)].map((path) => ({ path, access }));
    return [
      ...[...at(seen, 'read'), ...at(layered, 'layer')].filter(
        ({ path }) => !isSystem(path) && !written.includes(path),
      ),
      ...at(written, 'write'),
    ];
  }

  async function shutIn(
    command: string | readonly string[],
    run: RunOptions,
    { allow, note }: Policy,
  ): Promise<Ran> {
    const { bwrap, ...way } = await examineOnce();
    if (bwrap === null) throw new Error('no sandbox to shut in');
    mkdirSync(join(options.tempHome, 'tmp'), { recursive: true });
    const mounts = toMounts(run.sees ?? { write: [], read: [run.cwd], packages: [] });
    const words = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
    const start = (layers: Layering) => {
      const own = { cwd: run.cwd, mounts, network: allow.includes('*') };
      return runBoxed(options.run, buildBox({ ...way, bwrap, layers }, own), words, run);
    };
    const first = await start(way.layers);
    if (first.status === 'ran') return first.ran;
    // Not every file system can be laid under a layer; the command has not begun yet.
    const second = way.layers === 'none' ? first : await start('none');
    if (second.status === 'unmade') throw unmade(second.why);
    examined = Promise.resolve(
      toExamined(bwrap, buildFilter(process.arch) !== null, { ...way, layers: 'none' }),
    );
    note(`packages are read-only for checks: ${first.why}`);
    return second.ran;
  }

  function unmade(why: string): DreamError {
    openKnown()?.forget();
    return new DreamError(
      'refused',
      `The sandbox could not be made: ${why}`,
      'To go on without one, write sandbox: none in .github/dreamos.yml; under the app, DREAMOS_SANDBOX has to allow it.',
    );
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
    examine: () => {
      examined = examineNow();
      return examined;
    },
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
        return isShutIn ? shutIn(command, run, policy) : options.run(command, run);
      };
    },
  };
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
