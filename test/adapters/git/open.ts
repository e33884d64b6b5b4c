import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GitHistory } from '../../../src/adapters/git/git-history.ts';
import { GitWorkspaces, type WorkspaceOptions } from '../../../src/adapters/git/git-workspaces.ts';
import { openRepository } from '../../../src/adapters/git/open-repository.ts';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';
import { makeFolder } from '../../make.ts';

export type Dependencies = WorkspaceOptions['dependencies'];

/** The git adapters over a real repository, with temp folders of their own. */
export async function openAdapters(
  dir: string,
  {
    isSparse = false,
    dependencies = async () => [],
  }: { isSparse?: boolean; dependencies?: Dependencies | undefined } = {},
) {
  const temp = join(makeFolder(), 'dreamos');
  mkdirSync(temp, { recursive: true });
  const env = { PATH: process.env.PATH ?? '' };
  const repository = await openRepository(dir, env);
  const run = createRunProcess({ parent: env, home: temp, tempHome: join(temp, 'home'), nodeDir: null });
  const { objects, shallow } = repository;
  const workspaces = new GitWorkspaces({
    clone: repository.root,
    isSparse,
    objects,
    shallow,
    temp,
    run,
    env,
    dependencies,
  });
  const history = new GitHistory({ repository, temp, env });
  return { repository, workspaces, history, temp };
}
