import type { LoreEntry } from '../domain/lore.ts';

/** A failure that was met more than once: by its class, or by its fingerprint where it has no class. */
export interface Recurring<T> {
  /** Newest first. */
  readonly entries: readonly T[];
  readonly candidates: number;
}

const KINDS: ReadonlySet<LoreEntry['kind']> = new Set(['fix', 'failure', 'flaky']);

/** Failures that came back, the most costly first: by candidates, then by times. */
export function findRecurring<T extends { readonly entry: LoreEntry }>(all: readonly T[]): Recurring<T>[] {
  const met = all.filter(
    ({ entry }) => KINDS.has(entry.kind) && (entry.signature ?? entry.fingerprint) !== null,
  );
  const groups = Map.groupBy(met, ({ entry }) => entry.signature ?? entry.fingerprint);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      entries: group.sort((a, b) => (a.entry.id < b.entry.id ? 1 : -1)),
      candidates: group.reduce((sum, { entry }) => sum + (entry.candidates ?? 0), 0),
    }))
    .sort((a, b) => b.candidates - a.candidates || b.entries.length - a.entries.length || byNewest(a, b));
}

function byNewest<T extends { readonly entry: LoreEntry }>(a: Recurring<T>, b: Recurring<T>): number {
  return (a.entries[0]?.entry.id ?? '') < (b.entries[0]?.entry.id ?? '') ? 1 : -1;
}
