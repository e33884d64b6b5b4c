import { count } from '../domain/count.ts';
import type { LoreEntry, LoreOutcome } from '../domain/lore.ts';
import { type LorePage, type Period, type PeriodLore, readPeriod, renderPeriod } from './period.ts';
import { quoteInline } from './quote.ts';
import { findSavings, type Saving } from './savings.ts';
import type { TimelineEntry } from './timeline.ts';

/** What a digest counts. */
interface DigestNumbers {
  readonly runs: number;
  readonly incidents: number;
  readonly healed: number;
  readonly deadEnds: number;
  readonly flaky: number;
  readonly needPerson: number;
  readonly savedCandidates: number;
  readonly savedSeconds: number;
}

export interface Digest extends LorePage {
  readonly numbers: DigestNumbers;
}

/** Lines of one section; the rest is in the timeline. */
const MOST_LINES = 40;

/** A page for a period: each line is of entries that it links to, and nothing is said that no entry says. Pure. */
export function buildDigest(all: readonly TimelineEntry[], period: Period): Digest {
  const lore = readPeriod(all, period);
  const of = (kind: LoreEntry['kind']) =>
    lore.entries.filter(({ entry }) => entry.kind === kind && entry.trust !== 'imported');
  const [healed, deadEnds, flaky, runs, decisions] = [
    of('fix'),
    of('failure'),
    of('flaky'),
    of('devlog'),
    of('decision'),
  ];
  const savings = findSavings(lore);
  const needs = findNeeds(lore, deadEnds);
  const sum = (key: 'candidates' | 'seconds') => savings.reduce((total, one) => total + one[key], 0);
  const numbers = {
    runs: runs.length,
    incidents: healed.length + deadEnds.length + flaky.length,
    healed: healed.length,
    deadEnds: deadEnds.length,
    flaky: flaky.length,
    needPerson: needs.length,
    savedCandidates: sum('candidates'),
    savedSeconds: sum('seconds'),
  };
  const toItem = (one: TimelineEntry) => `- ${lore.link(one)}${tail(factsOf(one.entry, lore))}`;
  const body = [
    ...section('What needs a person', needs),
    ...section('Healed', healed.map(toItem)),
    ...section(
      savedHeading(numbers),
      savings.map((one) => renderSaving(one, lore)),
    ),
    ...section('Dead ends', deadEnds.map(toItem)),
    ...section('Flaky', flaky.map(toItem)),
    ...section('How fixes went on', renderMoves(lore)),
    ...section('Decisions', decisions.map(toItem)),
    ...section('Runs', runs.map(toItem)),
  ];
  const told = `${count(numbers.incidents, 'incident')}, ${numbers.healed} healed`;
  return {
    title: `${renderPeriod(period)}: ${told}`,
    body: body.length === 0 ? 'Nothing is on record.' : body.join('\n').trimEnd(),
    refers: [...lore.entries.filter(({ entry }) => entry.trust !== 'imported'), ...lore.moves].map(
      ({ entry }) => entry.id,
    ),
    numbers,
  };
}

function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  return [
    `## ${heading} (${lines.length})`,
    '',
    ...lines.slice(0, MOST_LINES),
    ...(more > 0 ? [`- … and ${more} more in the [timeline](../../README.md)`] : []),
    '',
  ];
}

/** Dead ends that nothing has healed since, drafts, what waits for a merge, and what was taken back. */
function findNeeds(lore: PeriodLore, deadEnds: readonly TimelineEntry[]): string[] {
  const isHealed = (dead: LoreEntry) =>
    lore.live.some(
      ({ entry }) =>
        entry.kind === 'fix' &&
        entry.trust !== 'imported' &&
        entry.fingerprint === dead.fingerprint &&
        entry.created > dead.created,
    );
  // The last of those that tell one failure speaks for all of them.
  const open = new Map(
    deadEnds
      .filter(({ entry }) => !isHealed(entry))
      .map((one) => [one.entry.fingerprint ?? one.entry.id, one]),
  );
  const fixes = lore.live.filter(({ entry }) => entry.kind === 'fix' && entry.trust !== 'imported');
  const waiting = fixes.filter(({ entry }) => lore.outcomes.get(entry.id) === 'proposed');
  const reverted = lore.moves.flatMap(({ entry }) =>
    entry.outcome === 'reverted' ? entry.refers.flatMap((id) => lore.byId.get(id) ?? []) : [],
  );
  return [
    ...[...open.values()].map((one) => `- ${lore.link(one)}: nothing has mended it`),
    ...waiting.map((one) => {
      const what = one.entry.tags.includes('draft')
        ? 'a draft: ask whether the change was meant'
        : 'not merged yet';
      return `- ${lore.link(one)}: ${what}`;
    }),
    ...reverted.map((one) => `- ${lore.link(one)}: it was taken back`),
  ];
}

function savedHeading({ savedCandidates, savedSeconds }: DigestNumbers): string {
  return `What memory saved: ${count(savedCandidates, 'candidate')}, ${savedSeconds} s`;
}

function renderSaving({ fix, first, seconds }: Saving, lore: PeriodLore): string {
  const now = count(fix.entry.candidates ?? 0, 'candidate');
  const before = `${first.entry.candidates ?? 0} for ${lore.link(first, 'the first of its kind')}`;
  return `- ${lore.link(fix)}: ${now}, ${before}${seconds > 0 ? `; its run took ${seconds} s less` : ''}`;
}

function renderMoves(lore: PeriodLore): string[] {
  return lore.moves.flatMap((move) =>
    move.entry.refers.map((id) => {
      const about = lore.byId.get(id);
      const outcome: LoreOutcome | 'moved' = move.entry.outcome ?? 'moved';
      return `- ${lore.link(move, outcome)}: ${about === undefined ? quoteInline(id) : lore.link(about)}`;
    }),
  );
}

function factsOf(entry: LoreEntry, { outcomes }: PeriodLore): string[] {
  const outcome = outcomes.get(entry.id);
  return [
    ...(outcome === undefined || outcome === 'open' ? [] : [outcome]),
    ...(entry.candidates === null || entry.candidates === 0 ? [] : [count(entry.candidates, 'candidate')]),
    ...(entry.seconds === null ? [] : [`${entry.seconds} s`]),
    ...(entry.head === null ? [] : [quoteInline(entry.head.slice(0, 12))]),
  ];
}

function tail(facts: readonly string[]): string {
  return facts.length === 0 ? '' : `: ${facts.join(', ')}`;
}
