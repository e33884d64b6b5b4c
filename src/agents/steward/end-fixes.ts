import type { PullRequest } from '../../domain/forge.ts';
import type { Marked } from './find-ours.ts';
import { keepLore } from './keep-lore.ts';
import type { Visit } from './visit.ts';

/**
 * Pull requests of fixes that ended: lore keeps what became of each, and then their branches go. The entry of one that nobody took
 * stands on its branch alone. Done twice it is done once. Returns how many outcomes were not told before.
 */
export async function endFixes(ended: readonly Marked<PullRequest, 'pull'>[], visit: Visit): Promise<number> {
  const { workshop, config } = visit;
  const closed = ended.flatMap(({ isMerged, head, marker }) =>
    isMerged || marker.head === null ? [] : [{ tip: head.sha, fix: marker.head }],
  );
  const moved = config.lore.write ? await workshop.settle(closed) : 0;
  // What the branch alone holds would be lost: the next push comes back to it.
  if (!(await keepLore(visit))) return moved;
  for (const { head } of ended) await workshop.remove(head.branch);
  return moved;
}
