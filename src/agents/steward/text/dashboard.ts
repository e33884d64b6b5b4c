import { count } from '../../../domain/count.ts';
import type { Permission } from '../../../domain/forge.ts';
import { cut, quoteInline, quoteProse } from '../../../lore/quote.ts';
import { type Ledger, type Marker, renderMarker } from './marker.ts';
import { controlLines, renderBody, section, sentence } from './parts.ts';
import { renderTick } from './ticks.ts';

export const DASHBOARD_TITLE = 'Dream.OS Dashboard';

const MOST_ROWS = 15;

/** An incident as the dashboard shows it. */
export interface DashboardIncident {
  readonly fingerprint: string;
  readonly check: string;
  readonly cause: string;
  /** ISO 8601; null where it is not known. */
  readonly since: string | null;
  /** Number of its pull request or issue; null where there is none yet. */
  readonly number: number | null;
  readonly attempts: number;
  /** The branch that its fix goes onto; left out for the default one. */
  readonly onto?: string;
}

export interface DashboardState {
  /** Of the repository. */
  readonly htmlUrl: string;
  readonly mode: 'propose' | 'observe' | 'off';
  /** What is being worked on, or waits for its turn: `why` says which, a sentence. */
  readonly open: readonly (DashboardIncident & { readonly why: string })[];
  /** Fixes that a person has to decide on; `head` is the commit that an approval is for. */
  readonly waiting: readonly (DashboardIncident & { readonly head: string; readonly isDraft: boolean })[];
  readonly unfixed: readonly (DashboardIncident & { readonly why: string })[];
  readonly ignored: readonly DashboardIncident[];
  /** Since when the numbers are counted, ISO 8601. */
  readonly spend: {
    readonly since: string;
    readonly runs: number;
    readonly seconds: number;
    readonly pulls: number;
    readonly merged: number;
  };
  readonly health: {
    /** ISO 8601; null before the first one. */
    readonly lastRun: string | null;
    /** Commit of the default branch that was looked at last. */
    readonly sha: string | null;
    readonly isGreen: boolean | null;
    /** Kept for the next time that this is told; of `open` those that wait for their turn. */
    readonly waiting?: Ledger['waiting'];
    /** The same, where the settings say to observe. */
    readonly observed?: Ledger['observed'];
    /** What is wrong with the app itself, sentences. */
    readonly troubles: readonly string[];
  };
}

/** What a checkbox of the dashboard asks for, by its id. `retry` counts attempts, so that a new one has a box of its own. */
export type TickOrder =
  | { readonly verb: 'retry'; readonly fingerprint: string; readonly attempts: number }
  | { readonly verb: 'approve'; readonly fingerprint: string; readonly sha: string }
  | { readonly verb: 'ignore'; readonly fingerprint: string };

/** What whoever ticks a box must be allowed at the least, as for the commands. */
export const TICK_RIGHT: Permission = 'write';

export function tickId(order: TickOrder): string {
  switch (order.verb) {
    case 'retry':
      return `retry/${order.fingerprint}/${order.attempts}`;
    case 'approve':
      return `approve/${order.fingerprint}/${order.sha}`;
    case 'ignore':
      return `ignore/${order.fingerprint}`;
  }
}

/** Null for an id that is none of ours. */
export function readTickId(id: string): TickOrder | null {
  const [, verb, fingerprint = '', rest = ''] =
    /^(retry|approve|ignore)\/([0-9a-f]{64})(?:\/([0-9a-f]+))?$/.exec(id) ?? [];
  if (verb === 'retry' && /^\d{1,6}$/.test(rest)) return { verb, fingerprint, attempts: Number(rest) };
  if (verb === 'approve' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(rest))
    return { verb, fingerprint, sha: rest };
  return verb === 'ignore' && rest === '' ? { verb, fingerprint } : null;
}

/** The one issue that says how things stand. */
export function renderDashboard(state: DashboardState): string {
  const { htmlUrl, open, waiting, unfixed, ignored } = state;
  const tell = (one: DashboardIncident) => incidentLine(one, htmlUrl);
  return renderBody(
    [renderMarker(markerOf(state)), '', leadOf(state), ''],
    [
      section(
        'Open incidents',
        rows(open, (one) => [
          `- ${tell(one)}: ${sentence(cut(one.why, 120))}`,
          // To ignore is a label, and there has to be something that has it.
          ...(one.number === null ? [] : [box(one, 'ignore')]),
        ]),
      ),
      section(
        'Waiting for approval',
        rows(waiting, (one) => [
          `- ${tell(one)}${one.isDraft ? ', a draft' : ''}, at ${quoteInline(one.head.slice(0, 12))}`,
          ...(one.isDraft ? [box(one, 'approve')] : []),
          box(one, 'ignore'),
        ]),
      ),
      section(
        'Could not fix',
        rows(unfixed, (one) => [
          `- ${tell(one)}: ${sentence(cut(one.why, 120))}`,
          box(one, 'retry'),
          box(one, 'ignore'),
        ]),
      ),
      section(
        'Ignored',
        rows(ignored, (one) => [`- ${tell(one)}`, box(one, 'ignored')]),
      ),
      section('Spend', spendLines(state)),
      section('Health', healthLines(state)),
      section('Controls', ['Tick a box above, or:', '', ...controlLines('dashboard').slice(2)]),
    ],
    [],
  );
}

