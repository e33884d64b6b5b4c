import { ByteWriter } from './bytes.ts';
import type { PostingWriter } from './postings.ts';
import {
  BLOCK_DOCUMENTS,
  LONG,
  MAGIC,
  type StoredDocument,
  toBucketBits,
  toBucketWidth,
} from './segment-format.ts';

/** Writes a segment: its lists in the order of their keys, then its documents, all at once. */
export class SegmentWriter {
  readonly #lists = new ByteWriter();
  readonly #buckets = new ByteWriter();
  readonly #offsets: number[] = [];
  readonly #bits: number;
  readonly #width: number;
  #from = 0;
  #last = 0;

  /** About how many terms there will be. */
  constructor(terms: number) {
    this.#bits = toBucketBits(terms);
    this.#width = toBucketWidth(this.#bits);
  }

  /** Takes what was written to it since its list began. */
  add(key: number, postings: PostingWriter): void {
    const list = postings.view();
    this.#reach(Math.floor(key / this.#width));
    const isLong = list.length > LONG;
    this.#buckets.varint(key - this.#last);
    this.#buckets.varint(postings.count * 4 + Number(postings.isDense) * 2 + Number(isLong));
    this.#last = key;
    if (postings.isDense || postings.count > 1) this.#buckets.varint(list.length);
    if (isLong) {
      const from = this.#lists.length;
      this.#lists.raw(list);
      this.#lists.seal(from);
    } else this.#buckets.raw(list);
  }

  /** The parts of the file, in order. `length` is the units of all documents. */
  finish(documents: readonly StoredDocument[], lengths: Uint8Array, length: number): Uint8Array[] {
    this.#reach(2 ** this.#bits);
    const [blocks, facts] = [new ByteWriter(), new Facts()];
    const places: number[] = [];
    for (let at = 0; at < documents.length; at += BLOCK_DOCUMENTS) {
      places.push(blocks.length);
      writeBlock(blocks, documents.slice(at, at + BLOCK_DOCUMENTS), facts);
    }
    places.push(blocks.length);
    const sizes = [this.#lists.length, this.#buckets.length, blocks.length];
    const directory = new ByteWriter();
    for (const number of [documents.length, length, this.#bits, ...sizes]) directory.varint(number);
    facts.write(directory);
    directory.raw(lengths);
    for (const offsets of [this.#offsets, places]) writeGaps(directory, offsets);
    directory.seal(0);
    const footer = new ByteWriter();
    footer.uint32(MAGIC);
    footer.uint32(sizes.reduce((sum, size) => sum + size, 0));
    footer.uint32(directory.length);
    return [this.#lists, this.#buckets, blocks, directory, footer].map((part) => part.view());
  }

  /** Ends buckets until this one is open. */
  #reach(bucket: number): void {
    while (this.#offsets.length <= bucket) {
      if (this.#offsets.length > 0) this.#buckets.seal(this.#from);
      this.#from = this.#buckets.length;
      this.#last = this.#offsets.length * this.#width;
      this.#offsets.push(this.#from);
      if (this.#offsets.length <= 2 ** this.#bits) this.#buckets.varint(this.#lists.length);
    }
  }
}

function writeGaps(directory: ByteWriter, offsets: readonly number[]): void {
  for (let at = 1; at < offsets.length; at++) directory.varint((offsets[at] ?? 0) - (offsets[at - 1] ?? 0));
}

/** Paths are cut by what they share with the one before. */
function writeBlock(blocks: ByteWriter, documents: readonly StoredDocument[], facts: Facts): void {
  const from = blocks.length;
  let before: Uint8Array = new Uint8Array();
  let time = 0;
  for (const document of documents) {
    const path = Buffer.from(document.path, 'utf8');
    const shared = countShared(before, path);
    blocks.varint(shared);
    blocks.varint(path.length - shared);
    blocks.raw(path.subarray(shared));
    blocks.varint(document.layers);
    blocks.varint(facts.numberOf(document));
    const { created } = document;
    blocks.varint(created === null ? 0 : 1 + zigzag(created - time));
    blocks.text(document.id);
    blocks.text(document.stamp);
    before = path;
    time = created ?? time;
  }
  blocks.seal(from);
}

/** A number with a sign as one without: 0, -1, 1, -2, 2, … */
function zigzag(number: number): number {
  return number < 0 ? -2 * number - 1 : 2 * number;
}

function countShared(one: Uint8Array, other: Uint8Array): number {
  const most = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < most && one[shared] === other[shared]) shared++;
  return shared;
}

/** What many documents have in common, told once. */
class Facts {
  readonly #known = new Map<string, number>();
  readonly #bytes = new ByteWriter();

  numberOf({ kind, agent, outcome }: StoredDocument): number {
    const key = JSON.stringify([kind, agent, outcome]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    for (const fact of [kind, agent, outcome]) this.#bytes.text(fact);
    this.#known.set(key, this.#known.size);
    return this.#known.size - 1;
  }

  write(directory: ByteWriter): void {
    directory.varint(this.#known.size);
    directory.raw(this.#bytes.view());
  }
}
