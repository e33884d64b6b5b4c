import { DreamError } from '../../domain/errors.ts';
import type { Git } from './git.ts';

/**
 * Settings that switch off each hook that a repository's configuration names (`hook.<name>.command`, git 2.54 and later), which
 * `core.hooksPath` knows nothing of. Throws `refused` for a name that cannot be told to git on a command line.
 */
export async function findHooksOff(git: Git): Promise<readonly string[]> {
  const keys =
    (await git.word(['config', '--includes', '--name-only', '-z', '--get-regexp', '^hook\\.'])) ?? '';
  const names = keys
    .split('\0')
    .map((key) => key.slice('hook.'.length, Math.max('hook.'.length, key.lastIndexOf('.'))))
    .filter((name) => name !== '');
  return [...new Set(names)].map((name) => {
    if (/[=\n]/.test(name))
      throw new DreamError(
        'refused',
        `The repository's configuration has a hook named ${JSON.stringify(name)}, which cannot be switched off.`,
        'Remove or rename it in .git/config; nothing was written.',
      );
    return `hook.${name}.enabled=false`;
  });
}
