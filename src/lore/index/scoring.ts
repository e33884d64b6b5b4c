/** BM25 (Robertson and Zaragoza, 2009) with weighted fields. */
const K1 = 1.2;
const B = 0.75;

/**
 * Units that one occurrence counts for, by field: weights 2.4, 0.6 and 1.2 in units of the lowest, so that they are whole
 * numbers.
 */
export const FIELD_UNITS = { title: 4, text: 1, paths: 2 } as const;
const UNIT = 0.6;

/** Lengths up to here are kept exactly. */
const EXACT = 24;
const LENGTH_CODES = 256;
const LONGEST = 1 << 16;
/** From there on each code stands for lengths 3.5 % longer than the last. */
const STEP = Math.log(LONGEST / EXACT) / (LENGTH_CODES - 1 - EXACT);

/** A document's length in units -> one byte. */
export function toLengthCode(length: number): number {
  if (length <= EXACT) return length;
  return Math.min(LENGTH_CODES - 1, Math.round(EXACT + Math.log(length / EXACT) / STEP));
}

export function fromLengthCode(code: number): number {
  return code <= EXACT ? code : EXACT * Math.exp((code - EXACT) * STEP);
}

/** What each code of units stands for; 0 is for none. More occurrences tell ever less, so that few codes do. */
const CODED_UNITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.5, 13, 17, 24, 36, 70] as const;
const UNIT_CODES = 16;
/** Code by units; more units than that have the last code. */
const CODES = Uint8Array.from({ length: 48 }, (_, units) => nearest(units));

function nearest(units: number): number {
  const distances = CODED_UNITS.map((coded) => Math.abs(coded - units));
  return Math.max(Math.min(1, units), distances.indexOf(Math.min(...distances)));
}

/** Units of a term in a document, 1 or more -> four bits, never 0. */
export function toUnitsCode(units: number): number {
  return CODES[units] ?? UNIT_CODES - 1;
}

/** The term part of a score, 0 to 1, at `16 * code of the document's length + code of its units`. */
export type ImpactTable = Float32Array;

/** For documents among others of `average` units. */
export function toImpacts(average: number): ImpactTable {
  const impacts = new Float32Array(UNIT_CODES * LENGTH_CODES);
  for (let length = 0; length < LENGTH_CODES; length++) {
    const norm = (K1 * (1 - B + (B * fromLengthCode(length)) / Math.max(average, 1))) / UNIT;
    for (const [code, units] of CODED_UNITS.entries())
      impacts[UNIT_CODES * length + code] = units / (units + norm);
  }
  return impacts;
}

/** What an impact is multiplied by for a term that `having` of `all` documents have. */
export function toFactor(all: number, having: number): number {
  return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5)) * (K1 + 1);
}
