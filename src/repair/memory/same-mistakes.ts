import { diffLines } from 'diff';
import type { FileChange } from '../../domain/patch.ts';
import { isScript } from '../guard/reading/language.ts';
import { isTestPath } from '../guard/role.ts';
import { refine } from '../regression/refine.ts';
import { type ChangedFile, type Piece, piecesOf, standingOf, undo } from '../regression/undo.ts';
import { keyOf, type Mistake, reverse, toMistake } from './mistake.ts';
import { blocksOf } from './template.ts';

/** A place where a change made a mistake that is known, and that stands today. */
export interface MadeAgain {
  readonly mistake: Mistake;
  /** Today's text with the old lines back. */
  readonly text: string;
  /** 1-based, today. */
  readonly line: number;
}

/** Texts that are larger take long to compare. */
const LONGEST = 120_000;
/** A commit that changes more lines of one file makes no slip, and takes long to compare. */
const MOST_EDITS = 200;
/** Larger pieces are rewrites; smaller ones may hold a slip beside other changes. */
const MOST_LINES = 8;

/** Sources that are written by people and that tests are not. */
export function isSource(path: string): boolean {
  return isScript(path) && !isTestPath(path);
}

/** What a fix mended, place by place; empty when any of it is too large to be one mistake. Pure. */
export function mendedBy(changes: readonly FileChange[]): readonly Mistake[] {
  const mended = changes.flatMap(({ path, before, after, binary }): (Mistake | null)[] => {
    if (binary || before === null || after === null || !isSource(path)) return [null];
    const blocks = blocksOf(before, after);
    if (blocks === null) return [null];
    return blocks.map((block) => {
      const mend = toMistake(block.before.join('\n'), block.after.join('\n'));
      return mend === null ? null : reverse(mend);
    });
  });
  const whole = mended.filter((mistake) => mistake !== null);
  return whole.length < mended.length ? [] : whole;
}

/** Where a change of one file made one of the mistakes (by their keys), as far as nothing else was done there since. Pure. */
export function findMadeAgain(
  change: FileChange,
  today: string | null,
  known: (key: string) => boolean,
): readonly MadeAgain[] {
  const { path, before, after, binary } = change;
  if (binary || before === null || after === null || today === null) return [];
  if (Math.max(before.length, after.length, today.length) > LONGEST) return [];
  if (diffLines(before, after, { maxEditLength: MOST_EDITS }) === undefined) return [];
  const file: ChangedFile = { path, before, after, today };
  const made = piecesOf(file)
    .flatMap(unitsOf)
    .flatMap((piece): MadeAgain[] => {
      const mistake = toMistake(piece.edit.text, after.slice(piece.edit.start, piece.edit.end));
      if (mistake === null || !known(keyOf(mistake)) || standingOf(piece) !== 'free') return [];
      const [undone] = undo([piece]);
      const text = undone?.after ?? today;
      return [{ mistake, text, line: firstChanged(today, text) }];
    });
  return made.filter(({ text }, at) => made.findIndex((other) => other.text === text) === at);
}

/** As a whole and line by line. */
function unitsOf(piece: Piece): readonly Piece[] {
  const { file, edit } = piece;
  const now = (file.after ?? '').slice(edit.start, edit.end);
  const isSmall = [edit.text, now].every((text) => text.split('\n').length <= MOST_LINES + 1);
  return isSmall ? [piece, ...refine(piece, 'line')] : [];
}

function firstChanged(today: string, text: string): number {
  const [old, now] = [today.split('\n'), text.split('\n')];
  const at = old.findIndex((line, index) => line !== now[index]);
  return (at < 0 ? old.length - 1 : at) + 1;
}
