import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Environment } from '../config/load-environment.ts';
import { CONFIG_HOME } from '../domain/config-home.ts';
import { DreamError } from '../domain/errors.ts';
import { LORE_BRANCH } from '../domain/lore-places.ts';
import type { LoreHome } from '../domain/ports.ts';
import { parseConfig } from './parse-config.ts';

/** Finds lore without starting git, so that an answer is there at once. */
export async function findLore(
  folder: string | null,
  cwd: string,
  environment: Environment,
  branch?: string,
): Promise<LoreHome> {
  const { toFolderName } = await import('../adapters/files/folder-name.ts');
  const cached = (place: string) => join(environment.cacheDir, 'lore', toFolderName(place));
  if (folder !== null) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new DreamError('not-found', `There is no folder ${folder}.`, 'Check the path.');
    const { FolderLore } = await import('../adapters/files/folder-lore.ts');
    return { source: new FolderLore(folder), folders: [cached(folder)] };
  }
  const [{ findGitPlaces }, { GitLore }, { toGitEnvironment }] = await Promise.all([
    import('../adapters/git/read-refs.ts'),
    import('../adapters/git/git-lore.ts'),
    import('../adapters/git/environment.ts'),
  ]);
  const places = findGitPlaces(cwd);
  if (places === null)
    throw new DreamError(
      'not-a-repository',
      `${cwd} is not in a git working tree.`,
      'Run it inside a clone, or name a folder of .md files: --in <folder>',
    );
  const { gitDir, commonDir } = places;
  // Each worktree has a HEAD of its own, and so an index of its own.
  const name = gitDir === commonDir ? 'lore' : `lore-${basename(gitDir)}`;
  return {
    source: new GitLore({
      places,
      branch: branch ?? (await findLoreBranch(places.top)),
      env: toGitEnvironment(environment.raw),
    }),
    folders: [join(commonDir, 'dreamos', name), cached(gitDir)],
  };
}

/** As the settings in the working tree say: to ask git for those of HEAD would take longer than most answers. */
async function findLoreBranch(top: string): Promise<string> {
  const text = await readFile(join(top, CONFIG_HOME), 'utf8').catch(() => '');
  return text.includes('branch') ? (await parseConfig(text, CONFIG_HOME)).lore.branch : LORE_BRANCH;
}
