import type { Git } from './git.ts';
import { isAncestor } from './is-ancestor.ts';

/** Where git says which branch of the remote is its default one. */
const ORIGIN = 'refs/remotes/origin/HEAD';
/** The usual names, best first. */
const NAMES = ['main', 'master'];

/**
 * The commit that the repository's default branch is at: the branch that origin says, else one of the usual name, else HEAD.
 * The local branch counts where it holds all that the remote one does: what was merged there is only not pushed yet.
 */
export async function findDefaultCommit(git: Git): Promise<string | null> {
  const format = '--format=%(refname) %(objectname) %(symref)';
  const listed = (await git.word(['for-each-ref', format, ORIGIN, 'refs/heads'])) ?? '';
  const refs = new Map(listed.split('\n').map((line) => [line.split(' ', 1)[0], line.split(' ')]));
  const [, remote, target] = refs.get(ORIGIN) ?? [];
  const names = target ? [target.slice('refs/remotes/origin/'.length)] : NAMES;
  const local = names.map((name) => refs.get(`refs/heads/${name}`)?.[1]).find((commit) => commit);
  if (remote && local && remote !== local) return (await isAncestor(git, remote, local)) ? local : remote;
  return remote ?? local ?? git.word(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
}
