import type { ImpactTable } from './scoring.ts';

/**
 * Lists of postings as bytes; documents count from 0 in each segment.
 *
 * Dense: four bits a document, low ones first: the code of its units (`toUnitsCode`), 0 for a document that has not the term.
 *
 * Sparse: for each document a number of 7 bits a byte (low ones first, the high bit says that more follow): its two lowest
 * bits are the code if that is 1 to 3, else 0 and the code is a byte of its own after it; the others tell how many documents
 * were left out since the one before.
 */

/** A list is dense when at least one of so many documents has the term: that is faster to add up, and to look into. */
const DENSE = 6;

/** Writes one list after the other. */
export class PostingWriter {
  readonly #documents: number;
  #bytes = new Uint8Array(1024);
  #length = 0;
  #next = 0;
  isDense = false;
  count = 0;

  /** `documents` of the segment. */
  constructor(documents: number) {
    this.#documents = documents;
  }

  /** Begins a list of at most `most` postings. */
  begin(most: number): void {
    this.isDense = most > 1 && most * DENSE >= this.#documents;
    const room = this.isDense ? (this.#documents + 1) >>> 1 : most * 6;
    if (this.#bytes.length < room) this.#bytes = new Uint8Array(2 * room);
    this.#length = this.isDense ? room : 0;
    if (this.isDense) this.#bytes.fill(0, 0, room);
    this.#next = 0;
    this.count = 0;
  }

  /** Documents come in ascending order. */
  add(document: number, code: number): void {
    this.count += 1;
    if (this.isDense) {
      const at = document >>> 1;
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (document % 2 === 0 ? code : code << 4);
      return;
    }
    let left = (document - this.#next) * 4 + (code > 3 ? 0 : code);
    while (left > 127) {
      this.#bytes[this.#length++] = (left & 127) | 128;
      left >>>= 7;
    }
    this.#bytes[this.#length++] = left;
    if (code > 3) this.#bytes[this.#length++] = code;
    this.#next = document + 1;
  }

  /** The list; good until the next one begins. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Where scores of a segment's documents are added up. */
export interface ScoreSheet {
  readonly scores: Float32Array;
  /** Length of each document, as `toLengthCode` tells it. */
  readonly lengths: Uint8Array;
  readonly impacts: ImpactTable;
}

/** Adds `factor` times each posting's impact to its document's score; the sheet's scores are those of the segment alone. */
export function addScores(bytes: Uint8Array, isDense: boolean, factor: number, sheet: ScoreSheet): void {
  if (isDense) addDense(bytes, factor, sheet);
  else addSparse(bytes, factor, sheet);
}

/**
 * The same for some documents of a dense list. Candidates are numbers in `scores`, where the segment's first document has
 * the number `first`; those of other segments are passed over.
 */
export function addScoresOf(
  candidates: Uint32Array,
  first: number,
  bytes: Uint8Array,
  factor: number,
  { scores, lengths, impacts }: ScoreSheet,
): void {
  for (let at = 0; at < candidates.length; at++) {
    const number = candidates[at] as number;
    const document = number - first;
    if (document < 0 || document >= lengths.length) continue;
    const byte = bytes[document >>> 1] as number;
    const code = (document & 1) === 0 ? byte & 15 : byte >>> 4;
    (scores[number] as number) += factor * (impacts[((lengths[document] as number) << 4) | code] as number);
  }
}

/** Without a branch: what has not the term has an impact of 0. */
function addDense(bytes: Uint8Array, factor: number, { scores, lengths, impacts }: ScoreSheet): void {
  const pairs = Math.min(bytes.length, scores.length >>> 1);
  for (let at = 0, document = 0; at < pairs; at++, document += 2) {
    const byte = bytes[at] as number;
    (scores[document] as number) +=
      factor * (impacts[((lengths[document] as number) << 4) | (byte & 15)] as number);
    (scores[document + 1] as number) +=
      factor * (impacts[((lengths[document + 1] as number) << 4) | (byte >>> 4)] as number);
  }
  if (scores.length % 2 === 0) return;
  const last = scores.length - 1;
  const code = (bytes[pairs] ?? 0) & 15;
  (scores[last] as number) += factor * (impacts[((lengths[last] as number) << 4) | code] as number);
}

function addSparse(bytes: Uint8Array, factor: number, { scores, lengths, impacts }: ScoreSheet): void {
  const { length } = bytes;
  let document = -1;
  let at = 0;
  while (at < length) {
    let value = bytes[at++] as number;
    if (value > 127) {
      value &= 127;
      let byte = 128;
      for (let shift = 7; byte > 127 && at < length; shift += 7) {
        byte = bytes[at++] as number;
        value |= (byte & 127) << shift;
      }
    }
    document += (value >>> 2) + 1;
    let code = value & 3;
    if (code === 0) code = bytes[at++] as number;
    (scores[document] as number) += factor * (impacts[((lengths[document] as number) << 4) | code] as number);
  }
}

/** Each posting in order, for what is not hot. */
export function forEachPosting(
  bytes: Uint8Array,
  isDense: boolean,
  take: (document: number, code: number) => void,
): void {
  if (isDense) {
    for (const [at, byte] of bytes.entries()) {
      if ((byte & 15) !== 0) take(2 * at, byte & 15);
      if (byte > 15) take(2 * at + 1, byte >>> 4);
    }
    return;
  }
  let document = -1;
  for (let at = 0; at < bytes.length; ) {
    let value = 0;
    let byte = 128;
    for (let shift = 0; byte > 127 && at < bytes.length; shift += 7) {
      byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
    }
    document += (value >>> 2) + 1;
    take(document, (value & 3) === 0 ? (bytes[at++] ?? 0) : value & 3);
  }
}

/** True when a dense list has the document. */
export function hasPosting(bytes: Uint8Array, document: number): boolean {
  const byte = bytes[document >>> 1] ?? 0;
  return (document % 2 === 0 ? byte & 15 : byte >>> 4) !== 0;
}

/** Where the posting of a sparse list ends that begins at `from`. */
export function endOfPosting(bytes: Uint8Array, from: number): number {
  let at = from;
  const code = (bytes[at] ?? 0) & 3;
  while ((bytes[at] ?? 0) > 127) at++;
  return at + (code === 0 ? 2 : 1);
}
