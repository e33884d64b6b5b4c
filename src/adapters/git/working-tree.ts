import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';
import { makeGitFolder } from './git-folder.ts';
import { makeStore } from './make-store.ts';
import type { Repository, TreePlaces } from './open-repository.ts';

export interface WorkingTreeOptions {
  readonly repository: Repository;
  /** Absolute folder for throw-away things of this user. */
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Settings of the user's that say how files on disk and files in git differ. None can name a program. */
const READING = [
  'core.autocrlf',
  'core.eol',
  'core.filemode',
  'core.ignorecase',
  'core.precomposeunicode',
  'core.symlinks',
  'core.sparsecheckout',
  'core.sparsecheckoutcone',
  'core.trustctime',
  'core.checkstat',
];

/** A working tree as one commit in a store of ours. */
interface Snapshot {
  readonly sha: string;
  /** Absolute folder of the objects that the clone does not have. */
  readonly objects: string;
}

/**
 * Lends the user's working tree under a git folder of ours: the index is a copy, the configuration knows no filter, no
 * driver and no hook, and what is written goes to a throw-away store. Null for `work`'s result where there is no tree.
 */
export async function useWorkingTree<T>(
  options: WorkingTreeOptions,
  work: (git: Git) => Promise<T>,
): Promise<T | null> {
  const { tree } = options.repository;
  if (tree === null) return null;
  const dir = await makeStore(options.temp);
  try {
    return await work(await openCopy(options, tree, dir));
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/**
 * Commits what is on disk, untracked files included and ignored ones not, on top of HEAD in a store of ours in `dir`.
 * Throws `bad-usage` where there is no working tree.
 */
export async function requireSnapshot(options: WorkingTreeOptions, dir: string): Promise<Snapshot> {
  const { repository } = options;
  if (repository.tree === null)
    throw new DreamError('bad-usage', 'A bare repository has no working tree.', 'Leave out --working-tree.');
  const git = await openCopy(options, repository.tree, dir);
  await git.text(['add', '--all', '--ignore-errors', '--', '.']);
  const tree = (await git.text(['write-tree'])).trim();
  const message = 'the working tree as it is on disk\n';
  const sha = (await git.text(['commit-tree', tree, '-p', repository.head, '-F', '-'], message)).trim();
  return { sha, objects: join(dir, 'git', 'objects') };
}

async function openCopy(
  { repository, env }: WorkingTreeOptions,
  tree: TreePlaces,
  dir: string,
): Promise<Git> {
  const { root, head, objects, shallow } = repository;
  const exclude = await readFile(tree.exclude, 'utf8').catch(() => '');
  const gitDir = await makeGitFolder(join(dir, 'git'), {
    objects: [objects],
    head,
    shallow,
    exclude: exclude.split('\n'),
  });
  await copyIndex(tree.index, gitDir);
  const sparse = await readFile(tree.sparse).catch(() => null);
  if (sparse !== null) await writeFile(join(gitDir, 'info', 'sparse-checkout'), sparse);
  return openGit({ dir: root, gitDir, settings: await readSettings(repository.git) }, env);
}

/** With its shared part when it is split. */
async function copyIndex(index: string, gitDir: string): Promise<void> {
  await copyFile(index, join(gitDir, basename(index))).catch(ignoreMissing);
  for (const name of await readdir(dirname(index))) {
    if (name.startsWith('sharedindex.')) await copyFile(join(dirname(index), name), join(gitDir, name));
  }
}

async function readSettings(git: Git): Promise<string[]> {
  const keys = READING.map((key) => key.slice('core.'.length)).join('|');
  const out = await git
    .text(['config', '--local', '--includes', '-z', '--get-regexp', `^core\\.(${keys})$`])
    .catch(() => '');
  return out
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [key = '', value = 'true'] = entry.split('\n');
      return `${key}=${value}`;
    });
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** The repository as if the snapshot were HEAD: its git sees the snapshot's objects too. */
export function withSnapshot(
  repository: Repository,
  { sha, objects }: Snapshot,
  env: Readonly<Record<string, string>>,
): Repository {
  const git = openGit({ dir: repository.root }, { ...env, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects });
  return { ...repository, git, head: sha };
}
