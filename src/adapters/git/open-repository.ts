import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import { toGitPath } from '../files/is-below.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';

export interface Repository {
  readonly git: Git;
  /** Absolute top folder; of a bare repository, its git folder. */
  readonly root: string;
  /** Where the user stood below it, with `/`. */
  readonly prefix: string;
  readonly head: string;
  /** Absolute folder of the objects, shared by all worktrees. */
  readonly objects: string;
  /** Absolute path of the `shallow` file, or null. */
  readonly shallow: string | null;
  /** The parts of the git folder that speak of the working tree; null when the repository is bare. */
  readonly tree: TreePlaces | null;
}

/** Absolute paths of files, which need not exist. */
export interface TreePlaces {
  readonly index: string;
  readonly exclude: string;
  readonly sparse: string;
}

const PATHS = ['objects', 'shallow', 'index', 'info/exclude', 'info/sparse-checkout'] as const;

/** Printed by `rev-parse` as it is, for it knows no such option: a mark between paths that may hold newlines. */
const BETWEEN = '--dreamos-mark';

/** Finds the repository that a folder is in. Throws `not-found`, `not-a-repository` or `no-commits`. */
export async function openRepository(
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<Repository> {
  const dir = await realpath(path).catch(() => null);
  if (dir === null || !(await stat(dir)).isDirectory())
    throw new DreamError('not-found', `There is no folder ${path}.`, 'Check the path.');
  const finder = openGit({ dir }, env);
  const inTree = await findPlaces(finder, '--show-toplevel');
  const places = inTree ?? (await findBare(finder));
  if (places === null) {
    throw new DreamError(
      'not-a-repository',
      `${path} is not in a git working tree.`,
      'Run it inside a clone, or name one: dreamos heal <path>',
    );
  }
  const [top = '', objects = '', shallow = '', index = '', exclude = '', sparse = ''] = places;
  const root = await realpath(top);
  const git = openGit({ dir: root }, env);
  const head = await git.word(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head === null) {
    throw new DreamError(
      'no-commits',
      `${root} has no commits yet.`,
      'Commit something first: what is healed is HEAD.',
    );
  }
  return {
    git,
    root,
    prefix: inTree === null ? '' : toGitPath(root, resolve(dir)),
    head,
    objects,
    shallow: existsSync(shallow) ? shallow : null,
    tree: inTree === null ? null : { index, exclude, sparse },
  };
}

async function findBare(git: Git): Promise<readonly string[] | null> {
  if ((await git.word(['rev-parse', '--is-bare-repository'])) !== 'true') return null;
  return findPlaces(git, '--absolute-git-dir');
}

/** The folder that the option names, then `PATHS`. A folder's name may hold newlines, so each is followed by a mark. */
async function findPlaces(git: Git, top: string): Promise<readonly string[] | null> {
  const asked = [top, ...PATHS];
  const args = asked.flatMap((name, at) => [...(at === 0 ? [name] : ['--git-path', name]), BETWEEN]);
  try {
    const out = await git.text(['rev-parse', '--path-format=absolute', ...args]);
    return out.split(`\n${BETWEEN}\n`).slice(0, asked.length);
  } catch {
    return null;
  }
}
