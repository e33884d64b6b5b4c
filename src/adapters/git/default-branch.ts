import type { Git } from './git.ts';

/** Best first. */
const NAMES = ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master'];

/** The commit that the repository's default branch is at: as origin says, else by the usual names, else HEAD. */
export async function findDefaultCommit(git: Git): Promise<string | null> {
  const listed = await git.word(['for-each-ref', '--format=%(refname) %(objectname)', ...NAMES]);
  const found = new Map((listed ?? '').split('\n').map((line) => line.split(' ') as [string, string]));
  const known = NAMES.map((name) => found.get(name)).find((commit) => commit !== undefined);
  return known ?? git.word(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
}
