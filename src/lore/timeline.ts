import { count } from '../domain/count.ts';
import type { LoreEntry, LoreId, LoreOutcome } from '../domain/lore.ts';
import { renderLink, toCell } from './entry-link.ts';
import { latestOutcomes, liveEntries } from './live.ts';
import { findRecurring } from './recurring.ts';
import { renderTally, tallyEntries } from './tally.ts';

/** An entry and its path from the repository's top. */
export interface TimelineEntry {
  readonly entry: LoreEntry;
  readonly path: string;
}

/** GitHub shows no page of more than 512 KB; months that go beyond are told by their numbers alone. */
const MOST_LINES = 1000;
const MOST_RECURRING = 5;
export const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const KINDS: Readonly<Partial<Record<LoreEntry['kind'], string>>> = { failure: 'dead end' };

/** The page `lore/README.md`: what was learned, newest first. The same entries give the same page. */
export function renderTimeline(all: readonly TimelineEntry[]): string {
  // What has expired is judged by the time of the newest entry, so that the page changes with entries alone.
  const now = Math.max(0, ...all.map(({ entry }) => Date.parse(entry.created)));
  const live = liveEntries(all, now).sort(byNewest);
  const outcomes = latestOutcomes(all);
  const lines = [
    '# Lore',
    '',
    'What was learned in this repository, newest first. Made from the entries by `dreamos lore timeline`: what is changed here is lost.',
    '`dreamos lore search <words>` finds an entry, `dreamos lore show <id>` prints it.',
    '',
    ...renderRecurring(live, outcomes),
  ];
  let left = MOST_LINES;
  for (const [month, entries] of byMonth(live)) {
    lines.push(...renderMonth(month, entries, outcomes, entries.length <= left));
    left = Math.max(0, left - entries.length);
  }
  if (live.length === 0) lines.push('Nothing yet.', '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function renderRecurring(
  live: readonly TimelineEntry[],
  outcomes: ReadonlyMap<LoreId, LoreOutcome>,
): string[] {
  const found = findRecurring(live).slice(0, MOST_RECURRING);
  if (found.length === 0) return [];
  const rows = found.flatMap(({ entries, candidates }) => {
    const [last] = entries;
    if (last === undefined) return [];
    const met = `${entries.length} times, last ${last.entry.created.slice(0, 10)}`;
    return [`| ${toCell(toLink(last))} | ${met} | ${candidates} | ${toFacts(last.entry, outcomes)} |`];
  });
  return [
    '## The most costly recurring failures',
    '',
    '| the last of them | met | candidates | how it ended |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function renderMonth(
  month: string,
  entries: readonly TimelineEntry[],
  outcomes: ReadonlyMap<LoreId, LoreOutcome>,
  isListed: boolean,
): string[] {
  const [year = '', number = ''] = month.split('-');
  const told = renderTally(tallyEntries(entries.map(({ entry }) => entry)));
  const head = [`## ${MONTHS[Number(number) - 1]} ${year}`, '', ...(told === '' ? [] : [`${told}.`, ''])];
  if (!isListed)
    return [
      ...head,
      `${count(entries.length, 'entry', 'entries')} in [${year}/${number}](${year}/${number}/).`,
      '',
    ];
  const runs = entries.filter(({ entry }) => entry.kind === 'devlog' && entry.trust !== 'imported');
  const foreign = entries.filter(({ entry }) => entry.trust === 'imported');
  const learned = entries.filter(({ entry }) => entry.kind !== 'devlog' && entry.trust !== 'imported');
  return [
    ...head,
    ...learned.map((one) => `${toItem(one)} (${toFacts(one.entry, outcomes)})`),
    ...(learned.length > 0 ? [''] : []),
    ...renderFolded(count(runs.length, 'run'), runs),
    ...renderFolded(`${foreign.length} imported`, foreign),
  ];
}

/** A list that is opened by a click. */
function renderFolded(summary: string, entries: readonly TimelineEntry[]): string[] {
  if (entries.length === 0) return [];
  return [`<details><summary>${summary}</summary>`, '', ...entries.map(toItem), '', '</details>', ''];
}

function toItem(one: TimelineEntry): string {
  return `- ${one.entry.created.slice(8, 10)}: ${toLink(one)}`;
}

function toFacts(entry: LoreEntry, outcomes: ReadonlyMap<LoreId, LoreOutcome>): string {
  const outcome = outcomes.get(entry.id);
  return [
    KINDS[entry.kind] ?? entry.kind,
    // A dead end, a run or a flaky test is not waiting for anything.
    ...(outcome === undefined || outcome === 'open' ? [] : [outcome]),
    ...(entry.trust === 'imported' ? ['imported'] : []),
  ].join(', ');
}

function toLink({ entry, path }: TimelineEntry): string {
  return renderLink(entry.title, path.replace(/^lore\//, ''));
}

function byMonth(live: readonly TimelineEntry[]): ReadonlyMap<string, readonly TimelineEntry[]> {
  return Map.groupBy(live, ({ entry }) => entry.created.slice(0, 7));
}

function byNewest(a: TimelineEntry, b: TimelineEntry): number {
  const [first, second] = [a, b].map(({ entry }) => `${entry.created} ${entry.id}`);
  return (first ?? '') < (second ?? '') ? 1 : -1;
}
