import type { LoreId } from '../domain/lore.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_BITS = 80n;
const ID_LENGTH = 26;
const TIME_LENGTH = 10;

export interface UlidSource {
  /** Milliseconds since the epoch. */
  now(): number;
  /** So many random bytes. */
  random(count: number): Uint8Array;
}

/** A source of ids that only ever grow, also within one millisecond and when the clock goes back. */
export function createUlids(source: UlidSource): () => LoreId {
  let last = -1n;
  return () => {
    const fresh = (BigInt(source.now()) << RANDOM_BITS) | toNumber(source.random(10));
    const sameTick = last >> RANDOM_BITS >= fresh >> RANDOM_BITS;
    last = sameTick ? last + 1n : fresh;
    return toDigits(last);
  };
}

/** The id of a time (milliseconds since the epoch) and ten bytes: the same for the same. */
export function toUlid(time: number, bytes: Uint8Array): LoreId {
  return toDigits((BigInt(time) << RANDOM_BITS) | toNumber(bytes.subarray(0, 10)));
}

/** When an id was made, milliseconds since the epoch. */
export function timeOf(id: LoreId): number {
  let time = 0;
  for (const digit of id.slice(0, TIME_LENGTH)) time = time * DIGITS.length + DIGITS.indexOf(digit);
  return time;
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function toDigits(number: bigint): LoreId {
  let text = '';
  for (let rest = number; text.length < ID_LENGTH; rest >>= 5n)
    text = (DIGITS[Number(rest & 31n)] ?? '') + text;
  return text;
}
