import type { Outcome } from '../../domain/outcome.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { say } from './say.ts';
import { renderGone } from './text/issue.ts';
import type { Visit } from './visit.ts';

/** What is not red any more is closed, with the reason: its issue, and its fix that nobody took. */
export async function closeGone(outcome: Outcome, visit: Visit): Promise<void> {
  const { forge, workshop, facts, synced } = visit;
  const red = new Set(
    outcome.incidents.flatMap(({ incident }) => [
      incident.fingerprint,
      ...incident.failures.map(({ fingerprint }) => fingerprint),
    ]),
  );
  const noteOn = (check: string) =>
    renderGone({ htmlUrl: facts.htmlUrl, check, branch: synced.defaultBranch, sha: synced.head, by: null });
  for (const issue of await findIncidents(forge)) {
    if (issue.state !== 'open' || red.has(issue.marker.fingerprint)) continue;
    await say(forge, issue.number, `gone:${synced.head}`, noteOn(issue.marker.check));
    await forge.editIssue(issue.number, { state: 'closed' });
  }
  for (const pull of await findFixes(forge, 'open')) {
    const isElsewhere = pull.base.branch !== synced.defaultBranch;
    if (isElsewhere || red.has(pull.marker.fingerprint) || pull.labels.includes(LABELS.stop)) continue;
    if (!(await workshop.isOurs(pull.head.sha))) continue;
    await say(forge, pull.number, `gone:${synced.head}`, noteOn(pull.marker.check));
    await forge.editPull(pull.number, { state: 'closed' });
    await workshop.remove(pull.head.branch);
  }
}
