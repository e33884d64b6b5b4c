import { stemmer } from 'stemmer';
import { irregular } from './irregular.ts';
import { stopWords } from './stop-words.ts';

/** A run of letters and digits, with what joins names: `no-unused-vars`, `ERR_X`, `don't`. */
const CHUNK = /[A-Za-z0-9_$]+(?:[-'][A-Za-z0-9_$]+)*/g;
/** The same in every script: slower, and slow to begin with. */
const ANY_CHUNK = /[\p{L}\p{N}_$]+(?:[-'’][\p{L}\p{N}_$]+)*/gu;
/** The parts of `parseHTTPHeader2`: parse, HTTP, Header2. Digits stay with the letters before them: `TS2304` is one. */
const PART = /[A-Z]+(?![a-z])[0-9]*|[A-Z]?[^A-Z0-9]+[0-9]*|[0-9]+[^A-Z0-9]*/g;
const ANY_PART = /\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[^\p{Lu}\p{N}]+\p{N}*|\p{N}+[^\p{Lu}\p{N}]*/gu;
const ASCII = /^[\0-\x7f]*$/;
const MOST_PARTS = 12;
/** A name of more parts is a sentence with hyphens. */
const MOST_NAME_PARTS = 6;
/** Longer is a hash or encoded data, not a word. */
const LONGEST = 40;
const HASH = /^(?=.*\d)[0-9a-f]{16,}$/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** True for the characters that chunks of ASCII begin with and end with. */
export function isWordCode(code: number): boolean {
  return code < 128 && WORD_CODES[code] === 1;
}

const WORD_CODES = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[A-Za-z0-9_$]/.test(String.fromCharCode(code))),
);

/** The chunks of a text, each to be given to `toTerms`. Most are seen often, so that a caller can keep what they became. */
export function toChunks(text: string): readonly string[] {
  return text.match(isAscii(text) ? CHUNK : ANY_CHUNK) ?? [];
}

/**
 * One chunk -> its terms: Porter stems of its parts without stop words, bare numbers and single letters; a name of
 * several parts also as a whole, so that `noUnusedVars`, `no_unused_vars` and `no-unused-vars` are one.
 */
export function toTerms(chunk: string): readonly string[] {
  const parts = splitName(chunk);
  const terms = new Set<string>();
  for (const part of parts.slice(0, MOST_PARTS)) {
    const term = toTerm(part);
    if (term !== null) terms.add(term);
  }
  const name = parts.join('-');
  if (
    parts.length > 1 &&
    parts.length <= MOST_NAME_PARTS &&
    name.length <= LONGEST &&
    !/^[0-9-]+$/.test(name)
  )
    terms.add(name);
  return [...terms];
}

function splitName(chunk: string): string[] {
  const isPlain = isAscii(chunk);
  const plain = isPlain ? chunk : chunk.normalize('NFKD').replace(/\p{M}/gu, '');
  const pieces = plain.replace(/n['’]t$|['’](?:s|d|ll|re|ve|m)$/i, '').split(/[-_$'’]+/);
  return pieces.flatMap((piece) => {
    if (piece === '') return [];
    const isOne = isPlain
      ? !/[a-z][A-Z]|[A-Z][A-Z][a-z]/.test(piece)
      : !/\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(piece);
    if (isOne) return [piece.toLowerCase()];
    return (piece.match(isPlain ? PART : ANY_PART) ?? [piece]).map((part) => part.toLowerCase());
  });
}

/** What words became, for as many as are worth it: stems are dear, and names are made of the same few words. */
const becameOf = new Map<string, string | null>();
const MOST_KNOWN = 50_000;
/** A longer part of a text would keep all of the text in memory. */
const LONGEST_KNOWN = 12;

function toTerm(word: string): string | null {
  const known = becameOf.get(word);
  if (known !== undefined) return known;
  const term = analyseWord(word);
  if (word.length <= LONGEST_KNOWN && becameOf.size < MOST_KNOWN) becameOf.set(word, term);
  return term;
}

function analyseWord(word: string): string | null {
  if (word.length < 2 || word.length > LONGEST || stopWords.has(word)) return null;
  if (/^[0-9]+$/.test(word) || HASH.test(word)) return null;
  const base = irregular.get(word) ?? word;
  return /^[a-z]+$/.test(base) ? stemmer(base) : base;
}

/** Lines of a stack that only tell of the runner: the same in every failure. */
const NOISE = /^\s*at .*(?:node_modules[\\/]|\(?node:|\(internal[\\/]|\(?(?:module|timers|events)\.js:)/;

/** A term of a query with how much it counts beside the others, before rarity. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
  /** As it was typed first. */
  readonly word: string;
}

/** What is asked. A word that is said again counts for more, but ever less so: a stack says one path twenty times. */
export function toQuery(text: string): readonly QueryTerm[] {
  const lines = text.split('\n').filter((line) => !NOISE.test(line));
  const seen = new Map<string, { word: string; times: number }>();
  for (const chunk of toChunks(lines.join('\n'))) {
    for (const term of toTerms(chunk)) {
      const known = seen.get(term);
      if (known) known.times += 1;
      else seen.set(term, { word: chunk, times: 1 });
    }
  }
  return [...seen].map(([term, { word, times }]) => ({
    term,
    word,
    weight: ((REPEAT + 1) * times) / (REPEAT + times),
  }));
}

/** BM25's k3. */
const REPEAT = 2;
