import { count } from '../../domain/count.ts';
import type { PullRequest } from '../../domain/forge.ts';
import { closeOnto } from './close-gone.ts';
import { isPersons } from './find-ours.ts';
import { hasWaiting, keepDashboard } from './keep-dashboard.ts';
import { keepLore } from './keep-lore.ts';
import { CONFIGURE_BRANCH, FIX_BRANCHES } from './labels.ts';
import { readMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';

/** A pull request was merged or closed. Of ours the branch goes, and lore says what became of it; of a person's our fixes for it go. */
export async function followPull(pull: PullRequest, visit: Visit): Promise<string> {
  const { workshop } = visit;
  if (isPersons(pull)) {
    const lost = await closeOnto(pull, visit);
    return lost === 0 ? 'not ours' : goOn(`${count(lost, 'fix', 'fixes')} closed with it`, pull, visit);
  }
  const { branch, isFork } = pull.head;
  if (isFork || !(branch.startsWith(FIX_BRANCHES) || branch === CONFIGURE_BRANCH)) return 'not ours';
  if (readMarker(pull.body) === null) return 'not ours';
  await workshop.remove(branch);
  if (branch === CONFIGURE_BRANCH) return 'the settings are in';
  await workshop.sync();
  const moved = await workshop.settle();
  await keepLore(visit);
  return goOn(`${pull.isMerged ? 'merged' : 'closed'}; ${count(moved, 'outcome')} in lore`, pull, visit);
}

async function goOn(ended: string, pull: PullRequest, visit: Visit): Promise<string> {
  // Its place is free. A merge is a push as well, and that looks anyway.
  if (!pull.isMerged && hasWaiting(visit))
    return `${ended}; ${await watchDefault(visit, { isForced: true, isAsked: () => false })}`;
  await keepDashboard(visit);
  return ended;
}
