import type { PullRequest } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { endFixes } from './end-fixes.ts';
import { isPersons } from './find-ours.ts';
import { hasWaiting, keepDashboard } from './keep-dashboard.ts';
import { LABELS } from './labels.ts';
import { lookAtDefault } from './look-again.ts';
import { findEnded } from './settle-past.ts';
import { readOwnMarker } from './text/marker.ts';
import { isPaused, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';
import { watchPull } from './watch-pull.ts';

const NOTHING = 'nothing was due';

type Started = Extract<ForgeEvent, { kind: 'comment' | 'issue' | 'pull' }>;

/**
 * Nobody stops it any more: what was left meanwhile is taken up. Nobody asks for an incident by that, and what was looked at is not
 * looked at again, but where it was stopped alone: then the look passed it over. `pull` null: an issue.
 */
export async function takeUp(event: Started, pull: PullRequest | null, visit: Visit): Promise<string> {
  const { forge, dashboard, synced } = visit;
  const { number } = event;
  if (number === dashboard?.number) return takeUpAll(event, dashboard, visit);
  if (isPaused(visit)) return 'all is stopped here';
  if (pull !== null && isPersons(pull)) return watchPull(pull, visit);
  const place = pull ?? (await forge.issue(number));
  const marker = place?.state === 'open' ? readOwnMarker(place, forge.self) : null;
  if (marker?.kind !== 'pull' && marker?.kind !== 'issue') return NOTHING;
  if (pull === null || pull.base.branch === synced.defaultBranch)
    return watchDefault(visit, { isForced: true });
  // A fix for the pull request of a person goes onto its branch.
  const [theirs] = await forge.pulls({ state: 'open', head: pull.base.branch });
  return theirs === undefined ? NOTHING : watchPull(theirs, visit, { isForced: true });
}

async function takeUpAll(
  event: Started,
  dashboard: NonNullable<Visit['dashboard']>,
  visit: Visit,
): Promise<string> {
  const labels = dashboard.labels.filter((label) => label !== LABELS.stop);
  const going = { ...visit, dashboard: { ...dashboard, labels } };
  if (visit.config.mode === 'propose') await endFixes(await findEnded(going), going);
  await keepDashboard(going);
  // What waited for its time may have missed it.
  return lookAtDefault(event, going, { isForced: hasWaiting(going) });
}
