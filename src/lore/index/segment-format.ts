import { KEY_BITS } from './hash.ts';

/**
 * A segment is a file that never changes:
 *
 *   long lists | buckets of terms | blocks of documents | directory | footer
 *
 * Terms are keys (`toKey`), in as many buckets as make about 32 terms each, by their highest bits. In a bucket each term is
 * the gap to the key before it, a head, and then: its only posting; or the length of its list and the list; or the length of
 * its list, which is among the long ones, one after the other from where the bucket says. The head is four times the count,
 * and 1 more when the list is among the long ones, 2 more when it is dense. Each list, bucket,
 * block and the directory end with a check of their bytes. The directory is what is held in memory.
 */
export const MAGIC = 0x3272_6f6c;
/** Magic, offset and length of the directory, each four bytes. */
export const FOOTER_BYTES = 12;
/** Longer lists are not kept among the terms. */
export const LONG = 48;
export const BLOCK_DOCUMENTS = 16;
const BUCKET_TERMS = 32;

/** The number of buckets for so many terms, as a power of two. */
export function toBucketBits(terms: number): number {
  return Math.min(22, Math.max(0, Math.round(Math.log2(Math.max(1, terms / BUCKET_TERMS)))));
}

/** Keys of one bucket. */
export function toBucketWidth(bits: number): number {
  return 2 ** (KEY_BITS - bits);
}

/** What a segment keeps of a document beside its postings. */
export interface StoredDocument {
  readonly path: string;
  /** Bit per layer of the source that has it. */
  readonly layers: number;
  readonly stamp: string | null;
  /** Null when the path says it. */
  readonly id: string | null;
  /** Milliseconds since the epoch. */
  readonly created: number | null;
  readonly kind: string | null;
  readonly agent: string | null;
  readonly outcome: string | null;
}
