import { diffLines } from 'diff';
import type { FileChange } from '../../domain/patch.ts';
import { applyEdits, type Edit, isSameEdit } from '../fixers/edits.ts';

/** One file that a commit changed, as it is today. */
export interface ChangedFile {
  /** Where it is today. */
  readonly path: string;
  /** Before the commit; never null: what it added is not taken away. */
  readonly before: string;
  /** After it; null when it deleted the file. */
  readonly after: string | null;
  /** Null when it is not there. */
  readonly today: string | null;
}

/** A piece of a commit's change that can be undone by itself. */
export interface Piece {
  readonly file: ChangedFile;
  /** On the text right after the commit. */
  readonly edit: Edit;
}

/** A difference that is larger than this is one piece. */
const MOST_EDITS = 4_000;

/** What has to be done to one text to get the other, each a run of whole lines. */
function editsBetween(from: string, to: string): Edit[] {
  const parts = diffLines(from, to, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return from === to ? [] : [{ start: 0, end: from.length, text: to }];
  const edits: Edit[] = [];
  let at = 0;
  for (const { value, added, removed } of parts) {
    const last = edits.at(-1);
    const touches = last !== undefined && last.end === at;
    if (added) {
      if (touches) edits[edits.length - 1] = { ...last, text: last.text + value };
      else edits.push({ start: at, end: at, text: value });
      continue;
    }
    if (removed) {
      if (touches) edits[edits.length - 1] = { ...last, end: at + value.length };
      else edits.push({ start: at, end: at + value.length, text: '' });
    }
    at += value.length;
  }
  return edits;
}

/** The pieces that undo a file's change. */
export function piecesOf(file: ChangedFile): Piece[] {
  return editsBetween(file.after ?? '', file.before).map((edit) => ({ file, edit }));
}

/** What became of a piece since: later commits may have changed the same lines, or undone it already. */
export function standingOf({ file, edit }: Piece): 'free' | 'fought' | 'undone' {
  if (file.after === null) return file.today === null ? 'free' : 'fought';
  if (file.today === null) return 'fought';
  const since = editsBetween(file.after, file.today);
  if (since.some((later) => isSameEdit(later, edit))) return 'undone';
  return since.some((later) => fights(later, edit)) ? 'fought' : 'free';
}

/** What is put in before or behind the other's lines does not hurt them. */
function fights(a: Edit, b: Edit): boolean {
  const areInsertions = a.start === a.end && b.start === b.end;
  return areInsertions ? a.start === b.start : a.start < b.end && b.start < a.end;
}

/** Undoes pieces on today's files: both sides' changes of the text after the commit are made, a merge of three. */
export function undo(pieces: readonly Piece[]): Pick<FileChange, 'path' | 'before' | 'after'>[] {
  return [...new Set(pieces.map((piece) => piece.file))].map((file) => {
    const edits = pieces.filter((piece) => piece.file === file).map((piece) => piece.edit);
    const after = file.after ?? '';
    const since = file.today === null ? [] : editsBetween(after, file.today);
    const all = [...since, ...edits].sort((a, b) => a.start - b.start || a.end - b.end);
    return { path: file.path, before: file.today, after: applyEdits(after, all) };
  });
}
