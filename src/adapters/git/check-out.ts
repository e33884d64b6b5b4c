import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { count } from '../../domain/count.ts';
import { DreamError } from '../../domain/errors.ts';
import type { Git } from './git.ts';

const SHOWN = 3;

/**
 * Writes the files of a commit into the folder that `git` works in. A blob that a partial clone does not have is never
 * fetched here: outside a sparse checkout its file is left out, and said so; anywhere else it is an error that names the way
 * out. Returns what a user should know.
 */
export async function checkOut(git: Git, sha: string, isSparse: boolean): Promise<readonly string[]> {
  await git.text(['read-tree', sha]);
  const write = () => git.text(['checkout-index', '--all', '--force', '-q', '-u']);
  try {
    await write();
    return await noteLfs(git);
  } catch (error) {
    const missing = await findMissing(git, sha);
    if (missing.length === 0) throw error;
    if (!isSparse) throw notHere(sha, missing, error);
    await git.text(
      ['update-index', '--skip-worktree', '-z', '--stdin'],
      missing.map((path) => `${path}\0`).join(''),
    );
    await write();
    const left = `left out of the checkout: ${count(missing.length, 'file')} outside the sparse checkout that this partial clone does not have`;
    return [left, ...(await noteLfs(git))];
  }
}

function notHere(sha: string, missing: readonly string[], cause: unknown): DreamError {
  return new DreamError(
    'incomplete-clone',
    `This partial clone lacks ${count(missing.length, 'file')} of ${sha.slice(0, 12)} (${list(missing)}); nothing is fetched behind your back.`,
    'Fetch them first: git checkout <commit> -- . (or, for everything: git fetch --refetch --no-filter)',
    { cause },
  );
}

/** Paths whose blobs are not there. */
async function findMissing(git: Git, sha: string): Promise<string[]> {
  const entries = (await git.text(['ls-tree', '-r', '-z', sha])).split('\0').flatMap((line) => {
    const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return blob !== undefined && path !== undefined ? [{ blob, path }] : [];
  });
  const names = [...new Set(entries.map(({ blob }) => blob))];
  const said = await git.catFile(['--batch-check'], `${names.join('\n')}\n`);
  const missing = new Set(
    said
      .toString('utf8')
      .split('\n')
      .flatMap((line) => (line.endsWith(' missing') ? [line.split(' ')[0]] : [])),
  );
  return entries.filter(({ blob }) => missing.has(blob)).map(({ path }) => path);
}

/** Pointers of git LFS stay pointers: its filter is a program that the repository's configuration names. */
async function noteLfs(git: Git): Promise<readonly string[]> {
  const { dir } = git.place;
  const attributes = await readFile(join(dir, '.gitattributes'), 'utf8').catch(() => '');
  if (!/\bfilter=lfs\b/.test(attributes)) return [];
  const paths = (await git.text(['ls-files', '-z', ':(attr:filter=lfs)'])).split('\0').filter(Boolean);
  const pointers: string[] = [];
  for (const path of paths) {
    const stat = await lstat(join(dir, path)).catch(() => null);
    if (stat?.isFile() !== true || stat.size > 1024) continue;
    const text = await readFile(join(dir, path), 'utf8');
    if (text.startsWith('version https://git-lfs.github.com/spec/')) pointers.push(path);
  }
  if (pointers.length === 0) return [];
  return [
    `${count(pointers.length, 'file of git LFS is a pointer', 'files of git LFS are pointers')} in the checkout, not the content: ${list(pointers)}`,
  ];
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, SHOWN).map((path) => JSON.stringify(path).slice(1, -1));
  return `${shown.join(', ')}${paths.length > SHOWN ? ', …' : ''}`;
}
