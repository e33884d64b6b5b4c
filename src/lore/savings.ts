import type { LoreEntry } from '../domain/lore.ts';
import { MEMORY_HEADING } from './describe-run.ts';
import type { PeriodLore } from './period.ts';
import type { TimelineEntry } from './timeline.ts';

/** A fix in whose run memory spoke, beside the first fix of the same failure or class. */
export interface Saving {
  readonly fix: TimelineEntry;
  readonly first: TimelineEntry;
  /** What the first took and this one did not; never below 0. */
  readonly candidates: number;
  /** The same of the runs' seconds, where both runs are known. */
  readonly seconds: number;
}

/** What is on record of it, and nothing more: a run that memory said nothing to has saved nothing by it. */
export function findSavings({ entries, live }: Pick<PeriodLore, 'entries' | 'live'>): Saving[] {
  const runs = new Map(
    live.flatMap(({ entry }) => (entry.kind === 'devlog' && entry.run !== null ? [[entry.run, entry]] : [])),
  );
  const runOf = ({ entry }: TimelineEntry) => (entry.run === null ? undefined : runs.get(entry.run));
  const fixes = live.filter(({ entry }) => isOwnFix(entry));
  return entries.flatMap((fix) => {
    const run = runOf(fix);
    if (!isOwnFix(fix.entry) || !run?.body.includes(MEMORY_HEADING)) return [];
    const first = fixes.find(({ entry }) => entry.id !== fix.entry.id && isSameFailure(entry, fix.entry));
    if (first === undefined || first.entry.created >= fix.entry.created) return [];
    return [
      {
        fix,
        first,
        candidates: saved(first.entry.candidates, fix.entry.candidates),
        seconds: saved(runOf(first)?.seconds ?? null, run.seconds),
      },
    ];
  });
}

function isOwnFix({ kind, trust }: LoreEntry): boolean {
  return kind === 'fix' && trust !== 'imported';
}

function isSameFailure(a: LoreEntry, b: LoreEntry): boolean {
  if (a.fingerprint !== null && a.fingerprint === b.fingerprint) return true;
  return a.signature !== null && a.signature === b.signature;
}

function saved(before: number | null, after: number | null): number {
  return before === null || after === null ? 0 : Math.max(0, Math.round(before - after));
}
