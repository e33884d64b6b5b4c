import { toTerms } from './analyse.ts';
import { ChunkTable, enlarge } from './chunk-table.ts';
import { toKey } from './hash.ts';
import { HashTable } from './hash-table.ts';
import { PostingWriter } from './postings.ts';
import { FIELD_UNITS, toLengthCode, toUnitsCode } from './scoring.ts';
import type { StoredDocument } from './segment-format.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { DocumentWords } from './to-document.ts';

/** Turns documents into a segment by counting: terms of documents come in, documents of terms go out. */
export class SegmentBuilder {
  /** Key of each term, by its number here. */
  readonly #keys: number[] = [];
  readonly #numbers = new HashTable();
  readonly #chunks = new ChunkTable((chunk) => toTerms(chunk).map((term) => this.#numberOf(toKey(term))));
  /** Units of each term in the document that is being added. */
  #seen = new Uint32Array(4096);
  #terms = new Uint32Array(1 << 16);
  #codes = new Uint8Array(1 << 16);
  #postings = 0;
  /** Where each document's postings begin. */
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];

  get postings(): number {
    return this.#postings;
  }

  add(document: DocumentWords): void {
    const touched: number[] = [];
    let length = 0;
    const count = (term: number, units: number) => {
      if (this.#seen[term] === 0) touched.push(term);
      this.#seen[term] = (this.#seen[term] ?? 0) + units;
    };
    for (const field of ['title', 'text', 'paths'] as const) {
      const units = FIELD_UNITS[field];
      this.#chunks.forEach(document[field], (term) => {
        count(term, units);
        length += units;
      });
    }
    for (const term of document.exact) count(this.#numberOf(toKey(term)), 1);
    this.#starts.push(this.#postings);
    this.#lengths.push(length);
    for (const term of touched) this.#push(term, this.#seen[term] ?? 0);
    for (const term of touched) this.#seen[term] = 0;
  }

  /** The parts of the segment's file; `documents` as they were added. */
  build(documents: readonly StoredDocument[]): Uint8Array[] {
    const { inverted, codes, ends } = this.#invert();
    const order = Uint32Array.from(this.#keys.keys());
    order.sort((a, b) => (this.#keys[a] ?? 0) - (this.#keys[b] ?? 0));
    const writer = new SegmentWriter(order.length);
    const list = new PostingWriter(documents.length);
    for (const term of order) {
      const from = term === 0 ? 0 : (ends[term - 1] ?? 0);
      const end = ends[term] ?? 0;
      list.begin(end - from);
      for (let at = from; at < end; at++) list.add(inverted[at] ?? 0, codes[at] ?? 0);
      writer.add(this.#keys[term] ?? 0, list);
    }
    const lengths = Uint8Array.from(this.#lengths, toLengthCode);
    const length = this.#lengths.reduce((sum, one) => sum + one, 0);
    return writer.finish(documents, lengths, length);
  }

  /** A counting sort by term; within a term documents stay in order. */
  #invert(): { inverted: Uint32Array; codes: Uint8Array; ends: Uint32Array } {
    const places = new Uint32Array(this.#keys.length + 1);
    for (let at = 0; at < this.#postings; at++) {
      const next = (this.#terms[at] ?? 0) + 1;
      places[next] = (places[next] ?? 0) + 1;
    }
    for (let term = 1; term < places.length; term++)
      places[term] = (places[term] ?? 0) + (places[term - 1] ?? 0);
    const inverted = new Uint32Array(this.#postings);
    const codes = new Uint8Array(this.#postings);
    for (let document = 0; document < this.#starts.length; document++) {
      const to = this.#starts[document + 1] ?? this.#postings;
      for (let at = this.#starts[document] ?? 0; at < to; at++) {
        const term = this.#terms[at] ?? 0;
        const place = places[term] ?? 0;
        inverted[place] = document;
        codes[place] = this.#codes[at] ?? 0;
        places[term] = place + 1;
      }
    }
    // Each term's place has moved on to where the next one's began.
    return { inverted, codes, ends: places };
  }

  #push(term: number, units: number): void {
    if (this.#postings === this.#terms.length) {
      this.#terms = enlarge(this.#terms);
      const larger = new Uint8Array(this.#codes.length * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#terms[this.#postings] = term;
    this.#codes[this.#postings] = toUnitsCode(units);
    this.#postings += 1;
  }

  #numberOf(key: number): number {
    const { size } = this.#numbers;
    const number = this.#numbers.numberOf(key | 0, Math.floor(key / 0x1_0000_0000));
    if (number < size) return number;
    this.#keys.push(key);
    if (number >= this.#seen.length) this.#seen = enlarge(this.#seen);
    return number;
  }
}
