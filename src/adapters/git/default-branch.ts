import type { Git } from './git.ts';

const NAMES = ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master', 'HEAD'];

/** The commit that the repository's default branch is at: as origin says, else by the usual names, else HEAD. */
export async function findDefaultCommit(git: Git): Promise<string | null> {
  for (const name of NAMES) {
    const commit = await git.word(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (commit !== null) return commit;
  }
  return null;
}
