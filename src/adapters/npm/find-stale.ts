import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import * as z from 'zod';

const Versions = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional().catch(undefined),
      optional: z.boolean().optional().catch(undefined),
      devOptional: z.boolean().optional().catch(undefined),
      peer: z.boolean().optional().catch(undefined),
      link: z.boolean().optional().catch(undefined),
    }),
  ),
});
const Manifest = z.object({
  dependencies: z.record(z.string(), z.unknown()).catch({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}),
  optionalDependencies: z.record(z.string(), z.unknown()).catch({}),
});

/**
 * Why the packages installed in a folder are not those that its manifests ask for, a sentence; null when they are, as far
 * as can be told cheaply: each dependency that is named has a folder, and npm's own note of what it installed agrees with the lockfile.
 * `places` are the folders with a package.json, relative.
 */
export function findStale(top: string, places: readonly string[]): string | null {
  for (const place of places) {
    const missing = namesOf(join(top, place, 'package.json')).find((name) => !isInstalled(top, place, name));
    if (missing !== undefined) return `${missing} is not installed`;
  }
  return findOtherVersion(top);
}

function namesOf(manifest: string): string[] {
  const read = Manifest.safeParse(readJson(manifest));
  if (!read.success) return [];
  const { dependencies, devDependencies, optionalDependencies } = read.data;
  return Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !(name in optionalDependencies),
  );
}

/** In the package's own node_modules, or in one above it. */
function isInstalled(top: string, place: string, name: string): boolean {
  for (let dir = place.replaceAll('\\', '/'); ; dir = posix.dirname(dir)) {
    if (existsSync(join(top, dir, 'node_modules', name))) return true;
    if (dir === '' || dir === '.') return false;
  }
}

/** Reading both files costs some milliseconds: only done where the lockfile is the newer one. */
function findOtherVersion(top: string): string | null {
  const lock = join(top, 'package-lock.json');
  const installed = join(top, 'node_modules', '.package-lock.json');
  const [wanted, there] = [lock, installed].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs);
  if (wanted === undefined || there === undefined || wanted <= there) return null;
  const [asked, got] = [Versions.safeParse(readJson(lock)), Versions.safeParse(readJson(installed))];
  if (!asked.success || !got.success) return null;
  for (const [path, { version, optional, devOptional, peer, link }] of Object.entries(asked.data.packages)) {
    if (!path.startsWith('node_modules/') || version === undefined) continue;
    if (optional || devOptional || peer || link) continue;
    const is = got.data.packages[path]?.version;
    if (is !== version) return `${path.slice('node_modules/'.length)} is ${is ?? 'missing'}, not ${version}`;
  }
  return null;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Absolute folders of unfinished installs in a cache, of processes that are gone. */
export function staleStagings(
  names: readonly string[],
  cache: string,
  isAlive: (pid: number) => boolean,
): string[] {
  return names.flatMap((name) => {
    const pid = /^[0-9a-f]{32}\.(\d+)-[0-9a-f]+$/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid)) ? [join(cache, name)] : [];
  });
}
