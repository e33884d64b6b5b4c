import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';

export interface Repository {
  readonly git: Git;
  /** Absolute top folder. */
  readonly root: string;
  /** Where the user stood below it, with `/`. */
  readonly prefix: string;
  readonly head: string;
  /** Absolute folder of the objects, shared by all worktrees. */
  readonly objects: string;
  /** Absolute path of the `shallow` file, or null. */
  readonly shallow: string | null;
}

/** Finds the repository that a folder is in. Throws `not-found`, `not-a-repository` or `no-commits`. */
export async function openRepository(
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<Repository> {
  const dir = await realpath(path).catch(() => null);
  if (dir === null) throw new DreamError('not-found', `There is no folder ${path}.`, 'Check the path.');
  const places = await openGit({ dir }, env).word([
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--git-path',
    'objects',
    '--git-path',
    'shallow',
  ]);
  if (places === null) {
    throw new DreamError(
      'not-a-repository',
      `${path} is not in a git working tree.`,
      'Run it inside a clone, or name one: dreamos heal <path>',
    );
  }
  const [top = '', objects = '', shallow = ''] = places.split('\n');
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
    prefix: relative(root, resolve(dir)).split(sep).join('/'),
    head,
    objects,
    shallow: existsSync(shallow) ? shallow : null,
  };
}
