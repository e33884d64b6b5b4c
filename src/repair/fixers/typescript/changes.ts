import type ts from 'typescript';
import { isTestPath } from '../../guard/role.ts';
import { applyEdits, type Edit, isSameEdit, overlaps } from '../edits.ts';
import { isOwn, type Project } from './project.ts';

/** Whole texts by absolute path. */
export type Texts = ReadonlyMap<string, string>;

/** True when a fixer may propose all of it: sources of the repository only; no new file, no test, no configuration. */
export function isOffered(project: Project, changes: readonly ts.FileTextChanges[]): boolean {
  return changes.every(
    (change) =>
      !change.isNewFile &&
      isOwn(project, change.fileName) &&
      /\.[cm]?[jt]sx?$/.test(change.fileName) &&
      !isTestPath(change.fileName.slice(project.root.length + 1)),
  );
}

/** What came of applying fixes. */
export interface Applied {
  readonly texts: Map<string, string>;
  readonly size: Size;
  readonly skipped: number;
}

/** How much is touched: places, and letters taken out or put in. */
export interface Size {
  readonly edits: number;
  readonly letters: number;
}

/**
 * Applies several fixes to the texts. Equal edits count once; a fix that overlaps an earlier one is left out whole and
 * counted in `skipped`.
 */
export function applyAll(
  project: Project,
  texts: Texts,
  fixes: readonly (readonly ts.FileTextChanges[])[],
): Applied {
  const taken = new Map<string, Edit[]>();
  let skipped = 0;
  for (const fix of fixes) {
    const wanted = fix.flatMap((change) => change.textChanges.map((edit) => toEdit(change.fileName, edit)));
    const fresh = wanted.filter(
      ({ file, edit }) => !taken.get(file)?.some((other) => isSameEdit(other, edit)),
    );
    if (fresh.some(({ file, edit }) => taken.get(file)?.some((other) => overlaps(other, edit)))) {
      skipped += 1;
      continue;
    }
    for (const { file, edit } of fresh) taken.set(file, [...(taken.get(file) ?? []), edit]);
  }
  const result = new Map(texts);
  for (const [file, edits] of taken) {
    const text = texts.get(file) ?? project.text(file);
    if (text !== null) result.set(file, applyEdits(text, edits));
  }
  const edits = [...taken.values()].flat();
  const letters = edits.reduce((sum, edit) => sum + edit.end - edit.start + edit.text.length, 0);
  return { texts: result, size: { edits: edits.length, letters }, skipped };
}

function toEdit(file: string, { span, newText }: ts.TextChange): { file: string; edit: Edit } {
  return { file, edit: { start: span.start, end: span.start + span.length, text: newText } };
}
