import type { IncidentOutcome } from '../../domain/outcome.ts';
import { closeCopies } from './close-copies.ts';
import { findIncidents, latestOf } from './find-ours.ts';
import { type KeptIssue, keepIssue } from './keep-issue.ts';
import { LABELS } from './labels.ts';
import type { FixRun } from './propose-fix.ts';
import { say } from './say.ts';
import { renderAnswered, renderIssue, renderReturned } from './text/issue.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';

/** One issue for each incident that could not be fixed: opened, brought up to date, or opened again when the failure is back. */
export async function raiseIssue(one: IncidentOutcome, run: FixRun, visit: Visit): Promise<KeptIssue> {
  const { forge, workshop, facts, synced, config } = visit;
  const all = await findIncidents(forge);
  const own = all.filter(({ marker }) => marker.fingerprint === one.incident.fingerprint);
  const last = latestOf(own) ?? null;
  // What was gone and is back is another incident.
  const isBack = last?.state === 'closed' && (await wasGone(last, visit));
  const attempt = attemptOf(isBack ? null : (last?.marker ?? null), run);
  const about = { ...run, htmlUrl: facts.htmlUrl, attempt };
  const { title, body: generated } = renderIssue(one, {
    ...about,
    checks: await workshop.checks(synced.head),
    mostAttempts: config.github.caps.attempts,
  });
  const returned = renderReturned(one, about);
  const openIssues = all.filter(({ state }) => state === 'open').length;
  const told = { last, title, generated, isAsked: run.isAsked, openIssues, sha: run.run.base, returned };
  const kept = await keepIssue(told, visit);
  if (last !== null && visit.config.mode === 'propose') await closeCopies(last, own, forge);
  return kept;
}

/** A fix is open for what issues tell of: they are dealt with there, and closed with a note that names it. */
export async function closeAnswered(
  { incident }: Pick<IncidentOutcome, 'incident'>,
  pull: number,
  { forge, facts, synced }: Visit,
): Promise<void> {
  const mended = new Set(incident.failures.map(({ fingerprint }) => fingerprint)).add(incident.fingerprint);
  for (const { number, state, labels, marker } of await findIncidents(forge)) {
    if (state !== 'open' || labels.includes(LABELS.stop) || !mended.has(marker.fingerprint)) continue;
    // As of one that is gone: it is opened again where the failure is told of without a fix.
    await say(forge, number, `gone:${synced.head}`, renderAnswered(pull, facts.htmlUrl));
    await forge.editIssue(number, { state: 'closed' });
  }
}

/** Told again of one commit it is one attempt. */
function attemptOf(last: { attempt: number; base: string } | null, { run }: FixRun): number {
  return last === null ? 1 : last.attempt + (last.base === run.base ? 0 : 1);
}
