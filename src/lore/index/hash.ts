/** Bits of a key. A million terms share them without a pair in common, all but certainly. */
export const KEY_BITS = 44;
const HIGH_BITS = KEY_BITS - 32;

/** A term as a number below 2^44: the index keeps no words, and its keys are spread evenly. */
export function toKey(term: string): number {
  let low = 0x2545f491;
  let high = 0x9e3779b9;
  for (let at = 0; at < term.length; at++) {
    const code = term.charCodeAt(at);
    low = Math.imul(low ^ code, 0x85ebca6b);
    high = Math.imul(high ^ code, 0xc2b2ae35);
  }
  low = mix(low ^ (high >>> 15));
  high = mix(high ^ (low >>> 13));
  return (high >>> (32 - HIGH_BITS)) * 0x1_0000_0000 + low;
}

/** Every bit of the number reaches every bit of the result. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
