import { distance } from 'fastest-levenshtein';
import { statementLines } from '../statements.ts';
import type { Piece } from './undo.ts';

/** Texts less alike than this are not one statement before and after. */
const ALIKE = 0.4;
const MOST_UNITS = 80;
const MOST_COMPARED = 400;

/** Cuts a piece into smaller ones, statement by statement or line by line; together they undo the same. */
export function refine(piece: Piece, unit: 'statement' | 'line'): Piece[] {
  const { file, edit } = piece;
  const after = file.after ?? '';
  const old = unitsOf(file.path, after, edit.start, edit.end, unit);
  const start = file.before.indexOf(edit.text);
  const back =
    unit === 'line' || start < 0
      ? linesOf(edit.text)
      : unitsOf(file.path, file.before, start, start + edit.text.length, unit);
  if (old.length + back.length < 3 || old.length > MOST_UNITS || back.length > MOST_UNITS) return [piece];
  const pieces: Piece[] = [];
  let at = edit.start;
  for (const [from, to] of align(old, back)) {
    const text = to ?? '';
    const end = at + (from ?? '').length;
    if (from !== to) pieces.push({ file, edit: { start: at, end, text } });
    at = end;
  }
  return pieces;
}

/** The statements of a stretch of a text, as many whole lines each; lines where there is no statement. */
function unitsOf(
  path: string,
  text: string,
  start: number,
  end: number,
  unit: 'statement' | 'line',
): string[] {
  const lines = linesOf(text.slice(start, end));
  if (unit === 'line' || lines.length < 2) return lines;
  const first = text.slice(0, start).split('\n').length;
  const last = first + lines.length - 1;
  // One that is all of it would not be smaller.
  const inside = statementLines(path, text).filter(
    ([from, to]) => from >= first && to <= last && to - from < last - first,
  );
  const units: string[] = [];
  for (let line = first; line <= last; ) {
    const until = Math.max(line, ...inside.filter(([from]) => from === line).map(([, to]) => to));
    units.push(lines.slice(line - first, until - first + 1).join(''));
    line = until + 1;
  }
  return units;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

type Pair = readonly [string | null, string | null];

/** Puts what is alike side by side, in order: the pairs of the greatest likeness in sum. */
function align(old: readonly string[], back: readonly string[]): Pair[] {
  const best: number[][] = Array.from({ length: old.length + 1 }, () => Array(back.length + 1).fill(0));
  const like = (i: number, j: number) => likeness(old[i] ?? '', back[j] ?? '');
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = back.length - 1; j >= 0; j--) {
      const row = best[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), at(i + 1, j + 1) + like(i, j));
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < old.length || j < back.length; ) {
    const pair = i < old.length && j < back.length ? like(i, j) : 0;
    if (pair > 0 && at(i, j) === at(i + 1, j + 1) + pair) pairs.push([old[i++] ?? null, back[j++] ?? null]);
    else if (j < back.length && (i >= old.length || at(i, j) === at(i, j + 1)))
      pairs.push([null, back[j++] ?? null]);
    else pairs.push([old[i++] ?? null, null]);
  }
  return pairs;
}

function likeness(a: string, b: string): number {
  const [one, other] = [a.trim().slice(0, MOST_COMPARED), b.trim().slice(0, MOST_COMPARED)];
  if (one === other) return 1;
  const alike = 1 - distance(one, other) / Math.max(one.length, other.length, 1);
  return alike >= ALIKE ? alike : 0;
}
