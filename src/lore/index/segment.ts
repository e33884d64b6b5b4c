import { BrokenIndex, ByteReader, CHECK_BYTES, readUint32, toText, unseal } from './bytes.ts';
import { endOfPosting } from './postings.ts';
import {
  BLOCK_DOCUMENTS,
  FOOTER_BYTES,
  MAGIC,
  type StoredDocument,
  toBucketWidth,
} from './segment-format.ts';
import type { Store } from './store.ts';

/** Where the postings of a term are. */
export interface TermList {
  readonly count: number;
  readonly isDense: boolean;
  /** The list itself when it is short, else its offset and length among the long ones. */
  readonly place: Uint8Array | readonly [number, number];
}

/** More look-ups than one question makes. */
const MANY_FINDS = 500;

interface Facts {
  readonly kind: string | null;
  readonly agent: string | null;
  readonly outcome: string | null;
}

/** Reads a segment. Throws `BrokenIndex` wherever its bytes are not those that were written. */
export class Segment {
  readonly #store: Store;
  readonly documents: number;
  /** Units of all documents, for the average. */
  readonly length: number;
  /** By document, as `toLengthCode` tells it. */
  readonly lengths: Uint8Array;
  readonly #width: number;
  readonly #facts: readonly Facts[];
  #finds = 0;
  /** All buckets, once many terms were looked up. */
  #held: Uint8Array | null = null;
  /** Where each bucket and each block begins, and the last one ends. */
  readonly #buckets: Uint32Array;
  readonly #blocks: Uint32Array;

  constructor(store: Store) {
    this.#store = store;
    const reader = new ByteReader(readDirectory(store));
    this.documents = reader.varint();
    this.length = reader.varint();
    const bits = reader.varint();
    const sizes = [reader.varint(), reader.varint(), reader.varint()] as const;
    this.#width = toBucketWidth(bits);
    this.#facts = Array.from({ length: reader.varint() }, () => ({
      kind: reader.text(),
      agent: reader.text(),
      outcome: reader.text(),
    }));
    this.lengths = reader.raw(this.documents).slice();
    this.#buckets = readGaps(reader, 2 ** bits, sizes[0]);
    this.#blocks = readGaps(reader, Math.ceil(this.documents / BLOCK_DOCUMENTS), sizes[0] + sizes[1]);
  }

  /** Null when no document has the term. */
  find(key: number): TermList | null {
    this.#hold();
    let found: TermList | null = null;
    this.#scan(Math.floor(key / this.#width), (term, list) => {
      if (term === key) found = list();
      return term >= key;
    });
    return found;
  }

  /** Good until the next read. */
  read({ place }: TermList): Uint8Array {
    if (place instanceof Uint8Array) return place;
    const [offset, length] = place;
    return unseal(this.#store.read(offset, length + CHECK_BYTES));
  }

  /** All terms by key. */
  *terms(): Generator<TermList & { readonly key: number }> {
    for (let bucket = 0; bucket + 1 < this.#buckets.length; bucket++) {
      const entries: (TermList & { readonly key: number })[] = [];
      this.#scan(bucket, (key, list) => {
        entries.push({ key, ...list() });
        return false;
      });
      yield* entries;
    }
  }

  document(number: number): StoredDocument {
    const block = this.#block(Math.floor(number / BLOCK_DOCUMENTS));
    const document = block[number % BLOCK_DOCUMENTS];
    if (document === undefined) throw new BrokenIndex('a document is missing');
    return document;
  }

  *all(): Generator<StoredDocument> {
    for (let block = 0; block + 1 < this.#blocks.length; block++) yield* this.#block(block);
  }

  close(): void {
    this.#store.close();
  }

  /** Who asks often is spared a read for each word. */
  #hold(): void {
    this.#finds += 1;
    if (this.#finds !== MANY_FINDS) return;
    const [from = 0, to = 0] = [this.#buckets[0], this.#buckets.at(-1)];
    this.#held = this.#store.read(from, to - from).slice();
  }

  #bucket(at: number): Uint8Array {
    const [from, to] = toRange(this.#buckets, at);
    const start = this.#buckets[0] ?? 0;
    return unseal(this.#held?.subarray(from - start, to - start) ?? this.#store.read(from, to - from));
  }

  /** Visits the terms of a bucket by key until one says that it is enough. `list` is to be called at once, or not at all. */
  #scan(bucket: number, visit: (key: number, list: () => TermList) => boolean): void {
    const bytes = this.#bucket(bucket);
    const reader = new ByteReader(bytes);
    let long = reader.varint();
    let key = bucket * this.#width;
    let count = 0;
    let length = 0;
    let form = 0;
    const list = (): TermList => ({
      count,
      isDense: form >= 2,
      place: form % 2 === 1 ? [long, length] : bytes.slice(reader.at, reader.at + length),
    });
    while (!reader.isAtEnd) {
      key += reader.varint();
      const head = reader.varint();
      count = Math.floor(head / 4);
      form = head % 4;
      length = count === 1 && form === 0 ? endOfPosting(bytes, reader.at) - reader.at : reader.varint();
      if (visit(key, list)) return;
      if (form % 2 === 1) long += length + CHECK_BYTES;
      else reader.at += length;
    }
  }

  #block(at: number): StoredDocument[] {
    const [from, to] = toRange(this.#blocks, at);
    const reader = new ByteReader(unseal(this.#store.read(from, to - from)));
    const documents: StoredDocument[] = [];
    let before: Uint8Array = new Uint8Array();
    let time = 0;
    while (!reader.isAtEnd) {
      const shared = reader.varint();
      const rest = reader.raw(reader.varint());
      const path = new Uint8Array(shared + rest.length);
      path.set(before.subarray(0, shared));
      path.set(rest, shared);
      const layers = reader.varint();
      const facts = this.#facts[reader.varint()];
      if (facts === undefined) throw new BrokenIndex('facts are missing');
      const since = reader.varint();
      const created = since === 0 ? null : time + unzigzag(since - 1);
      const [id, stamp] = [reader.text(), reader.text()];
      documents.push({ path: toText(path), layers, stamp, id, created, ...facts });
      before = path;
      time = created ?? time;
    }
    return documents;
  }
}

function toRange(offsets: Uint32Array, at: number): [number, number] {
  const [from, to] = [offsets[at], offsets[at + 1]];
  if (from === undefined || to === undefined) throw new BrokenIndex('there is no such block');
  return [from, to];
}

function readDirectory(store: Store): Uint8Array {
  const footer = store.read(Math.max(0, store.size - FOOTER_BYTES), FOOTER_BYTES);
  if (footer.length < FOOTER_BYTES || readUint32(footer, 0) !== MAGIC) throw new BrokenIndex('no segment');
  const [offset, length] = [readUint32(footer, 4), readUint32(footer, 8)];
  if (offset + length + FOOTER_BYTES !== store.size) throw new BrokenIndex('a segment is cut off');
  return unseal(store.read(offset, length));
}

function readGaps(reader: ByteReader, many: number, from: number): Uint32Array {
  const offsets = new Uint32Array(many + 1);
  offsets[0] = from;
  for (let at = 1; at <= many; at++) offsets[at] = (offsets[at - 1] ?? 0) + reader.varint();
  return offsets;
}

function unzigzag(number: number): number {
  return number % 2 === 1 ? -(number + 1) / 2 : number / 2;
}
