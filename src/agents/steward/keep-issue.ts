import type { Issue } from '../../domain/forge.ts';
import { ensureLabels } from './find-ours.ts';
import { LABELS } from './labels.ts';
import { type IssuePlan, planIssue } from './plan/plan-issues.ts';
import { say } from './say.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';

/** An issue for a person, as it is to be told now. */
export interface ToldIssue {
  /** The one that is there; null where there is none. */
  readonly last: Issue | null;
  readonly title: string;
  readonly generated: string;
  readonly isAsked: boolean;
  /** Issues that are open of those of which there may be only so many. */
  readonly openIssues: number;
  /** Commit that it is told of. */
  readonly sha: string;
  /** What is said where it was gone and is back. */
  readonly returned: string;
}

export interface KeptIssue {
  readonly plan: IssuePlan;
  readonly number: number | null;
}

/** Opens it, brings it up to date, or opens it again with a note, as the plan says. Done twice it is done once. */
export async function keepIssue(
  { last, title, generated, isAsked, openIssues, sha, returned }: ToldIssue,
  visit: Visit,
): Promise<KeptIssue> {
  const { forge, config, now } = visit;
  const isGone = last !== null && (await wasGone(last, visit));
  const plan = planIssue({
    ...{ now: new Date(now()), mode: config.mode, hours: config.github.hours, generated },
    ...{ isAsked, incident: 'red' },
    open: { number: openIssues, most: config.github.caps.openIssues },
    isStopped: last?.labels.includes(LABELS.stop) ?? false,
    issue: last === null ? null : { ...last, wasGone: isGone },
  });
  const labels = [LABELS.own, LABELS.needsHuman];
  if (plan.do === 'open') {
    const { number } = await forge.openIssue({ title, body: plan.body, labels });
    return { plan, number };
  }
  if (plan.do === 'leave' && plan.at !== null) await visit.askAgain(plan.at);
  if (last === null) return { plan, number: null };
  const { number } = last;
  if (plan.do === 'update') await forge.editIssue(number, { body: plan.body });
  if (plan.do === 'reopen') await forge.editIssue(number, { body: plan.body, state: 'open' });
  const isLeft = plan.do === 'close' || (plan.do === 'leave' && plan.reason !== 'unchanged');
  if (isLeft) return { plan, number };
  // Also where it is open and says "gone": an earlier try opened it again, and ended there.
  if (isGone) {
    await say(forge, number, `returned:${sha}`, returned);
    await ensureLabels(forge, last, labels);
  }
  return { plan, number };
}
