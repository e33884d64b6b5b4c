import { count } from '../../domain/count.ts';
import type { PullRequest } from '../../domain/forge.ts';
import { closeOnto } from './close-gone.ts';
import { endFixes } from './end-fixes.ts';
import { isPersons } from './find-ours.ts';
import { hasWaiting, keepDashboard } from './keep-dashboard.ts';
import { CONFIGURE_BRANCH, FIX_BRANCHES } from './labels.ts';
import { readMarker } from './text/marker.ts';
import type { Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';

/** A pull request was merged or closed. Of ours the branch goes, and lore says what became of it; of a person's our fixes for it go. */
export async function followPull(pull: PullRequest, visit: Visit): Promise<string> {
  const { workshop, config } = visit;
  if (isPersons(pull)) {
    const lost = await closeOnto(pull, visit);
    return lost === 0 ? 'not ours' : goOn(`${count(lost, 'fix', 'fixes')} closed with it`, pull, visit);
  }
  const { branch, isFork } = pull.head;
  const marker = isFork ? null : readMarker(pull.body);
  if (marker !== null && branch === CONFIGURE_BRANCH) {
    await workshop.remove(branch);
    return 'the settings are in';
  }
  if (marker?.kind !== 'pull' || !branch.startsWith(FIX_BRANCHES)) return 'not ours';
  const how = pull.isMerged ? 'merged' : 'closed';
  if (config.mode !== 'propose') {
    await keepDashboard(visit);
    return `${how}; the settings say \`mode: ${config.mode}\``;
  }
  const moved = await endFixes([{ ...pull, marker }], visit);
  return goOn(`${how}; ${count(moved, 'outcome')} in lore`, pull, visit);
}

async function goOn(ended: string, pull: PullRequest, visit: Visit): Promise<string> {
  // Its place is free. A merge is a push as well, and that looks anyway.
  if (!pull.isMerged && hasWaiting(visit)) {
    const synced = await visit.workshop.sync();
    const now = { ...visit, synced: { ...synced, head: synced.head ?? visit.synced.head } };
    return `${ended}; ${await watchDefault(now, { isForced: true })}`;
  }
  await keepDashboard(visit);
  return ended;
}
