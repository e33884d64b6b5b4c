import { count } from '../../domain/count.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { closeGone } from './close-gone.ts';
import { habitsOf } from './habits-of.ts';
import { isForGood } from './is-for-good.ts';
import { findCheck, keepCheck, RUNNING } from './keep-check.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { keepLore } from './keep-lore.ts';
import { CHECKS } from './labels.ts';
import { type Proposed, proposeFix } from './propose-fix.ts';
import { closeAnswered, raiseIssue } from './raise-issue.ts';
import { tellObserved } from './tell-observed.ts';
import { tellStale } from './tell-stale.ts';
import { renderWatch } from './text/check.ts';
import { renderNotRun } from './text/not-run.ts';
import type { Visit } from './visit.ts';
import type { WatchOptions } from './watch-pull.ts';

/**
 * Looks at the default branch where it is now: runs the checks, heals what is red, and leaves each incident as a proved pull
 * request or as one issue. A commit that was looked at before is not looked at again unless it is forced.
 */
export async function watchDefault(
  visit: Visit,
  { isForced = false, isAsked = () => isForced }: WatchOptions,
): Promise<string> {
  const { forge, workshop, facts, synced, config } = visit;
  const sha = synced.head;
  const there = await findCheck(forge, CHECKS.watch, sha);
  if (there?.status === 'completed' && !isForced) return 'this commit was looked at before';
  const at = { name: CHECKS.watch, sha };
  const { htmlUrl } = await keepCheck(forge, at, RUNNING);
  let outcome: Outcome;
  try {
    outcome = await workshop.heal({
      ...{ sha, isDry: config.mode === 'observe' },
      habits: await habitsOf(visit),
    });
  } catch (error) {
    // What may pass is tried again, and told in the end: completed, this commit would count as looked at.
    if (!isForGood(error)) throw error;
    await keepCheck(forge, at, renderNotRun(error, visit.redact));
    return `not run: ${error.message}`;
  }
  const proposed: Proposed[] = [];
  const places = new Map<string, string>();
  const about = { run: outcome, branch: synced.defaultBranch, runUrl: htmlUrl };
  if (config.mode === 'propose') {
    for (const one of outcome.incidents) {
      const run = { ...about, isAsked: isAsked(one.incident) };
      if (one.outcome === 'healed') {
        const fix = await proposeFix(one, run, visit);
        proposed.push(fix);
        if (fix.number !== null) places.set(one.incident.fingerprint, `${facts.htmlUrl}/pull/${fix.number}`);
        if (fix.number !== null && fix.isOpen) await closeAnswered(one, fix.number, visit);
      } else if (one.outcome !== 'flaky') {
        const at = { branch: synced.defaultBranch, sha };
        const number = (await tellStale(one, at, visit)) ?? (await raiseIssue(one, run, visit));
        if (number !== null) places.set(one.incident.fingerprint, `${facts.htmlUrl}/issues/${number}`);
      }
    }
    await closeGone(outcome, visit);
    await keepLore(visit);
  }
  await keepDashboard(visit, { outcome, proposed });
  if (config.mode === 'observe') await tellObserved(visit);
  // Last, for a completed check says that all of this is done.
  await keepCheck(
    forge,
    at,
    renderWatch(outcome, { htmlUrl: facts.htmlUrl, gate: config.github.gate, isFork: false, places }),
  );
  return `${outcome.status}, ${count(outcome.incidents.length, 'incident')}`;
}
