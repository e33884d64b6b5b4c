import { type Issue, isAtLeast } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { Incident } from '../../domain/incident.ts';
import { approveFix } from './approve-fix.ts';
import { findFixes, findIncidents } from './find-ours.ts';
import { keepDashboard } from './keep-dashboard.ts';
import { LABELS } from './labels.ts';
import { readTickId, TICK_RIGHT, type TickOrder } from './text/dashboard.ts';
import { readChanges } from './text/keep-edits.ts';
import { resetTicks } from './text/ticks.ts';
import { isPaused, type Visit } from './visit.ts';
import { watchDefault } from './watch-default.ts';

/** Boxes of the dashboard that a person ticked, heard as commands of whoever did it. */
export async function takeTicks(
  event: Extract<ForgeEvent, { kind: 'issue' }>,
  visit: Visit,
): Promise<string> {
  const { forge, dashboard } = visit;
  if (event.number !== dashboard?.number) return 'nothing to do';
  const ticks = readTicks(dashboard);
  if (ticks.length === 0) return 'nothing was ticked';
  const isAllowed = isAtLeast(await forge.permissionOf(event.sender.login), TICK_RIGHT);
  if (!isAllowed) {
    await putBack(ticks, visit);
    return `${event.sender.login} may not tick here`;
  }
  for (const { order, isTicked } of ticks) await carryOut(order, isTicked, event.sender.login, visit);
  const said = await tellAnew(ticks, visit);
  // Only now: a try that ended before this finds them ticked, and does what is left.
  await putBack(ticks, visit);
  return `${ticks.length} ticked${said}`;
}

/** Boxes that a person changed, each with what it asks for. */
function readTicks({ body }: Pick<Issue, 'body'>): readonly Tick[] {
  return [...readChanges(body)].flatMap(([id, isTicked]) => {
    const order = readTickId(id);
    return order === null ? [] : [{ id, order, isTicked }];
  });
}

interface Tick {
  readonly id: string;
  readonly order: TickOrder;
  readonly isTicked: boolean;
}

/** By a run, where one of them wants it: asked for are the incidents that are to be tried again, and no other. */
async function tellAnew(ticks: readonly Tick[], visit: Visit): Promise<string> {
  const again = ticks.filter(({ order, isTicked }) => order.verb === 'retry' && isTicked);
  const isHeededAgain = ticks.some(({ order, isTicked }) => order.verb === 'ignore' && !isTicked);
  if (isPaused(visit) || (again.length === 0 && !isHeededAgain)) {
    await keepDashboard(visit);
    return isPaused(visit) ? '; all is stopped here' : '';
  }
  const asked = new Set(again.map(({ order }) => order.fingerprint));
  const isAsked = ({ fingerprint }: Pick<Incident, 'fingerprint'>) => asked.has(fingerprint);
  return `; ${await watchDefault(visit, { isForced: true, isAsked })}`;
}

/** Boxes that were heard go back: what is told anew may say the same as before. Others are somebody's since. */
async function putBack(ticks: readonly Tick[], { forge, dashboard }: Visit): Promise<void> {
  const there = dashboard === null ? null : await forge.issue(dashboard.number);
  if (there === null) return;
  const body = resetTicks(there.body, new Set(ticks.map(({ id }) => id)));
  if (body !== there.body) await forge.editIssue(there.number, { body });
}

async function carryOut(order: TickOrder, isTicked: boolean, by: string, visit: Visit): Promise<void> {
  const { forge } = visit;
  const same = ({ marker }: { marker: { fingerprint: string } }) => marker.fingerprint === order.fingerprint;
  const fix = (await findFixes(forge, 'open')).find(same);
  const issue = (await findIncidents(forge)).find((one) => same(one) && one.state === 'open');
  const place = fix ?? issue;
  switch (order.verb) {
    case 'retry':
      return;
    case 'approve':
      if (isTicked && fix !== undefined && fix.head.sha === order.sha) await approveFix(fix, by, visit);
      return;
    case 'ignore':
      if (place === undefined) return;
      if (isTicked) await forge.addLabels(place.number, [LABELS.stop]);
      else if (place.labels.includes(LABELS.stop)) await forge.removeLabel(place.number, LABELS.stop);
  }
}
