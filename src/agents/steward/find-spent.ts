import { findFixes, findIncidents, latestOf } from './find-ours.ts';
import type { Visit } from './visit.ts';
import { wasGone } from './was-gone.ts';
import type { WatchOptions } from './watch-pull.ts';

/** An incident for which no fix was found as often as may be tried: how often, and its issue. */
interface Spent {
  readonly attempts: number;
  readonly number: number;
}

/**
 * Incidents that are only looked at from now on, by their fingerprints: to see whether they are gone takes no search. Who may
 * has them tried again.
 */
export async function findSpent(
  isAsked: NonNullable<WatchOptions['isAsked']>,
  visit: Visit,
): Promise<ReadonlyMap<string, Spent>> {
  const { forge, config } = visit;
  const spent = new Map<string, Spent>();
  if (config.mode !== 'propose') return spent;
  const all = await findIncidents(forge);
  for (const fingerprint of new Set(all.map(({ marker }) => marker.fingerprint))) {
    const last = latestOf(all.filter(({ marker }) => marker.fingerprint === fingerprint));
    if (last === undefined || last.marker.attempt < config.github.caps.attempts) continue;
    if (isAsked(last.marker) || (last.state === 'closed' && (await wasGone(last, visit)))) continue;
    // An open fix is proved again as long as it is needed.
    if (await hasFix(fingerprint, visit)) continue;
    spent.set(fingerprint, { attempts: last.marker.attempt, number: last.number });
  }
  return spent;
}

async function hasFix(fingerprint: string, { forge, synced }: Visit): Promise<boolean> {
  return (await findFixes(forge, 'open')).some(
    ({ marker, base }) => marker.fingerprint === fingerprint && base.branch === synced.defaultBranch,
  );
}
