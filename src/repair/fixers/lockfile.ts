import { managerOutOfStep } from '../../checks/parsers/package-manager.ts';
import type { Patch } from '../../domain/patch.ts';
import type { Fixer, Site } from '../fixer.ts';

interface Manager {
  readonly name: 'npm' | 'pnpm' | 'yarn';
  readonly lockfiles: readonly string[];
  /** Writes the lockfile from what the cache holds, running no scripts. */
  command(lockfile: string): readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What a person runs where there is a network. */
  readonly advice: string;
}

const MANAGERS: readonly Manager[] = [
  {
    name: 'npm',
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    // A user's setting that leaves addresses out would rewrite every entry of a lockfile that has them.
    command: (lockfile) => [
      ...'npm install --package-lock-only --ignore-scripts --offline --no-audit --no-fund'.split(' '),
      ...(/"resolved": "https?:/.test(lockfile) ? ['--omit-lockfile-registry-resolved=false'] : []),
    ],
    env: {},
    advice: 'npm install --package-lock-only',
  },
  {
    name: 'pnpm',
    lockfiles: ['pnpm-lock.yaml'],
    command: () => 'pnpm install --lockfile-only --offline --ignore-scripts --no-frozen-lockfile'.split(' '),
    env: {},
    advice: 'pnpm install --lockfile-only',
  },
  {
    name: 'yarn',
    lockfiles: ['yarn.lock'],
    // Yarn 1 cannot write the lockfile alone; its install goes into the throw-away workspace.
    command: (lockfile) =>
      (lockfile.includes('__metadata:')
        ? 'yarn install --mode=update-lockfile --no-immutable'
        : 'yarn install --offline --ignore-scripts --non-interactive --no-progress'
      ).split(' '),
    env: { YARN_ENABLE_NETWORK: '0', YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', YARN_ENABLE_SCRIPTS: '0' },
    advice: 'yarn install',
  },
];
const LONGEST_MS = 120_000;

/** A lockfile that is out of step with package.json, written anew by its own package manager without the network. */
export const lockfileFixer: Fixer = {
  name: 'lockfile',
  mayTouch: 'lockfile',
  handles: (failure) => managerOf(failure.message) !== null,
  async *propose(site) {
    const manager = site.incident.failures
      .map(({ message }) => managerOf(message))
      .find((found) => found !== null);
    if (!manager) return null;
    const advice: string[] = [];
    for (const path of await lockfilesOf(site, manager)) {
      const { patch, why } = await rewrite(site, manager, path);
      if (patch !== null) yield [patch];
      else
        advice.push(
          `${why}: run \`${manager.advice}\`${at(path)} where the packages can be reached, and commit ${path}`,
        );
    }
    return advice.length === 0 ? null : advice.join('; ');
  },
};

function managerOf(message: string): Manager | null {
  const name = managerOutOfStep(message);
  return MANAGERS.find((manager) => manager.name === name) ?? null;
}

/** The manager's lockfiles beside a package.json, the one at the top first. */
async function lockfilesOf(site: Site, manager: Manager): Promise<string[]> {
  const files = new Set(await site.workspace.files());
  return [...files]
    .filter((path) => manager.lockfiles.includes(path.split('/').at(-1) ?? ''))
    .filter((path) => files.has(`${folderOf(path)}package.json`))
    .sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
}

async function rewrite(
  site: Site,
  manager: Manager,
  path: string,
): Promise<{ patch: Patch | null; why: string }> {
  const { workspace, signal } = site;
  const ran = await workspace.run(manager.command((await workspace.read(path)) ?? ''), {
    cwd: folderOf(path) || '.',
    env: manager.env,
    timeoutMs: Math.max(1, Math.min(LONGEST_MS, site.left())),
    signal,
    trusted: true,
  });
  const changes = await workspace.changes();
  await workspace.reset();
  if (ran.exit === 127) return { patch: null, why: `${manager.name} is not installed here` };
  if (ran.exit !== 0) return { patch: null, why: `${manager.name} could not do it offline` };
  const files = changes.filter((change) => change.path === path && change.after !== null);
  if (files.length === 0) return { patch: null, why: `${path} did not change` };
  return { patch: { title: `bring ${path} in step with package.json`, files }, why: '' };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function at(path: string): string {
  return folderOf(path) === '' ? '' : ` in ${folderOf(path)}`;
}
