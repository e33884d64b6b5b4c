import type { Git } from './git.ts';

/** Whether a commit is another one or is reached from it. Full SHAs. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  return (await git.word(['merge-base', ancestor, descendant])) === ancestor;
}
