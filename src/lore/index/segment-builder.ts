import { toChunks, toTerms } from './analyse.ts';
import { PostingWriter } from './postings.ts';
import { FIELD_UNITS, MOST_UNITS, quantise, toImpact } from './scoring.ts';
import type { DocumentWords } from './to-document.ts';

/** What chunks became is kept for so many of them: most of a corpus is the same few words. */
const MOST_KNOWN = 400_000;

/** A term's postings in one segment. */
export interface PostingRow {
  readonly term: string;
  readonly count: number;
  readonly data: Uint8Array;
}

/** Turns documents into postings by counting: terms of documents come in, documents of terms go out. Numbers begin at 0. */
export class SegmentBuilder {
  readonly #names: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #known = new Map<string, readonly number[]>();
  #seen = new Uint32Array(4096);
  #terms = new Uint32Array(1 << 16);
  #units = new Uint8Array(1 << 16);
  #postings = 0;
  /** Where each document's postings begin. */
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];

  get postings(): number {
    return this.#postings;
  }

  /** Units of all documents, for the average. */
  get length(): number {
    return this.#lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Returns the document's number in this segment. */
  add(document: DocumentWords): number {
    const touched: number[] = [];
    let length = 0;
    const count = (id: number, units: number) => {
      if (this.#seen[id] === 0) touched.push(id);
      this.#seen[id] = (this.#seen[id] ?? 0) + units;
    };
    for (const field of ['title', 'text', 'paths'] as const) {
      const units = FIELD_UNITS[field];
      for (const chunk of toChunks(document[field])) {
        for (const id of this.#termsOf(chunk)) {
          count(id, units);
          length += units;
        }
      }
    }
    for (const term of document.exact) count(this.#idOf(detach(term)), 1);
    this.#starts.push(this.#postings);
    this.#lengths.push(length);
    for (const id of touched) this.#push(id, this.#seen[id] ?? 0);
    for (const id of touched) this.#seen[id] = 0;
    return this.#starts.length - 1;
  }

  /** Rows by term. `average` is the units of a document of the whole index. */
  *rows(average: number): Generator<PostingRow> {
    const { documents, units, ends } = this.#invert();
    const order = this.#names.map((_, id) => id).sort((a, b) => compare(this.#names[a], this.#names[b]));
    const writer = new PostingWriter(0);
    for (const id of order) {
      const from = id === 0 ? 0 : (ends[id - 1] ?? 0);
      const to = ends[id] ?? 0;
      for (let at = from; at < to; at++) {
        const document = documents[at] ?? 0;
        writer.add(document, quantise(toImpact(units[at] ?? 0, this.#lengths[document] ?? 0, average)));
      }
      const { count } = writer;
      if (count > 0) yield { term: this.#names[id] ?? '', count, data: writer.take(0) };
    }
  }

  /** A counting sort by term; within a term documents stay in order. */
  #invert(): { documents: Uint32Array; units: Uint8Array; ends: Uint32Array } {
    const places = new Uint32Array(this.#names.length + 1);
    for (let at = 0; at < this.#postings; at++) {
      const id = (this.#terms[at] ?? 0) + 1;
      places[id] = (places[id] ?? 0) + 1;
    }
    for (let id = 1; id < places.length; id++) places[id] = (places[id] ?? 0) + (places[id - 1] ?? 0);
    const documents = new Uint32Array(this.#postings);
    const units = new Uint8Array(this.#postings);
    for (let document = 0; document < this.#starts.length; document++) {
      const to = this.#starts[document + 1] ?? this.#postings;
      for (let at = this.#starts[document] ?? 0; at < to; at++) {
        const id = this.#terms[at] ?? 0;
        const place = places[id] ?? 0;
        documents[place] = document;
        units[place] = this.#units[at] ?? 0;
        places[id] = place + 1;
      }
    }
    // Each term's place has moved on to where the next one's began.
    return { documents, units, ends: places };
  }

  #push(id: number, units: number): void {
    if (this.#postings === this.#terms.length) {
      const terms = new Uint32Array(this.#terms.length * 2);
      terms.set(this.#terms);
      this.#terms = terms;
      const larger = new Uint8Array(this.#units.length * 2);
      larger.set(this.#units);
      this.#units = larger;
    }
    this.#terms[this.#postings] = id;
    this.#units[this.#postings] = Math.min(MOST_UNITS, units);
    this.#postings += 1;
  }

  #termsOf(chunk: string): readonly number[] {
    const known = this.#known.get(chunk);
    if (known !== undefined) return known;
    const own = detach(chunk);
    const ids = toTerms(own).map((term) => this.#idOf(term));
    if (this.#known.size < MOST_KNOWN) this.#known.set(own, ids);
    return ids;
  }

  #idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#names.length;
    this.#names.push(term);
    this.#ids.set(term, id);
    if (id >= this.#seen.length) {
      const seen = new Uint32Array(this.#seen.length * 2);
      seen.set(this.#seen);
      this.#seen = seen;
    }
    return id;
  }
}

/** A part of a text keeps all of the text in memory; a copy of it does not. */
export function detach(part: string): string {
  return Buffer.from(part, 'utf8').toString('utf8');
}

/** Nearly as SQLite orders text: rows that come in order are written fastest. */
function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
