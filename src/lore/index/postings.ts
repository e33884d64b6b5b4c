/**
 * A list of postings as bytes: for each document the gap to the one before it (7 bits a byte, low ones first, the high
 * bit says that more follow), then its impact in one byte.
 */
export class PostingWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #last: number;
  count = 0;

  /** `before` is the number that the first gap is counted from. */
  constructor(before: number) {
    this.#last = before;
  }

  /** Documents come in ascending order. */
  add(document: number, impact: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let gap = document - this.#last;
    while (gap > 127) {
      this.#bytes[this.#length++] = (gap & 127) | 128;
      gap >>>= 7;
    }
    this.#bytes[this.#length++] = gap;
    this.#bytes[this.#length++] = impact;
    this.#last = document;
    this.count += 1;
  }

  /** The list so far, a copy; the writer then begins anew. */
  take(before: number): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    this.#last = before;
    this.count = 0;
    return bytes;
  }
}

/** Adds `factor` times each impact to the document's place. Bytes that are no list never write outside of `scores`. */
export function addScores(bytes: Uint8Array, before: number, factor: number, scores: Float32Array): void {
  const { length } = bytes;
  let document = before;
  let at = 0;
  while (at < length) {
    let byte = bytes[at++] as number;
    let gap = byte & 127;
    for (let shift = 7; byte > 127 && at < length; shift += 7) {
      byte = bytes[at++] as number;
      gap |= (byte & 127) << shift;
    }
    document += gap;
    (scores[document] as number) += factor * (bytes[at++] as number);
  }
}

/** Each posting in order, for what is not hot. */
export function forEachPosting(
  bytes: Uint8Array,
  before: number,
  take: (document: number, impact: number) => void,
): void {
  let document = before;
  for (let at = 0; at < bytes.length; ) {
    let byte = bytes[at++] ?? 0;
    let gap = byte & 127;
    for (let shift = 7; byte > 127 && at < bytes.length; shift += 7) {
      byte = bytes[at++] ?? 0;
      gap |= (byte & 127) << shift;
    }
    document += gap;
    take(document, bytes[at++] ?? 0);
  }
}
