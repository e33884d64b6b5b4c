import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { Progress, RunProcess, UseOptions } from '../../domain/ports.ts';
import { isAlive } from '../process/is-alive.ts';
import { findStale, staleStagings } from './find-stale.ts';
import { linkModules } from './link-modules.ts';
import { tameSettings } from './tame-settings.ts';

const LOCKFILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
] as const;
/** Files besides manifests and lockfiles that change what an install does. */
const SETTINGS = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml'] as const;
/** Programs that package managers start by themselves: never copied beside the manifests. */
const PROGRAMS = ['.pnpmfile.cjs', '.pnpmfile.mjs', '.yarn/releases', '.yarn/plugins'] as const;
const INSTALL_TIMEOUT_MS = 15 * 60_000;
/** yarn itself may not be one that the repository brings. */
const NO_PROGRAMS = { YARN_IGNORE_PATH: '1' };

export interface DependencyOptions {
  /** Absolute top of the user's clone, whose node_modules are borrowed when they fit. */
  readonly clone: string;
  /** Absolute folder for installs that are kept, by lockfile. */
  readonly cache: string;
  readonly run: RunProcess;
  readonly progress: Progress;
  /** Told how long an install took, milliseconds. */
  readonly onInstalled: (ms: number) => void;
}

/**
 * Makes a function that brings the dependencies of a checkout: by links to the clone's own node_modules when both have
 * the same manifests and lockfile, else by an install that is cached by their hash; a checkout that borrows gets those of
 * the first. It returns the folders that the links lead into.
 */
export function createDependencies(
  options: DependencyOptions,
): (root: string, use?: UseOptions) => Promise<readonly string[]> {
  const installs = new Map<string, Promise<string>>();
  let first: string | null = null;
  return async (root, { borrows = false } = {}) => {
    const places = await findManifests(root);
    if (places.length === 0) return [];
    const from = borrows && first !== null ? first : await findPackages(root, places);
    if (from === null) return [];
    first ??= from;
    const used: string[] = [];
    for (const place of places) {
      const modules = join(from, place, 'node_modules');
      if (!(await isFolder(modules))) continue;
      await linkModules({ top: from, dir: join(from, place) }, { top: root, dir: join(root, place) });
      used.push(modules);
    }
    return used;
  };

  /** Absolute folder with the packages that the checkout asks for; null when it asks for none. */
  async function findPackages(root: string, places: readonly string[]): Promise<string | null> {
    const locks = await findLockfiles(root, places);
    const key = await hashManifests(root, places, locks);
    const has = await hasModules(options.clone, places);
    const why = has ? await whyNotBorrowed(places, locks, key) : 'nothing is installed there';
    const fits = why === null;
    if (!fits && !(await needsInstall(root, places))) return null;
    return fits ? options.clone : installOrBorrow(root, places, key, has ? why : null);
  }

  /** Why the clone's packages are not those of the checkout, a sentence; null when they are. */
  async function whyNotBorrowed(
    places: readonly string[],
    locks: readonly string[],
    key: string,
  ): Promise<string | null> {
    if ((await hashManifests(options.clone, places, locks)) !== key) return 'its manifests differ';
    return findStale(options.clone, places);
  }

  /** Packages that are a little out of step are better than none: what is missing shows as a failure of the check. */
  async function installOrBorrow(
    root: string,
    places: readonly string[],
    key: string,
    unfit: string | null,
  ): Promise<string> {
    try {
      return await install(root, places, key);
    } catch (error) {
      if (unfit === null || !(error instanceof DreamError)) throw error;
      options.progress.note(`${error.message}; the packages of the clone are used, though ${unfit}`);
      return options.clone;
    }
  }

  function install(root: string, places: readonly string[], key: string): Promise<string> {
    const known = installs.get(key);
    if (known) return known;
    const started = installOnce(root, places, join(options.cache, key), options);
    installs.set(key, started);
    return started;
  }
}

/** Folders with a package.json, repository-relative, the top first; node_modules and dot folders are not entered. */
async function findManifests(root: string, below = '', depth = 0): Promise<string[]> {
  if (depth > 5) return [];
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found = entries.some((entry) => entry.isFile() && entry.name === 'package.json') ? [below] : [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    if (/^(test|tests|__tests__|fixtures|__fixtures__)$/.test(entry.name)) continue;
    found.push(...(await findManifests(root, join(below, entry.name), depth + 1)));
  }
  return found;
}

async function findLockfiles(root: string, places: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of places) {
    for (const name of LOCKFILES) if (await isFile(join(root, place, name))) found.push(join(place, name));
  }
  return found;
}

/** What an install depends on. A lockfile that only the other side has, untracked, does not count. */
async function hashManifests(
  root: string,
  places: readonly string[],
  locks: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const place of places) {
    const manifest = await readJson(join(root, place, 'package.json'));
    hash.update(`\n${place} ${JSON.stringify(toInstallFacts(manifest))}`);
  }
  for (const lock of locks) hash.update(`\n${lock}\n${(await readText(join(root, lock))) ?? '-'}`);
  return hash.digest('hex').slice(0, 32);
}

