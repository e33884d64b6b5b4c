import type { LoreEntry, LoreId, LoreOutcome } from '../domain/lore.ts';

interface Placed {
  readonly entry: LoreEntry;
}

/**
 * What is to be recalled: without what a tombstone takes out, what a later entry supersedes, what has expired, and without
 * tombstones and outcomes, which only speak of others. In the order given. `now`: milliseconds since the epoch.
 */
export function liveEntries<T extends Placed>(all: readonly T[], now: number): T[] {
  const byId = new Map(all.map(({ entry }) => [entry.id, entry]));
  const forgotten = new Set(
    all.flatMap(({ entry }) => (entry.kind === 'tombstone' ? reachOf(entry, entry.refers, byId) : [])),
  );
  // Who forgets what took an entry's place wants the entry back.
  const superseded = new Set(
    all.flatMap(({ entry }) => (forgotten.has(entry.id) ? [] : reachOf(entry, entry.supersedes, byId))),
  );
  return all.filter(
    ({ entry }) =>
      !isAbout(entry) &&
      !forgotten.has(entry.id) &&
      !superseded.has(entry.id) &&
      (entry.expires === null || Date.parse(entry.expires) > now),
  );
}

/** What became of entries, by id: as the last entry of kind `outcome` about it says, else as it says itself. */
export function latestOutcomes(all: readonly Placed[]): ReadonlyMap<LoreId, LoreOutcome> {
  const byId = new Map(all.map(({ entry }) => [entry.id, entry]));
  const outcomes = new Map(
    all.flatMap(({ entry }) => (entry.outcome === null ? [] : [[entry.id, entry.outcome] as const])),
  );
  const moves = all
    .map(({ entry }) => entry)
    .filter((entry) => entry.kind === 'outcome')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const move of moves) {
    if (move.outcome === null) continue;
    for (const id of reachOf(move, move.refers, byId)) outcomes.set(id, move.outcome);
  }
  return outcomes;
}

/** It is no lesson of its own. */
function isAbout({ kind }: LoreEntry): boolean {
  return kind === 'tombstone' || kind === 'outcome';
}

/** Ids that an entry may speak for. What came from elsewhere has no say over what was learned here. */
function reachOf(
  { id, trust }: LoreEntry,
  about: readonly LoreId[],
  byId: ReadonlyMap<LoreId, LoreEntry>,
): readonly LoreId[] {
  const others = about.filter((one) => one !== id);
  return trust === 'imported' ? others.filter((one) => byId.get(one)?.trust === 'imported') : others;
}
