import { count } from '../../domain/count.ts';
import type { IncidentOutcome, Outcome } from '../../domain/outcome.ts';
import { closeGone } from './close-gone.ts';
import { findSpent } from './find-spent.ts';
import { habitsOf } from './habits-of.ts';
import { isForGood } from './is-for-good.ts';
import { findCheck, isLookedAt, keepCheck, RUNNING, toStopped } from './keep-check.ts';
import { type Held, keepDashboard } from './keep-dashboard.ts';
import { keepLore } from './keep-lore.ts';
import { CHECKS } from './labels.ts';
import { type FixRun, type Proposed, proposeFix } from './propose-fix.ts';
import { closeAnswered, raiseIssue } from './raise-issue.ts';
import { settlePast } from './settle-past.ts';
import { tellObserved } from './tell-observed.ts';
import { tellStale } from './tell-stale.ts';
import { renderWatch } from './text/check.ts';
import { renderNotRun } from './text/not-run.ts';
import { findDashboard, isPaused, type Visit } from './visit.ts';
import type { WatchOptions } from './watch-pull.ts';

/**
 * Looks at the default branch where it is now: runs the checks, heals what is red, and leaves each incident as a proved pull
 * request or as one issue. A commit that was looked at before is not looked at again unless it is forced.
 */
export async function watchDefault(
  visit: Visit,
  { isForced = false, isAsked = () => false }: WatchOptions,
): Promise<string> {
  const { forge, workshop, facts, synced, config } = visit;
  const sha = synced.head;
  const there = await findCheck(forge, CHECKS.watch, sha);
  if (isLookedAt(there) && !isForced) return 'this commit was looked at before';
  const at = { name: CHECKS.watch, sha };
  const spent = await findSpent(isAsked, visit);
  const { htmlUrl } = await keepCheck(forge, at, RUNNING);
  let outcome: Outcome;
  try {
    outcome = await workshop.heal({
      ...{ sha, isDry: config.mode === 'observe', givenUp: [...spent.keys()] },
      habits: await habitsOf(visit),
    });
  } catch (error) {
    // What may pass is tried again, and told in the end: completed, this commit would count as looked at.
    if (!isForGood(error)) throw error;
    await keepCheck(forge, at, renderNotRun(error, visit.redact));
    return `not run: ${error.message}`;
  }
  const proposed: Proposed[] = [];
  const held: Held[] = [];
  const places = new Map<string, string>();
  // Somebody may have said stop while the checks ran.
  const now = { ...visit, dashboard: (await findDashboard(forge)) ?? visit.dashboard };
  const isStopped = isPaused(now);
  if (config.mode === 'propose' && !isStopped) {
    const about = { run: outcome, branch: synced.defaultBranch, runUrl: htmlUrl };
    const told = { proposed, held, places, spent };
    await settlePast(outcome, now);
    // First, for it makes room.
    await closeGone(outcome, now);
    for (const one of outcome.incidents)
      await dealWith(one, { ...about, isAsked: isAsked(one.incident) }, told, now);
    await keepLore(now);
  }
  await keepDashboard(now, { outcome, proposed, held });
  if (config.mode === 'observe' && !isStopped) await tellObserved(now);
  const facing = { htmlUrl: facts.htmlUrl, gate: config.github.gate, isFork: false, places, spent };
  const text = renderWatch(outcome, facing);
  // Last, for a completed check says that all of this is done.
  await keepCheck(forge, at, isStopped ? toStopped(text) : text);
  const found = `${outcome.status}, ${count(outcome.incidents.length, 'incident')}`;
  return isStopped ? `${found}; stopped by a person` : found;
}

interface Told {
  readonly proposed: Proposed[];
  /** What has no issue, and why. */
  readonly held: Held[];
  /** Where each incident is dealt with, by fingerprint. */
  readonly places: Map<string, string>;
  readonly spent: Awaited<ReturnType<typeof findSpent>>;
}

/** One incident becomes a proved pull request or an issue, or waits. */
async function dealWith(
  one: IncidentOutcome,
  run: FixRun,
  { proposed, held, places, spent }: Told,
  visit: Visit,
): Promise<void> {
  const { facts } = visit;
  if (one.outcome === 'healed') {
    const fix = await proposeFix(one, run, visit);
    proposed.push(fix);
    if (fix.number !== null) places.set(one.incident.fingerprint, `${facts.htmlUrl}/pull/${fix.number}`);
    if (fix.number !== null && fix.isOpen) await closeAnswered(one, fix.number, visit);
  } else if (one.outcome !== 'flaky') {
    const { number, why } = await raise(one, { run, spent: spent.get(one.incident.fingerprint) }, visit);
    if (why !== null) held.push({ incident: one.incident, why });
    if (number !== null) places.set(one.incident.fingerprint, `${facts.htmlUrl}/issues/${number}`);
  }
}

/** Where an incident without a fix is told: in what is there for it, which is brought up to date, or in a new issue. */
async function raise(
  one: IncidentOutcome,
  { run, spent }: { readonly run: FixRun; readonly spent: { readonly number: number } | undefined },
  visit: Visit,
): Promise<{ readonly number: number | null; readonly why: string | null }> {
  // Nothing was tried: what the last try came to stands there.
  if (one.outcome === 'refused' && spent !== undefined) return { number: spent.number, why: null };
  const at = { branch: run.branch, sha: run.run.base };
  const stale = await tellStale(one, at, visit);
  if (stale !== null) return { number: stale, why: null };
  const { number, plan } = await raiseIssue(one, run, visit);
  return { number, why: number === null && plan.do === 'leave' ? plan.why : null };
}
