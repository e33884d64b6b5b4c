/** Draws characters, the same ones for the same seed. */
export interface Draw {
  of(alphabet: string, length: number): string;
  hex(length: number): string;
  alnum(length: number): string;
  base64(length: number): string;
  url(length: number): string;
  upper(length: number): string;
  digits(length: number): string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ALNUM = LOWER + LOWER.toUpperCase() + DIGITS;

export function createDraw(seed: number): Draw {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  const of = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[next() % alphabet.length]).join('');
  return {
    of,
    hex: (length) => of('0123456789abcdef', length),
    alnum: (length) => of(ALNUM, length),
    base64: (length) => of(`${ALNUM}+/`, length),
    url: (length) => of(`${ALNUM}_-`, length),
    upper: (length) => of(LOWER.toUpperCase() + DIGITS, length),
    digits: (length) => of(DIGITS, length),
  };
}
