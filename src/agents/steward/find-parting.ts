import type { PullRequest } from '../../domain/forge.ts';
import type { Visit } from './visit.ts';

/** The commit where a pull request parted from its base; null where both have nothing in common, or the base is gone. */
export async function findParting(
  { head, base }: Pick<PullRequest, 'head' | 'base'>,
  { workshop, synced }: Pick<Visit, 'workshop' | 'synced'>,
): Promise<string | null> {
  const target = synced.branches.get(base.branch);
  return target === undefined ? null : workshop.mergeBase(target, head.sha);
}
