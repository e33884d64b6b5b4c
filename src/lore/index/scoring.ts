/** BM25 (Robertson and Zaragoza, 2009) with weighted fields, its term part kept in one byte. */
const K1 = 1.2;
const B = 0.75;
/** Occurrences are counted in units of the lowest field weight, so that they are whole numbers. */
const UNIT = 0.6;

/** Units that one occurrence counts for, by field: 2.4, 0.6 and 1.2. */
export const FIELD_UNITS = { title: 4, text: 1, paths: 2 } as const;
export const MOST_UNITS = 255;
const LEVELS = 255;

/** The term part of a score, 0 to 1, for a document of `length` units among others of `average` units. */
export function toImpact(units: number, length: number, average: number): number {
  const frequency = units * UNIT;
  return frequency / (frequency + K1 * (1 - B + (B * length) / Math.max(average, 1)));
}

/** An impact as a byte, never 0: a document that has the term is found. */
export function quantise(impact: number): number {
  return Math.min(LEVELS, Math.max(1, Math.round(impact * LEVELS)));
}

/** What a quantised impact is multiplied by for a term that `having` of `all` documents have. */
export function toFactor(all: number, having: number): number {
  return (rarity(all, having) * (K1 + 1)) / LEVELS;
}

function rarity(all: number, having: number): number {
  return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5));
}
