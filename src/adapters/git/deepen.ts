import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import { type Git, openGit } from './git.ts';
import { makeGitFolder } from './git-folder.ts';
import type { Repository } from './open-repository.ts';

/** Commits that are fetched behind the edge of a shallow clone. */
const DEEPER = 1000;

/** What a repository may be fetched by when its user asks for it. No program of its own choice is among them. */
const PROTOCOLS = ['file', 'git', 'http', 'https', 'ssh'];

export type Deepened =
  | {
      readonly status: 'deepened';
      /** Reads the repository with the older commits. Nothing may be written through it: git would not copy what it finds in the store. */
      readonly git: Git;
      /** Absolute folder of the fetched objects. */
      readonly objects: string;
      /** Absolute path of the file that says where history is cut now. */
      readonly shallow: string;
    }
  /** A sentence. */
  | { readonly status: 'not-deepened'; readonly why: string };

/**
 * Fetches older commits of a shallow clone into a store of ours in `dir`; the clone itself stays as it is. It asks for
 * the commits at the edge, for they are what the other side has for sure. `lent`: absolute folders of more objects that
 * the reader sees.
 */
export async function deepen(
  repository: Repository,
  env: Readonly<Record<string, string>>,
  { dir, lent }: { readonly dir: string; readonly lent: readonly string[] },
): Promise<Deepened> {
  const { root, head, objects, shallow } = repository;
  if (shallow === null) return { status: 'not-deepened', why: 'the clone is not shallow' };
  const url = await findRemote(repository.git);
  if (url === null) return { status: 'not-deepened', why: 'the clone has no remote' };
  const gitDir = await makeGitFolder(join(dir, 'git'), { objects: [objects], head, shallow });
  const edge = (await readFile(shallow, 'utf8')).split('\n').filter(Boolean);
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-gc'];
  try {
    const store = openGit({ dir: root, gitDir, protocols: PROTOCOLS }, env);
    await store.text(['fetch', ...quiet, `--deepen=${DEEPER}`, '--end-of-options', url, ...edge]);
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    return { status: 'not-deepened', why: error.message };
  }
  const cut = join(gitDir, 'shallow');
  // Git removes it when nothing is cut any more; an empty one says the same.
  if (!existsSync(cut)) await writeFile(cut, '');
  const own = join(gitDir, 'objects');
  const seen = [own, ...lent].join(delimiter);
  const git = openGit(
    { dir: root },
    { ...env, GIT_ALTERNATE_OBJECT_DIRECTORIES: seen, GIT_SHALLOW_FILE: cut },
  );
  return { status: 'deepened', git, objects: own, shallow: cut };
}

/** What became of it, a sentence for the user. */
export function renderDeepened(deepened: Deepened): string {
  return deepened.status === 'deepened'
    ? 'Older commits were fetched to look back over; the clone is as shallow as it was.'
    : `No older commits were fetched: ${deepened.why}.`;
}

/** Where the clone came from: `origin`, or the first that it names. A path is taken from its top. */
async function findRemote(git: Git): Promise<string | null> {
  const names = (await git.word(['remote']))?.split('\n').filter(Boolean) ?? [];
  const name = names.includes('origin') ? 'origin' : names[0];
  return name === undefined ? null : git.word(['config', '--local', '--get', `remote.${name}.url`]);
}
