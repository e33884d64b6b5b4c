/** Which of several sets is green, tried in this order: its index; null when none is, or nothing more may be tried. */
export type FirstGreen<T> = (sets: readonly (readonly T[])[]) => Promise<number | null>;

/**
 * A part of a green set that is still green and from which no single piece can be left out: delta debugging, the `ddmin`
 * of Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input" (2002).
 */
export async function minimise<T>(green: readonly T[], firstGreen: FirstGreen<T>): Promise<readonly T[]> {
  let kept = green;
  for (let pieces = 2; kept.length >= 2; ) {
    const subsets = split(kept, pieces);
    const hit = await firstGreen(subsets);
    if (hit !== null) {
      kept = subsets[hit] ?? kept;
      pieces = 2;
      continue;
    }
    // With two pieces each is the other's complement.
    const complements =
      pieces === 2 ? [] : subsets.map((_, out) => subsets.filter((__, at) => at !== out).flat());
    const rest = await firstGreen(complements);
    if (rest !== null) {
      kept = complements[rest] ?? kept;
      pieces = Math.max(pieces - 1, 2);
    } else if (pieces < kept.length) pieces = Math.min(pieces * 2, kept.length);
    else break;
  }
  return kept;
}

function split<T>(all: readonly T[], pieces: number): T[][] {
  const bound = (index: number) => Math.round((index * all.length) / pieces);
  return Array.from({ length: pieces }, (_, index) => all.slice(bound(index), bound(index + 1)));
}
