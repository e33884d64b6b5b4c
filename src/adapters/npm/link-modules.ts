import { cp, lstat, mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { isBelow, toGitPath } from '../files/is-below.ts';

/** Bookkeeping of the package managers that tools look at; other dot entries of node_modules are caches and stay behind. */
const KEPT_DOT_ENTRIES = new Set([
  '.bin',
  '.package-lock.json',
  '.pnpm',
  '.modules.yaml',
  '.yarn-integrity',
  '.yarn-state.yml',
]);

/**
 * Gives a checkout the packages of another folder: a real `node_modules` whose entries are links, so that what a check
 * caches in it (`.cache`, `.vite`, ...) stays in the checkout. Links to packages of the same repository
 * (workspaces) are made anew so that they point into the checkout.
 */
export async function linkModules(
  from: { top: string; dir: string },
  to: { top: string; dir: string },
): Promise<void> {
  // The folder may be a link itself: what is in it is relative to where it leads.
  const source = await realpath(join(from.dir, 'node_modules'));
  const top = await realpath(from.top);
  const target = join(to.dir, 'node_modules');
  await mkdir(target, { recursive: true });
  await Promise.all((await readdir(source)).map(linkTop));

  async function linkTop(name: string): Promise<void> {
    if (name.startsWith('.') && !KEPT_DOT_ENTRIES.has(name)) return;
    if (!name.startsWith('@')) return linkEntry(name);
    await mkdir(join(target, name), { recursive: true });
    await Promise.all((await readdir(join(source, name))).map((inner) => linkEntry(join(name, inner))));
  }

  async function linkEntry(name: string): Promise<void> {
    const original = join(source, name);
    const stat = await lstat(original);
    if (name === '.bin') return linkBins(original, join(target, name));
    if (stat.isFile()) return cp(original, join(target, name));
    const place = stat.isSymbolicLink() ? toOwnPlace(original, await readlink(original)) : original;
    await symlink(place, join(target, name), 'junction').catch(ignoreExisting);
  }

  /** A package of the repository itself becomes the checkout's copy of it. */
  function toOwnPlace(link: string, text: string): string {
    const points = isAbsolute(text) ? text : resolve(link, '..', text);
    const below = toGitPath(top, points);
    const isOwn = below !== '' && isBelow(top, points) && !below.split('/').includes('node_modules');
    return isOwn ? join(to.top, below) : points;
  }

  /** `.bin` holds links like `../jest/bin/jest.js`: kept as they are, they go through the links beside them. */
  async function linkBins(original: string, copy: string): Promise<void> {
    await mkdir(copy, { recursive: true });
    const link = async (name: string) => {
      const entry = join(original, name);
      if (!(await lstat(entry)).isSymbolicLink()) return cp(entry, join(copy, name));
      return symlink(await readlink(entry), join(copy, name)).catch(ignoreExisting);
    };
    await Promise.all((await readdir(original)).map(link));
  }
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
