import { posix } from 'node:path';
import type { Config } from '../domain/config.ts';
import type { Check } from '../domain/report.ts';
import { applySettings } from './detect/apply-settings.ts';
import { indexFiles } from './detect/file-index.ts';
import { KIND_ORDER } from './detect/known-tools.ts';
import { findProjectChecks, type Project, type Tracked } from './detect/package-checks.ts';
import {
  NO_PACKAGE_JSON,
  type Package,
  type PackageJson,
  parsePackageJson,
  scatteredDirs,
  workspaceDirs,
  workspaceGlobs,
} from './detect/packages.ts';
import type { Skipped } from './detect/pick-scripts.ts';
import { readLine } from './detect/read-script.ts';
import { detectPackageManager, type PackageManager } from './package-manager.ts';
import { shellQuote } from './shell-quote.ts';

export interface DetectOptions {
  /** The value of a YAML document; undefined when it cannot be read. */
  parseYaml(text: string): unknown;
  /** True when the program can be started on this machine. */
  available(program: string): Promise<boolean>;
}

/** What was found in a repository, and why. */
export interface Detected {
  readonly packageManager: PackageManager;
  readonly packages: readonly {
    readonly name: string;
    /** Repository-relative; `.` for the top. */
    readonly dir: string;
    readonly scripts: Readonly<Record<string, string>>;
    /** Folders of the packages here that its manifest names as dependencies. */
    readonly needs: readonly string[];
  }[];
  /** In the order in which they are run. */
  readonly checks: readonly Check[];
  /** What looked like a check and is none, or was left out by the settings. */
  readonly skipped: readonly Skipped[];
}

/**
 * Finds the checks of a repository from its scripts and its tools' configurations, and applies the user's settings.
 * `files` are tracked paths, relative with `/`; `read` gives a file's text, or null. Throws `bad-config` for a setting
 * that fits no check.
 */
export async function detectChecks(
  files: readonly string[],
  read: (path: string) => Promise<string | null>,
  settings: Config,
  options: DetectOptions,
): Promise<Detected> {
  const tracked: Tracked = { index: indexFiles(files), read };
  const projects = await findProjects(tracked, options);
  const timeoutMs = Math.round(settings.timeout * 1000);
  const groups = settings.detect
    ? await Promise.all(projects.map((project) => findProjectChecks(project, tracked, timeoutMs)))
    : [];
  const found = inOrder(groups.flatMap(({ checks }) => checks));
  const { checks, skipped } = applySettings(found, settings, (path) => tracked.index.hasFolder(path));
  const packages = projects
    .flatMap(({ top, members }) => [top, ...members])
    .filter(({ dir }) => tracked.index.packageDirs.includes(dir));
  return {
    packageManager: projects[0].manager,
    packages: packages.map((pkg) => ({
      name: pkg.name,
      dir: pkg.dir || '.',
      scripts: pkg.manifest.scripts,
      needs: neededBy(pkg, packages),
    })),
    checks,
    skipped: [...groups.flatMap((group) => group.skipped), ...skipped],
  };
}

/**
 * The check for a command that the user typed. Several words are one program with its arguments; a single word is a
 * whole shell line. `cwd` is repository-relative, '' or `.` for the top.
 */
export function checkOfCommand(words: readonly string[], cwd: string, timeoutMs = 600_000): Check {
  const [first = ''] = words;
  const run = words.length === 1 ? first : words.map(shellQuote).join(' ');
  return {
    name: 'command',
    kind: 'command',
    run,
    cwd: cwd || '.',
    timeoutMs,
    tools: [...readLine(run, {}).tools],
    why: 'the command that was given',
  };
}

/** The package at the top with its workspaces; where there is none, those a folder or two below, each by itself. */
async function findProjects(
  tracked: Tracked,
  options: DetectOptions,
): Promise<[Project, ...(readonly Project[])]> {
  const { index, read } = tracked;
  const load = async (dir: string): Promise<Package[]> => {
    const text = await read(dir === '' ? 'package.json' : `${dir}/package.json`);
    const manifest = text === null ? null : parsePackageJson(text);
    return manifest ? [{ name: manifest.name ?? (dir || '.'), dir, manifest }] : [];
  };
  const project = async (top: Package, members: readonly Package[], manifest: PackageJson | null) => {
    const manager = await detectPackageManager(
      (path) => index.has(path),
      top.dir,
      manifest,
      options.available,
    );
    return { top, members, manager };
  };
  const [top] = await load('');
  if (top) {
    const pnpm = await read('pnpm-workspace.yaml');
    const globs = workspaceGlobs(top.manifest, pnpm === null ? undefined : options.parseYaml(pnpm));
    const members = await Promise.all(workspaceDirs(index.packageDirs, globs).map(load));
    return [await project(top, members.flat(), top.manifest)];
  }
  const scattered = (await Promise.all(scatteredDirs(index.packageDirs).map(load))).flat();
  const [first, ...others] = await Promise.all(scattered.map((pkg) => project(pkg, [], pkg.manifest)));
  return first
    ? [first, ...others]
    : [await project({ name: '.', dir: '', manifest: NO_PACKAGE_JSON }, [], null)];
}

/** By name, as a workspace links them, or by a path (`file:../core`, `link:../core`). */
function neededBy({ dir, manifest }: Package, packages: readonly Package[]): string[] {
  const wanted = Object.entries(manifest.dependsOn);
  const isNeeded = (other: Package) =>
    wanted.some(
      ([name, range]) =>
        name === other.name ||
        (/^(file|link|portal):/.test(range) &&
          posix.join(dir, range.replace(/^\w+:/, '')).replace(/\/$/, '') === other.dir),
    );
  return packages.filter((other) => other.dir !== dir && isNeeded(other)).map((other) => other.dir || '.');
}

/** All checks, kind by kind, with names that are each used once. */
function inOrder(checks: readonly Check[]): Check[] {
  const sorted = KIND_ORDER.flatMap((kind) => checks.filter((check) => check.kind === kind));
  const used = new Set<string>();
  return sorted.map((check) => {
    let name = check.name;
    for (let count = 2; used.has(name); count += 1) name = `${check.name}-${count}`;
    used.add(name);
    return { ...check, name };
  });
}
