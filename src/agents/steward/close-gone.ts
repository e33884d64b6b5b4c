import type { Outcome } from '../../domain/outcome.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { isGone } from './plan/is-gone.ts';
import { say } from './say.ts';
import { renderGone } from './text/issue.ts';
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

/** Fixes onto a branch whose failures are gone there. One that a person goes on with, or has stopped, is theirs. */
export async function closeFixes(outcome: Outcome, branch: string, visit: Visit): Promise<void> {
  if (outcome.seconds.checks === 0) return;
  const { forge, workshop, facts } = visit;
  for (const pull of await findFixes(forge, 'open')) {
    if (pull.base.branch !== branch || !isGone(pull.marker, outcome)) continue;
    if (pull.labels.includes(LABELS.stop) || !(await workshop.isOurs(pull.head.sha))) continue;
    const at = { htmlUrl: facts.htmlUrl, branch, sha: outcome.base, by: null };
    await say(forge, pull.number, `gone:${at.sha}`, renderGone({ ...at, check: pull.marker.check }));
    // The branch first: an open one is come back to, where a try ends here.
    await workshop.remove(pull.head.branch);
    await forge.editPull(pull.number, { state: 'closed' });
  }
}
