import { distance } from 'fastest-levenshtein';

/** The nearest of some names, if one is near enough to have been meant; null otherwise. */
export function nearest(name: string, among: readonly string[]): string | null {
  // Two swapped letters are two edits.
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let best: { name: string; far: number } | null = null;
  for (const other of among) {
    const far = distance(name.toLowerCase(), other.toLowerCase());
    if (far <= limit && (best === null || far < best.far)) best = { name: other, far };
  }
  return best?.name ?? null;
}
