import { count } from '../../domain/count.ts';
import type { PullRequest } from '../../domain/forge.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { closeFixes } from './close-gone.ts';
import { isPersons } from './find-ours.ts';
import { findParting } from './find-parting.ts';
import { habitsOf } from './habits-of.ts';
import { isForGood } from './is-for-good.ts';
import { findCheck, isLookedAt, keepCheck, RUNNING, toStopped } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { offerFix } from './offer-fix.ts';
import { ontoBranch } from './onto-branch.ts';
import { ownFailures } from './own-failures.ts';
import type { FixRun } from './propose-fix.ts';
import { provePull } from './prove-pull.ts';
import { tellStale } from './tell-stale.ts';
import { renderWatch } from './text/check.ts';
import { renderNotRun } from './text/not-run.ts';
import { findDashboard, isPaused, type Visit } from './visit.ts';

export interface WatchOptions {
  /** Whatever was looked at before. */
  readonly isForced?: boolean;
  /**
   * What somebody who may asks for: it sets aside what else would make it wait, and what a person closed. By default nothing: to
   * look again is no word on any incident.
   */
  readonly isAsked?: (incident: Pick<Incident, 'fingerprint' | 'check'>) => boolean;
}

/**
 * Looks at a pull request of a person: what is red there and not at its base. Fixes are offered, never pushed. A fork's is run
 * shut in and reported, no more.
 */
export async function watchPull(
  pull: PullRequest,
  visit: Visit,
  { isForced = false, isAsked = () => false }: WatchOptions = {},
): Promise<string> {
  const { forge, workshop, facts, config } = visit;
  const { sha, branch, isFork } = pull.head;
  if (pull.state !== 'open') return 'it is closed';
  if (!isPersons(pull)) return 'ours: proved before it was opened';
  if (pull.labels.includes(LABELS.stop)) return 'stopped by a person';
  const there = await findCheck(forge, CHECKS.watch, sha);
  if (isLookedAt(there) && !isForced) return 'this commit was looked at before';
  const base = await findParting(pull, visit);
  if (base === null) return 'it has nothing in common with its base';
  const at = { name: CHECKS.watch, sha };
  const { htmlUrl } = await keepCheck(forge, at, RUNNING);
  const isReportOnly = isFork || !config.github.healPulls;
  let outcome: Outcome;
  try {
    outcome = await workshop.heal({
      ...{ sha, isDry: config.mode === 'observe', isReportOnly, isForeign: isFork },
      ...ontoBranch(branch, visit),
      habits: await habitsOf(visit),
    });
  } catch (error) {
    if (!isForGood(error)) throw error;
    await keepCheck(forge, at, renderNotRun(error, visit.redact));
    return `not run: ${error.message}`;
  }
  const own = await ownFailures(outcome, base, visit);
  const isStopped = await isStoppedNow(pull, visit);
  const isHeard = config.mode === 'propose' && !isStopped;
  const { offered, notes } =
    isHeard && !isReportOnly
      ? await offerAll(own, { run: { run: outcome, branch, runUrl: htmlUrl }, isAsked }, pull, visit)
      : { offered: 0, notes: [] };
  // What was offered for an earlier push, and is of no use now.
  if (!isFork && isHeard) await closeFixes(outcome, branch, visit);
  if (config.github.prove && !isStopped) await provePull(pull, base, visit);
  const text = renderWatch(
    { ...own, notes: [...notes, ...own.notes] },
    {
      ...{ htmlUrl: facts.htmlUrl, gate: config.github.gate, isFork, places: new Map() },
      isBaseRed: own !== outcome,
    },
  );
  await keepCheck(forge, at, isStopped ? toStopped(text) : text);
  const made = isStopped ? 'stopped by a person' : `${count(offered, 'fix', 'fixes')} offered`;
  return `${own.status}, ${count(own.incidents.length, 'incident')} of its own, ${made}`;
}

/** Somebody may have said stop, here or for all, or closed it, while the checks ran. */
async function isStoppedNow({ number }: PullRequest, { forge }: Visit): Promise<boolean> {
  if (isPaused({ dashboard: await findDashboard(forge) })) return true;
  const now = await forge.pull(number);
  return now !== null && (now.state !== 'open' || now.labels.includes(LABELS.stop));
}

/** What is healed is offered, and what was and is no more is told so. */
async function offerAll(
  { incidents }: Outcome,
  { run, isAsked }: { readonly run: Omit<FixRun, 'isAsked'> } & Required<Pick<WatchOptions, 'isAsked'>>,
  pull: PullRequest,
  visit: Visit,
): Promise<{ readonly offered: number; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  let offered = 0;
  for (const one of incidents) {
    if (one.outcome === 'healed') {
      const why = await offerFix(one, { ...run, isAsked: isAsked(one.incident) }, pull, visit);
      if (why === null) offered += 1;
      else notes.push(`the fix of ${one.incident.check} is not offered: ${why}`);
    } else if (one.outcome !== 'flaky') {
      await tellStale(one, { branch: pull.head.branch, sha: pull.head.sha }, visit);
    }
  }
  return { offered, notes };
}
