import { count } from '../domain/count.ts';
import type { LoreEntry } from '../domain/lore.ts';

/** What some entries add up to. */
export interface Tally {
  readonly runs: number;
  readonly fixes: number;
  readonly deadEnds: number;
  readonly flaky: number;
  readonly decisions: number;
  /** What was brought in from elsewhere; counted nowhere else. */
  readonly imported: number;
  /** Candidates and seconds of the runs. */
  readonly candidates: number;
  readonly seconds: number;
}

export function tallyEntries(all: readonly LoreEntry[]): Tally {
  const entries = all.filter(({ trust }) => trust !== 'imported');
  const count = (kind: LoreEntry['kind']) => entries.filter((entry) => entry.kind === kind).length;
  const runs = entries.filter(({ kind }) => kind === 'devlog');
  const sum = (of: (entry: LoreEntry) => number | null) =>
    runs.reduce((total, entry) => total + (of(entry) ?? 0), 0);
  return {
    runs: runs.length,
    fixes: count('fix'),
    deadEnds: count('failure'),
    flaky: count('flaky'),
    decisions: count('decision'),
    imported: all.length - entries.length,
    candidates: sum(({ candidates }) => candidates),
    seconds: Math.round(sum(({ seconds }) => seconds)),
  };
}

/** `2 runs, 3 fixes, 1 dead end; 14 candidates, 63 s`; what is none is left out. '' when all is none. */
export function renderTally(tally: Tally): string {
  const found = [
    [tally.runs, 'run', 'runs'],
    [tally.fixes, 'fix', 'fixes'],
    [tally.deadEnds, 'dead end', 'dead ends'],
    [tally.flaky, 'flaky', 'flaky'],
    [tally.decisions, 'decision', 'decisions'],
    [tally.imported, 'imported', 'imported'],
  ] as const;
  const cost = [
    ...(tally.candidates > 0 ? [count(tally.candidates, 'candidate')] : []),
    ...(tally.seconds > 0 ? [`${tally.seconds} s`] : []),
  ].join(', ');
  const kinds = found.filter(([many]) => many > 0).map(([many, one, more]) => count(many, one, more));
  return [kinds.join(', '), cost].filter(Boolean).join('; ');
}