const MODES = {
  propose: 'It opens pull requests and issues.',
  observe: 'It only observes: nothing is opened.',
  off: 'It is switched off.',
} as const;

function leadOf(state: DashboardState): string {
  return `${MODES[state.mode]} ${standingOf(state)}`;
}

function standingOf({ open, waiting, unfixed, ignored, health }: DashboardState): string {
  const all = open.length + waiting.length + unfixed.length;
  if (all > 0)
    return `${count(all, 'incident')}: ${open.length} open, ${waiting.length} waiting for a person, ${unfixed.length} not fixed.`;
  if (ignored.length > 0) return 'Nothing is red but what is ignored.';
  // Its fix or issue was closed by a person, and nothing was looked at since.
  return health.isGreen === false ? 'What was red is nobody’s task here.' : 'Nothing is red.';
}

function rows<One>(all: readonly One[], tell: (one: One) => readonly string[]): string[] {
  const hidden = all.length - MOST_ROWS;
  return [...all.slice(0, MOST_ROWS).flatMap(tell), ...(hidden > 0 ? [`- … and ${hidden} more`] : [])];
}

function incidentLine(
  { check, cause, since, number, attempts, onto }: DashboardIncident,
  htmlUrl: string,
): string {
  const place = number === null ? '' : ` ([no. ${number}](${htmlUrl}/issues/${number}))`;
  const where = onto === undefined ? '' : `, on ${quoteInline(onto, 60)}`;
  const from = since === null ? '' : `, since ${toDay(since)}`;
  const tried = attempts === 0 ? '' : `, ${count(attempts, 'attempt')}`;
  return `${quoteInline(check, 60)}: ${quoteProse(cause, 160)}${place}${where}${from}${tried}`;
}

function box(
  one: DashboardIncident & { readonly head?: string },
  kind: 'retry' | 'approve' | 'ignore' | 'ignored',
): string {
  const { fingerprint, attempts, head = '' } = one;
  const print = quoteInline(fingerprint.slice(0, 8));
  switch (kind) {
    case 'retry':
      return `  ${renderTick(tickId({ verb: 'retry', fingerprint, attempts }), false, `try ${print} again`)}`;
    case 'approve': {
      const text = `approve ${print} as it is at ${quoteInline(head.slice(0, 12))}`;
      return `  ${renderTick(tickId({ verb: 'approve', fingerprint, sha: head }), false, text)}`;
    }
    case 'ignore':
      return `  ${renderTick(tickId({ verb: 'ignore', fingerprint }), false, `ignore ${print}`)}`;
    case 'ignored': {
      const text = `ignore ${print}; untick it to look at it again`;
      return `  ${renderTick(tickId({ verb: 'ignore', fingerprint }), true, text)}`;
    }
  }
}

/** Told of no run there is nothing to keep. */
function markerOf({ spend, health }: DashboardState): Marker {
  const { lastRun, sha, isGreen, waiting = [], observed } = health;
  if (lastRun === null || sha === null || isGreen === null) return { v: 1, kind: 'dashboard' };
  const { since, runs, seconds } = spend;
  const kept = { ...(waiting.length === 0 ? {} : { waiting }), ...(observed ? { observed } : {}) };
  return { v: 1, kind: 'dashboard', ledger: { since, runs, seconds, lastRun, sha, isGreen, ...kept } };
}

function spendLines({ spend }: DashboardState): string[] {
  const share = spend.pulls === 0 ? '' : ` (${Math.round((100 * spend.merged) / spend.pulls)} %)`;
  return [
    `Since ${toDay(spend.since)}: ${count(spend.runs, 'run')}, ${count(Math.round(spend.seconds / 60), 'minute')} of machine time, no money.`,
    `Of ${count(spend.pulls, 'pull request')}, ${spend.merged} merged${share}. What became of each is in lore.`,
  ];
}

function healthLines({ health, htmlUrl }: DashboardState): string[] {
  const { lastRun, sha, isGreen, troubles } = health;
  const at =
    sha !== null && /^[0-9a-f]{40,64}$/.test(sha)
      ? ` at [${quoteInline(sha.slice(0, 12))}](${htmlUrl}/commit/${sha})`
      : '';
  const colour = isGreen === null ? '' : isGreen ? ', all green' : ', something red';
  const hidden = troubles.length - MOST_ROWS;
  return [
    lastRun === null ? 'It has not looked yet.' : `Last looked ${toMinute(lastRun)}${at}${colour}.`,
    ...(troubles.length > 0 ? [''] : []),
    ...troubles.slice(0, MOST_ROWS).map((trouble) => `- ${sentence(trouble)}`),
    ...(hidden > 0 ? [`- … and ${hidden} more`] : []),
  ];
}

function toDay(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? '?';
}

function toMinute(time: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time) ?? [];
  return day === undefined ? '?' : `${day} ${minute} UTC`;
}
