import type { Outcome } from '../../domain/outcome.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { say } from './say.ts';
import { renderGone } from './text/issue.ts';
import type { Visit } from './visit.ts';

/** What is not red any more on the default branch is closed, with the reason: its issue, and its fix that nobody took. */
export async function closeGone(outcome: Outcome, visit: Visit): Promise<void> {
  // Where nothing was run, nothing is known to be gone.
  if (outcome.seconds.checks === 0) return;
  const { forge, facts, synced } = visit;
  const red = redIn(outcome);
  const at = { htmlUrl: facts.htmlUrl, branch: synced.defaultBranch, sha: synced.head, by: null };
  for (const issue of await findIncidents(forge)) {
    if (issue.state !== 'open' || red.has(issue.marker.fingerprint)) continue;
    await say(forge, issue.number, `gone:${at.sha}`, renderGone({ ...at, check: issue.marker.check }));
    await forge.editIssue(issue.number, { state: 'closed' });
  }
  await closeFixes(outcome, synced.defaultBranch, visit);
}

/** Fixes onto a branch whose failures are gone there. One that a person goes on with, or has stopped, is theirs. */
export async function closeFixes(outcome: Outcome, branch: string, visit: Visit): Promise<void> {
  if (outcome.seconds.checks === 0) return;
  const { forge, workshop, facts } = visit;
  const red = redIn(outcome);
  for (const pull of await findFixes(forge, 'open')) {
    if (pull.base.branch !== branch || red.has(pull.marker.fingerprint)) continue;
    if (pull.labels.includes(LABELS.stop) || !(await workshop.isOurs(pull.head.sha))) continue;
    const at = { htmlUrl: facts.htmlUrl, branch, sha: outcome.base, by: null };
    await say(forge, pull.number, `gone:${at.sha}`, renderGone({ ...at, check: pull.marker.check }));
    await forge.editPull(pull.number, { state: 'closed' });
    await workshop.remove(pull.head.branch);
  }
}

function redIn(outcome: Outcome): ReadonlySet<string> {
  return new Set(
    outcome.incidents.flatMap(({ incident }) => [
      incident.fingerprint,
      ...incident.failures.map(({ fingerprint }) => fingerprint),
    ]),
  );
}
