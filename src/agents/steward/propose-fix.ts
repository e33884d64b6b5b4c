import type { Forge, PullRequest } from '../../domain/forge.ts';
import type { IncidentOutcome, Outcome } from '../../domain/outcome.ts';
import { askReviewers } from './ask-reviewers.ts';
import { examineFix } from './examine-fix.ts';
import { ensureLabels, findFixes, type ListedFix, latestOf, listFixes, type Marked } from './find-ours.ts';
import { habitsOf } from './habits-of.ts';
import { findCheck, keepCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { type OwnPull, type PullPlan, type PullSituation, planPull } from './plan/plan-pulls.ts';
import { sayRefused } from './say-refused.ts';
import { renderVerify } from './text/check.ts';
import { mergeBody } from './text/keep-edits.ts';
import { type Healed, isHealed, type PullText, renderPull } from './text/pull.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';

/** What became of a proved fix: a pull request, or why there is none (yet). */
export interface Proposed {
  readonly incident: IncidentOutcome['incident'];
  readonly plan: PullPlan;
  readonly number: number | null;
  /** Whether that one is open. */
  readonly isOpen: boolean;
}

/** The run that a fix is of, and the branch that was red: the fix goes there. */
export interface FixRun {
  readonly run: Pick<Outcome, 'base' | 'seconds' | 'sandbox'>;
  readonly branch: string;
  /** Page of the check run; null where it is not known. */
  readonly runUrl: string | null;
  /** Somebody who may asked for it now. */
  readonly isAsked: boolean;
}

/** A proved fix becomes a pull request, the one that is open is brought up to date, or it waits: each with its reason. */
export async function proposeFix(one: IncidentOutcome, run: FixRun, visit: Visit): Promise<Proposed> {
  const { incident, branch } = one;
  if (!isHealed(one) || branch === null)
    return { incident, plan: leave('its branch could not be written'), number: null, isOpen: false };
  const { forge, workshop } = visit;
  const fixes = await listFixes(forge);
  const same = await findFixes(forge, incident);
  const last = latestOf(same.filter(({ base }) => base.branch === run.branch));
  // What was gone and is back is another incident.
  const isBack = last?.state === 'closed' && !last.isMerged && (await wasGone(last, visit));
  const stay = (plan: PullPlan): Proposed => {
    return { incident, plan, number: last?.number ?? null, isOpen: last?.state === 'open' };
  };
  const plan = planPull(await gather({ one, branch, fixes, same, last, isBack, run }, visit));
  if (plan.do === 'leave') {
    if (plan.at !== null) await visit.askAgain(plan.at);
    if (plan.reason === 'unchanged' && last)
      await finish(one, { pull: last, tip: await tipOf(one, last.head.branch, visit) }, LABELLED, visit);
    return stay(plan);
  }
  if (plan.do === 'update' && last === undefined)
    return { incident, plan: leave(NO_MARKER), number: plan.number, isOpen: true };
  if (plan.do === 'update' && last?.head.branch !== branch)
    return stay(leave('its branch was made from another copy of the repository'));
  const flaw = await examineFix(one, { base: run.run.base, of: branch }, visit);
  if (flaw !== null) return stay(leave(flaw, 'refused'));
  const pushed = await workshop.push(branch);
  if (pushed === 'rejected') return stay(leave('a person’s commits are on its branch'));
  if (typeof pushed === 'object') return stay(leave(sayRefused(pushed, visit)));
  const open = plan.do === 'update' ? (last ?? null) : null;
  const tip = await tipOf(one, branch, visit);
  const text = renderPull(one, {
    ...{ ...run, htmlUrl: visit.facts.htmlUrl, attempt: isBack ? 1 : attemptOf(open ?? last, run) },
    tip,
    habits: await habitsOf(visit),
  });
  const pull = await keepPull(text, { head: branch, base: run.branch, open }, visit);
  // Those that it had are a person's to take away.
  await finish(one, { pull, tip }, open === null ? LABELLED : [], visit);
  return { incident, plan, number: pull.number, isOpen: true };
}

function leave(why: string, reason: PullPlan['reason'] = 'person-commits'): PullPlan {
  return { do: 'leave', isLater: false, at: null, reason, why };
}

/** What we pushed: the fix, or the lore on top of it. Somebody may have pushed more since, and that is proved by nobody. */
async function tipOf({ proof }: Healed, branch: string, { workshop }: Visit): Promise<string | null> {
  const [tip] = await workshop.added(proof.base, branch);
  return tip?.sha ?? null;
}

const NO_MARKER = 'a person wrote its pull request anew, and what it is about stands there no more';

/** Labels of a fix from its beginning. */
const LABELLED = [LABELS.own, LABELS.fix];

/**
 * What belongs to a pull request of ours. Its check run comes last and says that the rest is done: a try that ended before it is
 * finished by the next one, and what a person changed since is left.
 */
async function finish(
  one: Healed,
  { pull, tip }: { readonly pull: PullRequest; readonly tip: string | null },
  labelled: readonly string[],
  visit: Visit,
): Promise<void> {
  const { forge } = visit;
  const sha = tip ?? pull.head.sha;
  // It was said when it could not be proved again: now it is.
  if (pull.labels.includes(LABELS.needsHuman)) await forge.removeLabel(pull.number, LABELS.needsHuman);
  if ((await findCheck(forge, CHECKS.verify, sha))?.status === 'completed') return;
  await keepDraft(one, pull, forge);
  // Another commit needs another word, also where an earlier one made it ready.
  await ensureLabels(forge, pull, [...labelled, ...(one.draft ? [LABELS.needsApproval] : [])]);
  await askReviewers(pull, one, visit);
  await keepCheck(forge, { name: CHECKS.verify, sha }, renderVerify(one, visit.facts));
}

/** Another commit needs another word, also where an earlier one made it ready. What needs none asks for none any more. */
async function keepDraft({ draft }: Healed, { number, isDraft, labels }: PullRequest, forge: Forge) {
  if (draft && !isDraft) await forge.markDraft(number);
  if (draft || !labels.includes(LABELS.needsApproval)) return;
  if (isDraft) await forge.markReady(number);
  await forge.removeLabel(number, LABELS.needsApproval);
}

async function keepPull(
  { title, body, isDraft }: PullText,
  { head, base, open }: { head: string; base: string; open: PullRequest | null },
  { forge }: Visit,
): Promise<PullRequest> {
  if (open === null) return forge.openPull({ head, base, title, body: mergeBody(null, body), isDraft });
  const whole = mergeBody(open.body, body);
  // The title is the person's once it is there.
  if (whole !== open.body) await forge.editPull(open.number, { body: whole });
  return open;
}

interface Found {
  readonly one: IncidentOutcome;
  readonly branch: string;
  /** All that were proposed, and those of the incident. */
  readonly fixes: readonly ListedFix[];
  readonly same: readonly Marked<PullRequest, 'pull'>[];
  readonly last: Marked<PullRequest, 'pull'> | undefined;
  /** We closed that one, for the failure was gone. */
  readonly isBack: boolean;
  readonly run: FixRun;
}

/** A fix that is proved again on another base is the same attempt; one that was merged and did not hold begins anew. */
function attemptOf(last: Marked<PullRequest, 'pull'> | undefined, { run }: FixRun): number {
  if (last === undefined || last.isMerged) return 1;
  return last.marker.attempt + (isRenewed(last, run) ? 0 : 1);
}

function isRenewed({ state, marker }: Marked<PullRequest, 'pull'>, run: FixRun['run']): boolean {
  return state === 'open' && marker.base !== run.base;
}

/** Ours by who opened them and by their branch, whose marker a person took away with the text. */
async function findBare(branch: string, fixes: readonly ListedFix[], forge: Forge): Promise<OwnPull[]> {
  const all = await forge.pulls({ state: 'all', head: branch });
  return all
    .filter((pull) => pull.author.login === forge.self && !fixes.some(({ number }) => number === pull.number))
    .map(({ number, state, isMerged, createdAt, head, base }) => ({
      ...{ number, state, isMerged, createdAt, fingerprint: null },
      ...{ branch, base: base.branch, head: head.sha },
    }));
}

/** The facts that the plan is made from. */
async function gather(
  { one, branch, fixes, same, last, isBack, run }: Found,
  { forge, workshop, synced, config, now }: Visit,
): Promise<PullSituation> {
  const isOpen = last?.state === 'open';
  // Beside a branch that a person goes on with, the fix was made under another name.
  const tip = synced.branches.get(isOpen ? last.head.branch : branch);
  const used = last === undefined || last.isMerged || isBack ? 0 : last.marker.attempt;
  return {
    now: new Date(now()),
    mode: config.mode,
    caps: config.github.caps,
    hours: config.github.hours,
    isStopped: last?.labels.includes(LABELS.stop) ?? false,
    isAsked: run.isAsked,
    fix: {
      fingerprint: one.incident.fingerprint,
      ...{ branch, base: run.branch },
      commit: one.commit ?? '',
      attempts: last !== undefined && isRenewed(last, run.run) ? 0 : used,
    },
    pulls: [
      ...(await findBare(branch, fixes, forge)),
      ...fixes.map((listed): OwnPull => {
        const { marker, number } = listed;
        const read = same.find((pull) => pull.number === number);
        const { state, isMerged, createdAt } = read ?? listed;
        return {
          ...{ number, state, isMerged, createdAt, branch: read?.head.branch ?? '' },
          base: read?.base.branch ?? '',
          fingerprint: marker.fingerprint,
          wasGone: isBack && number === last?.number,
          // Lore is on top of the fix: what is compared is the fix.
          head: marker.head ?? read?.head.sha ?? '',
        };
      }),
    ],
    remote: tip === undefined ? null : { isOurs: await workshop.isOurs(tip) },
  };
}
