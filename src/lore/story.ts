import { count } from '../domain/count.ts';
import type { LoreEntry, LoreOutcome } from '../domain/lore.ts';
import { type LorePage, type Period, type PeriodLore, readPeriod, renderPeriod } from './period.ts';
import { quoteInline } from './quote.ts';
import { MONTHS, type TimelineEntry } from './timeline.ts';

/** Sentences of one page: what is longer is read by nobody. */
const MOST_SENTENCES = 150;

/** A period told day by day: each sentence is of one entry and links to it. Pure. */
export function buildStory(all: readonly TimelineEntry[], period: Period): LorePage {
  const lore = readPeriod(all, period);
  const own = lore.entries.filter(({ entry }) => entry.trust !== 'imported');
  const told = [...own, ...lore.moves];
  const days = Map.groupBy(told, ({ entry }) => entry.created.slice(0, 10));
  const lines: string[] = [];
  let left = MOST_SENTENCES;
  for (const [day, entries] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sentences = tellDay(entries, lore);
    const shown = sentences.slice(0, Math.max(0, left));
    left -= shown.length;
    if (shown.length === 0) break;
    lines.push(`## ${toDate(day)}`, '', ...shown, '');
  }
  if (left <= 0) lines.push('What followed stands in the [timeline](../../README.md).');
  return {
    title: `The story of ${renderPeriod(period)}`,
    body: lines.length === 0 ? 'Nothing is on record.' : lines.join('\n').trimEnd(),
    refers: told.map(({ entry }) => entry.id),
  };
}

/** Runs in their order, each with what it met; then what belongs to no run. */
function tellDay(entries: readonly TimelineEntry[], lore: PeriodLore): string[] {
  const runs = entries.filter(({ entry }) => entry.kind === 'devlog');
  const names = new Set(runs.flatMap(({ entry }) => entry.run ?? []));
  const isOfRun = ({ entry }: TimelineEntry) => entry.run !== null && names.has(entry.run);
  return [
    ...runs.flatMap((run) => [
      tellRun(run, lore),
      ...entries
        .filter((one) => one !== run && isOfRun(one) && one.entry.run === run.entry.run)
        .flatMap((one) => tell(one, lore)),
      '',
    ]),
    ...entries.filter((one) => !runs.includes(one) && !isOfRun(one)).flatMap((one) => tell(one, lore)),
  ].filter((line, at, all) => line !== '' || (at > 0 && at < all.length - 1 && all[at - 1] !== ''));
}

function tellRun(run: TimelineEntry, lore: PeriodLore): string {
  const { base, candidates, seconds } = run.entry;
  const where = base === null ? '' : ` at ${quoteInline(base.slice(0, 12))}`;
  const cost = [
    ...(candidates === null ? [] : [count(candidates, 'candidate')]),
    ...(seconds === null ? [] : [`${seconds} s`]),
  ];
  const took = cost.length === 0 ? '' : ` and took ${cost.join(' and ')}`;
  return `${lore.link(run, `A run${run.entry.agent === null ? '' : ` of ${run.entry.agent}`}`)} looked at the checks${where}${took}.`;
}

function tell(one: TimelineEntry, lore: PeriodLore): string[] {
  const { entry } = one;
  switch (entry.kind) {
    case 'fix':
      return [`${lore.link(one)} was mended${by(entry)}${ended(lore.outcomes.get(entry.id))}.`];
    case 'failure':
      return [`${lore.link(one)}: ${tried(entry)}, and it stayed red.`];
    case 'flaky':
      return [`${lore.link(one)}: it was red and green at one commit.`];
    case 'decision':
      return [`It was decided: ${lore.link(one)}.`];
    case 'outcome':
      return tellMove(one, lore);
    default:
      return [`${lore.link(one)} was written down.`];
  }
}

function tellMove(one: TimelineEntry, lore: PeriodLore): string[] {
  const outcome = one.entry.outcome ?? 'moved';
  return one.entry.refers.map((id) => {
    const about = lore.byId.get(id);
    return `${about === undefined ? quoteInline(id) : lore.link(about)} ${WENT_ON[outcome]} (${lore.link(one, 'as git has it')}).`;
  });
}

const WENT_ON: Readonly<Record<LoreOutcome | 'moved', string>> = {
  open: 'is open again',
  proposed: 'is proposed again',
  merged: 'was merged',
  held: 'has held for 30 days',
  reverted: 'was taken back',
  closed: 'was given up',
  moved: 'went on',
};

function by({ fixer, candidates }: LoreEntry): string {
  const who = fixer === null ? '' : ` by ${quoteInline(fixer)}`;
  return `${who}${candidates === null || candidates === 0 ? '' : ` after ${count(candidates, 'candidate')}`}`;
}

function ended(outcome: LoreOutcome | undefined): string {
  return outcome === undefined || outcome === 'open' ? '' : `; today it is ${outcome}`;
}

function tried({ tried, candidates }: LoreEntry): string {
  const many = candidates ?? tried.length;
  return many === 0 ? 'nothing could be offered' : `${count(many, 'candidate')} did not help`;
}

function toDate(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}
