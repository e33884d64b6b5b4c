import type { PullRequest } from '../../domain/forge.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { markOf } from '../conclude.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { isGone } from './plan/is-gone.ts';
import { say } from './say.ts';
import { renderGone, renderLost } from './text/issue.ts';
import type { Visit } from './visit.ts';

/** What is not red any more on the default branch is closed, with the reason: its issue, and its fix that nobody took. */
export async function closeGone(outcome: Outcome, visit: Visit): Promise<void> {
  // Where nothing was run, nothing is known to be gone.
  if (outcome.seconds.checks === 0) return;
  const { forge, facts, synced } = visit;
  const at = { htmlUrl: facts.htmlUrl, branch: synced.defaultBranch, sha: synced.head, by: null };
  for (const issue of await findIncidents(forge)) {
    if (issue.state !== 'open' || !isGone(issue.marker, outcome)) continue;
    await say(forge, issue.number, `gone:${at.sha}`, renderGone({ ...at, check: issue.marker.check }));
    await forge.editIssue(issue.number, { state: 'closed' });
  }
  await closeFixes(outcome, synced.defaultBranch, visit);
}

/** Fixes onto a branch whose failures are gone there. */
export async function closeFixes(outcome: Outcome, branch: string, visit: Visit): Promise<void> {
  if (outcome.seconds.checks === 0) return;
  const { forge, facts } = visit;
  const gone = (await findFixes(forge, 'open')).filter(
    ({ base, marker }) => base.branch === branch && isGone(marker, outcome),
  );
  for (const pull of await keepOurs(gone, visit)) {
    const at = { htmlUrl: facts.htmlUrl, branch, sha: outcome.base, by: null };
    await closeFix(pull, at.sha, renderGone({ ...at, check: pull.marker.check }), visit);
  }
}

/** Fixes onto the branch of a person's pull request that was merged or closed: nobody looks at that branch any more. */
export async function closeOnto(ended: PullRequest, visit: Visit): Promise<number> {
  const { forge, facts, synced, config } = visit;
  const { branch, isFork, sha } = ended.head;
  if (config.mode !== 'propose' || ended.state === 'open') return 0;
  if (isFork || branch === synced.defaultBranch) return 0;
  // GitHub gives another base to what goes onto a branch that is deleted: the name still tells.
  const mark = `-${markOf(branch)}`;
  const onto = (await findFixes(forge, 'open')).filter(
    ({ base, head }) => base.branch === branch || head.branch.includes(mark),
  );
  if (onto.length === 0 || (await forge.pulls({ state: 'open', head: branch })).length > 0) return 0;
  const fixes = await keepOurs(onto, visit);
  for (const pull of fixes) await closeFix(pull, sha, renderLost(ended, facts.htmlUrl), visit);
  return fixes.length;
}

async function closeFix(pull: PullRequest, sha: string, why: string, { forge, workshop }: Visit) {
  // Said so that it is known whose word it was: nobody turned it down.
  await say(forge, pull.number, `gone:${sha}`, why);
  // The branch first: an open one is come back to, where a try ends here.
  await workshop.remove(pull.head.branch);
  await forge.editPull(pull.number, { state: 'closed' });
}

/** One that a person goes on with, or has stopped, is theirs. */
async function keepOurs<Pull extends PullRequest>(pulls: readonly Pull[], { workshop }: Visit) {
  const ours = await Promise.all(pulls.map(({ head }) => workshop.isOurs(head.sha)));
  return pulls.filter(({ labels }, at) => ours[at] && !labels.includes(LABELS.stop));
}