/** What of a manifest decides an install: a changed script or description does not. */
const INSTALL_KEYS = [
  'name',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
  'workspaces',
] as const;

function toInstallFacts(manifest: Record<string, unknown>): unknown {
  return Object.fromEntries(INSTALL_KEYS.map((key) => [key, manifest[key]]));
}

async function needsInstall(root: string, places: readonly string[]): Promise<boolean> {
  for (const place of places) {
    const { dependencies, devDependencies } = await readJson(join(root, place, 'package.json'));
    if (Object.keys({ ...asObject(dependencies), ...asObject(devDependencies) }).length > 0) return true;
  }
  return false;
}

async function hasModules(clone: string, places: readonly string[]): Promise<boolean> {
  for (const place of places) if (await isFolder(join(clone, place, 'node_modules'))) return true;
  return false;
}

async function installOnce(
  root: string,
  places: readonly string[],
  target: string,
  options: DependencyOptions,
): Promise<string> {
  if (await isFolder(target)) return target;
  const names = await readdir(options.cache).catch(() => []);
  for (const path of staleStagings(names, options.cache, isAlive))
    await rm(path, { recursive: true, force: true });
  const manager = await chooseManager(root);
  const step = options.progress.step(`installing dependencies (${manager.install.join(' ')})`);
  const staging = `${target}.${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    const dropped = await copyManifests(root, places, staging);
    if (dropped.length > 0)
      options.progress.note(`not heard by the install, which runs with your rights: ${dropped.join(', ')}`);
    const ran = await options.run(manager.install, {
      cwd: staging,
      timeoutMs: INSTALL_TIMEOUT_MS,
      trusted: true,
      env: NO_PROGRAMS,
    });
    options.onInstalled(ran.ms);
    if (ran.exit !== 0) {
      step.done('failed');
      throw new DreamError(
        'install-failed',
        `Installing the dependencies failed (${manager.install.join(' ')}): ${lastLines(ran.output)}`,
        `Install them in your clone first, so that they can be borrowed: ${manager.install[0]} install`,
      );
    }
    // The packages' own scripts get neither the user's settings nor tokens.
    const built = await options.run(manager.build, {
      cwd: staging,
      timeoutMs: INSTALL_TIMEOUT_MS,
      sees: { write: [staging], read: [], packages: [] },
    });
    options.onInstalled(built.ms);
    await rename(staging, target).catch(async (error) => {
      if (!(await isFolder(target))) throw error;
    });
    step.done(built.exit === 0 ? 'installed' : 'installed; some packages could not be built');
    return target;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Returns what of the settings was left out, by name. */
async function copyManifests(
  root: string,
  places: readonly string[],
  staging: string,
): Promise<readonly string[]> {
  const dropped: string[] = [];
  for (const place of places) {
    await mkdir(join(staging, place), { recursive: true });
    for (const name of ['package.json', ...LOCKFILES, ...SETTINGS]) {
      const source = join(root, place, name);
      if (!(await isFile(source))) continue;
      const tamed = tameSettings(name, await readFile(source, 'utf8'));
      await writeFile(join(staging, place, name), tamed.text);
      dropped.push(...tamed.dropped.map((key) => `${key} (${join(place, name)})`));
    }
  }
  for (const name of PROGRAMS) if (await exists(join(root, name))) dropped.push(name);
  for (const folder of ['patches', '.yarn']) {
    const source = join(root, folder);
    if (await isFolder(source)) await copyFolder(source, join(staging, folder));
  }
  for (const name of PROGRAMS) await rm(join(staging, name), { recursive: true, force: true });
  return dropped;
}

async function copyFolder(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyFolder(join(source, entry.name), join(target, entry.name));
    else if (entry.isFile()) await copyFile(join(source, entry.name), join(target, entry.name));
  }
}

async function chooseManager(root: string): Promise<{ install: string[]; build: string[] }> {
  const rebuild = ['npm', 'rebuild', '--no-audit', '--no-fund'];
  if (await isFile(join(root, 'pnpm-lock.yaml'))) {
    return {
      install: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts', '--ignore-pnpmfile'],
      build: ['pnpm', 'rebuild', '--recursive'],
    };
  }
  if (await isFile(join(root, 'yarn.lock'))) {
    const modern = await isFile(join(root, '.yarnrc.yml'));
    return {
      install: modern
        ? ['yarn', 'install', '--immutable', '--mode=skip-build']
        : ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts'],
      build: rebuild,
    };
  }
  const locked =
    (await isFile(join(root, 'package-lock.json'))) || (await isFile(join(root, 'npm-shrinkwrap.json')));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  return {
    install: locked ? ['npm', 'ci', ...quiet] : ['npm', 'install', '--no-package-lock', ...quiet],
    build: rebuild,
  };
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ');
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  try {
    return asObject(JSON.parse((await readText(path)) ?? '{}'));
  } catch {
    return {};
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
