import type { IncidentOutcome } from '../../domain/outcome.ts';
import { ensureLabels, findIncidents, latestOf } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { planIssue } from './plan/plan-issues.ts';
import type { FixRun } from './propose-fix.ts';
import { say } from './say.ts';
import { renderIssue, renderReturned } from './text/issue.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';

/** One issue for each incident that could not be fixed: opened, brought up to date, or opened again when the failure is back. */
export async function raiseIssue(one: IncidentOutcome, run: FixRun, visit: Visit): Promise<number | null> {
  const { forge, workshop, facts, synced, config, now } = visit;
  const all = await findIncidents(forge);
  const own = all.filter(({ marker }) => marker.fingerprint === one.incident.fingerprint);
  const last = latestOf(own) ?? null;
  const about = { ...run, htmlUrl: facts.htmlUrl, attempt: attemptOf(last?.marker ?? null, run) };
  const { title, body: generated } = renderIssue(one, {
    ...about,
    checks: await workshop.checks(synced.head),
  });
  const isGone = last !== null && (await wasGone(last, visit));
  const plan = planIssue({
    ...{ now: new Date(now()), mode: config.mode, hours: config.github.hours, generated },
    ...{ isAsked: run.isAsked, incident: 'red' },
    isStopped: last?.labels.includes(LABELS.stop) ?? false,
    issue: last === null ? null : { ...last, wasGone: isGone },
  });
  const labels = [LABELS.own, LABELS.needsHuman];
  switch (plan.do) {
    case 'open':
      return (await forge.openIssue({ title, body: plan.body, labels })).number;
    case 'update':
      await forge.editIssue(plan.number, { body: plan.body });
      break;
    case 'reopen':
      await forge.editIssue(plan.number, { body: plan.body, state: 'open' });
      break;
    case 'close':
    case 'leave':
      if (plan.do === 'close' || plan.reason !== 'unchanged' || last === null) return last?.number ?? null;
  }
  if (last === null) return null;
  // Also where it is open and says "gone": an earlier try opened it again, and ended there.
  if (isGone) await say(forge, last.number, `returned:${run.run.base}`, renderReturned(one, about));
  await ensureLabels(forge, last, labels);
  return last.number;
}

/** Told again of one commit it is one attempt. */
function attemptOf(last: { attempt: number; base: string } | null, { run }: FixRun): number {
  return last === null ? 1 : last.attempt + (last.base === run.base ? 0 : 1);
}
