import { type Token, tokensOf } from './tokens.ts';

/**
 * What a small change did, word by word: `===` became `!==`, `await` went. Two changes that are equal here were made in the
 * same way, whatever they broke and however that showed.
 */
export interface Mistake {
  readonly gone: readonly string[];
  readonly came: readonly string[];
}

/** More is no slip. */
const MOST_LINES = 3;
const MOST_WORDS = 10;
const LONGEST = 2_000;

/** What stands for any name, number, text. */
const HOLES: Readonly<Record<Exclude<Token['kind'], 'mark'>, string>> = { name: '_', number: '#', text: '"' };
/** What only holds other words together. */
const PUNCTUATION = new Set([...'.,:;()[]{}"\'`']);
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/** The change between two texts of a few lines; null when it is too large, or says nothing: names, values or layout alone. */
export function toMistake(before: string, after: string): Mistake | null {
  if (before.length + after.length > LONGEST) return null;
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old === null || now === null) return null;
  const [gone, came] = trim(old, now);
  if (gone.length + came.length > MOST_WORDS) return null;
  const open = { gone: gone.map(toHole), came: came.map(toHole) };
  if (open.gone.join(' ') === open.came.join(' ')) return null;
  const apart = marksApart(gone, came);
  if (apart.some((mark) => !PUNCTUATION.has(mark))) return open;
  if (apart.length === 0) return null;
  // A call or an index says what it is by its name only.
  const named = { gone: gone.map(toNamed), came: came.map(toNamed) };
  return [...gone, ...came].some(({ kind }) => kind === 'name' || kind === 'number') ? named : null;
}

/** What takes it back; of a fix, what it mended. */
export function reverse({ gone, came }: Mistake): Mistake {
  return { gone: came, came: gone };
}

/** Equal for equal mistakes only. */
export function keyOf({ gone, came }: Mistake): string {
  return JSON.stringify([gone, came]);
}

/** `` `===` became `!==` ``. */
export function explainMistake({ gone, came }: Mistake): string {
  const [old, now] = [gone.join(' '), came.join(' ')];
  if (now === '') return `\`${old}\` went`;
  return old === '' ? `\`${now}\` came` : `\`${old}\` became \`${now}\``;
}

/** Null for too many lines; comments are none. */
function wordsOf(text: string): Token[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !COMMENT.test(line));
  return lines.length > MOST_LINES ? null : lines.flatMap(tokensOf);
}

/** Without what both begin with and then what both end with: the same both ways, where a longest common sequence need not be. */
function trim(old: readonly Token[], now: readonly Token[]): [readonly Token[], readonly Token[]] {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && isSame(old[start], now[start])) start++;
  let end = 0;
  while (end < most - start && isSame(old.at(-1 - end), now.at(-1 - end))) end++;
  return [old.slice(start, old.length - end), now.slice(start, now.length - end)];
}

function isSame(a: Token | undefined, b: Token | undefined): boolean {
  return a?.kind === b?.kind && a?.text === b?.text;
}

/** Marks that one side has more of than the other; all of them where they only stand in another order. */
function marksApart(gone: readonly Token[], came: readonly Token[]): string[] {
  const marksOf = (words: readonly Token[]) =>
    words.flatMap(({ kind, text }) => (kind === 'mark' ? [text] : []));
  const [old, now] = [marksOf(gone), marksOf(came)];
  const apart = [...without(old, now), ...without(now, old)];
  return apart.length === 0 && old.join(' ') !== now.join(' ') ? old : apart;
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function toHole({ kind, text }: Token): string {
  return kind === 'mark' ? text : HOLES[kind];
}

function toNamed({ kind, text }: Token): string {
  return kind === 'text' ? HOLES.text : text;
}
