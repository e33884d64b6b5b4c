import { isAtLeast } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { approveFix } from './approve-fix.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { LABELS } from './labels.ts';
import { readTickId, TICK_RIGHT, type TickOrder } from './text/dashboard.ts';
import { readChanges } from './text/keep-edits.ts';
import { setTicks } from './text/ticks.ts';
import { findDashboard, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';

/** Boxes of the dashboard that a person ticked, heard as commands of whoever did it. */
export async function takeTicks(
  event: Extract<ForgeEvent, { kind: 'issue' }>,
  visit: Visit,
): Promise<string> {
  const { forge, dashboard } = visit;
  if (event.action !== 'edited' || dashboard === null) return 'nothing to do';
  const ticks = [...readChanges(dashboard.body)].flatMap(([id, isTicked]) => {
    const order = readTickId(id);
    return order === null ? [] : [{ id, order, isTicked }];
  });
  if (ticks.length === 0) return 'nothing was ticked';
  const isAllowed = isAtLeast(await forge.permissionOf(event.sender.login), TICK_RIGHT);
  let wantsRun = false;
  for (const { order, isTicked } of isAllowed ? ticks : [])
    wantsRun = (await carryOut(order, isTicked, event.sender.login, visit)) || wantsRun;
  const said = wantsRun ? await watchDefault(visit, { isForced: true }) : null;
  // Done, or refused: in either case the boxes go back, for what is told anew may say the same as before. Not sooner: work that
  // was cut off finds them again.
  const now = (await findDashboard(forge)) ?? dashboard;
  const body = setTicks(now.body, new Map(ticks.map(({ id, isTicked }) => [id, !isTicked])));
  await forge.editIssue(now.number, { body });
  if (said !== null) return `${ticks.length} ticked; ${said}`;
  await keepDashboard({ ...visit, dashboard: { ...now, body } });
  return isAllowed ? `${ticks.length} ticked` : `${event.sender.login} may not tick here`;
}

/** True where it asks for a run. */
async function carryOut(order: TickOrder, isTicked: boolean, by: string, visit: Visit): Promise<boolean> {
  const { forge } = visit;
  const same = ({ marker }: { marker: { fingerprint: string } }) => marker.fingerprint === order.fingerprint;
  const fix = (await findFixes(forge, 'open')).find(same);
  const issue = (await findIncidents(forge)).find((one) => same(one) && one.state === 'open');
  const place = fix ?? issue;
  switch (order.verb) {
    case 'retry':
      return isTicked;
    case 'approve':
      if (isTicked && fix !== undefined && fix.head.sha === order.sha) await approveFix(fix, by, visit);
      return false;
    case 'ignore':
      if (place === undefined) return false;
      if (isTicked) await forge.addLabels(place.number, [LABELS.stop]);
      else if (place.labels.includes(LABELS.stop)) await forge.removeLabel(place.number, LABELS.stop);
      return false;
  }
}
