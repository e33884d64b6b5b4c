import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { checkOut } from './check-out.ts';
import { type Git, openGit } from './git.ts';
import { makeGitFolder } from './git-folder.ts';

export interface SubmoduleOptions {
  /** The checkout's git, its index filled. */
  readonly git: Git;
  /** Absolute top of the user's clone, where submodules may be checked out. */
  readonly clone: string;
  /** Absolute folder for git folders of ours. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Brought {
  /** Git of each submodule's part of the checkout, and the commit that it is at. */
  readonly parts: readonly { readonly git: Git; readonly sha: string }[];
  /** Absolute folders of objects that they borrow. */
  readonly objects: readonly string[];
  readonly notes: readonly string[];
}

const NONE: Brought = { parts: [], objects: [], notes: [] };

/**
 * Checks out the submodules that the user's clone has, at the commits that the superproject names, from the clone's own
 * objects: nothing is fetched, and no submodule's configuration is read. Those that are not there stay empty folders.
 */
export async function bringSubmodules(options: SubmoduleOptions): Promise<Brought> {
  const { git, clone, home, env } = options;
  const root = git.place.dir;
  if (!(await isThere(join(root, '.gitmodules')))) return NONE;
  const parts: { git: Git; sha: string }[] = [];
  const borrowed: string[] = [];
  const notes: string[] = [];
  for (const { path, sha } of await findLinks(git)) {
    const objects = await findObjects(join(clone, path));
    const part = objects === null ? null : await bring(join(root, path), sha, objects);
    if (objects === null || part === null) {
      notes.push(
        `the submodule ${path} is an empty folder here; to have it: git submodule update --init ${path}`,
      );
      continue;
    }
    const inner = await bringSubmodules({ git: part, clone: join(clone, path), home, env });
    parts.push({ git: part, sha }, ...inner.parts);
    borrowed.push(objects, ...inner.objects);
    notes.push(...inner.notes);
  }
  return { parts, objects: borrowed, notes };

  async function bring(dir: string, sha: string, objects: string): Promise<Git | null> {
    const name = `sub-${Buffer.from(dir.slice(root.length)).toString('hex').slice(0, 180)}`;
    const gitDir = await makeGitFolder(join(home, name), { objects: [objects], head: sha, shallow: null });
    const part = openGit({ dir, gitDir }, env);
    if ((await part.word(['cat-file', '-t', sha])) !== 'commit') return null;
    await checkOut(part, sha, false);
    return part;
  }
}

async function findLinks(git: Git): Promise<{ path: string; sha: string }[]> {
  const staged = await git.text(['ls-files', '--stage', '-z']);
  return staged.split('\0').flatMap((line) => {
    const [, sha, path] = /^160000 ([0-9a-f]+) 0\t(.*)$/s.exec(line) ?? [];
    return sha !== undefined && path !== undefined ? [{ sha, path }] : [];
  });
}

/** The objects of a checked out submodule: its `.git` is a folder, or a file that names one. */
async function findObjects(dir: string): Promise<string | null> {
  const own = join(dir, '.git', 'objects');
  if (await isThere(own)) return own;
  const text = await readFile(join(dir, '.git'), 'utf8').catch(() => '');
  const [, named] = /^gitdir: (.+?)\r?\n?$/.exec(text) ?? [];
  if (named === undefined) return null;
  const objects = join(isAbsolute(named) ? named : resolve(dir, named), 'objects');
  return (await isThere(objects)) ? objects : null;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
