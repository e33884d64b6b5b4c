import { isAbout, say } from './say.ts';
import { readMarker } from './text/marker.ts';
import { renderObserved } from './text/observed.ts';
import { findDashboard, type Visit } from './visit.ts';

const WEEK = 7 * 24 * 3_600_000;
const ABOUT = 'observed';

/** A week after the first look in mode `observe`: one comment on the dashboard, ever, on what would have been opened. */
export async function tellObserved(visit: Visit): Promise<void> {
  const { forge, now } = visit;
  // As it was told just now.
  const dashboard = await findDashboard(forge);
  const marker = dashboard === null ? null : readMarker(dashboard.body);
  const observed = marker?.kind === 'dashboard' ? marker.ledger?.observed : undefined;
  if (dashboard === null || observed === undefined) return;
  const comments = await forge.comments(dashboard.number);
  if (comments.some((comment) => isAbout(comment, forge.self, ABOUT))) return;
  const due = Date.parse(observed.since) + WEEK;
  if (now() < due) return visit.askAgain(new Date(due));
  await say(forge, dashboard.number, ABOUT, renderObserved(observed));
}
