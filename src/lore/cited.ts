import type { LoreEntry } from '../domain/lore.ts';
import { type CiteState, citeState } from './trust.ts';

/** Every path that the entries cite, once. */
export function citedPaths(entries: readonly LoreEntry[]): string[] {
  return [...new Set(entries.flatMap(({ cites }) => cites.map(({ path }) => path)))];
}

/** How what an entry cites stands, the worst of it; null when it cites nothing. `blobs`: git's names of the contents today, by path. */
export function worstCite(
  { cites }: Pick<LoreEntry, 'cites'>,
  blobs: Readonly<Record<string, string>>,
): CiteState | null {
  const states = new Set(cites.map((cite) => citeState(cite, blobs[cite.path] ?? null)));
  for (const state of ['broken', 'stale', 'fresh'] as const) if (states.has(state)) return state;
  return null;
}
