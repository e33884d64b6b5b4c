import { posix } from 'node:path';
import type { LoreEntry, LoreId, LoreOutcome } from '../domain/lore.ts';
import { renderLink } from './entry-link.ts';
import { latestOutcomes, liveEntries } from './live.ts';
import type { TimelineEntry } from './timeline.ts';

/** Milliseconds since the epoch; `until` is not in it. */
export interface Period {
  readonly since: number;
  readonly until: number;
}

/** A page that is made of entries. */
export interface LorePage {
  readonly title: string;
  readonly body: string;
  /** The entries that it is made of. */
  readonly refers: readonly LoreId[];
}

/** What a page of a period is made from. */
export interface PeriodLore {
  readonly period: Period;
  /** Live ones of the period, oldest first; no pages. */
  readonly entries: readonly TimelineEntry[];
  /** All that live, of any time. */
  readonly live: readonly TimelineEntry[];
  /** What was told in the period of how fixes went on, oldest first. */
  readonly moves: readonly TimelineEntry[];
  readonly outcomes: ReadonlyMap<LoreId, LoreOutcome>;
  readonly byId: ReadonlyMap<LoreId, TimelineEntry>;
  /** A link from the page, which lies in the folder of the month that the period ends in. */
  link(one: TimelineEntry, title?: string): string;
}

const PAGES: ReadonlySet<LoreEntry['kind']> = new Set(['digest', 'story']);

export function readPeriod(all: readonly TimelineEntry[], period: Period): PeriodLore {
  const isInside = ({ entry }: TimelineEntry) => {
    const at = Date.parse(entry.created);
    return at >= period.since && at < period.until;
  };
  const live = liveEntries(all, period.until).sort(byAge);
  const [year, month] = new Date(period.until).toISOString().split('-');
  return {
    period,
    entries: live.filter((one) => isInside(one) && !PAGES.has(one.entry.kind)),
    live,
    moves: all.filter((one) => isMove(one.entry) && isInside(one)).sort(byAge),
    outcomes: latestOutcomes(all),
    byId: new Map(live.map((one) => [one.entry.id, one])),
    link: (one, title = one.entry.title) =>
      renderLink(title, posix.relative(`lore/${year}/${month}`, one.path)),
  };
}

function isMove({ kind, trust, refers }: LoreEntry): boolean {
  return kind === 'outcome' && trust !== 'imported' && refers.length > 0;
}

/** `2026-11-17 to 2026-11-24`. */
export function renderPeriod({ since, until }: Period): string {
  return `${toDay(since)} to ${toDay(until)}`;
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function byAge(a: TimelineEntry, b: TimelineEntry): number {
  const [first, second] = [a, b].map(({ entry }) => `${entry.created} ${entry.id}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
