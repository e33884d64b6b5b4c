import { type Edit, isSameEdit, overlaps } from '../edits.ts';
import type { Shape } from './shape.ts';
import type { Span } from './syntax.ts';

export type Edits = ReadonlyMap<string, readonly Edit[]>;

/** A way to mend one problem, not yet a patch. */
export interface Candidate {
  readonly title: string;
  /** How far-fetched it is; less is better. */
  readonly cost: number;
  readonly edits: Edits;
}

/** Gathers edits by file. */
export function toEdits(edits: readonly { readonly path: string; readonly edit: Edit }[]): Edits {
  const byFile = new Map<string, Edit[]>();
  for (const { path, edit } of edits) byFile.set(path, [...(byFile.get(path) ?? []), edit]);
  return byFile;
}

/** Everything in one: null when two candidates are in each other's way. */
export function together(candidates: readonly Candidate[]): Candidate | null {
  const merged = new Map<string, Edit[]>();
  for (const { edits } of candidates) {
    for (const [path, more] of edits) {
      const taken = merged.get(path) ?? [];
      const fresh = more.filter((edit) => !taken.some((other) => isSameEdit(other, edit)));
      if (fresh.some((edit) => taken.some((other) => overlaps(other, edit)))) return null;
      merged.set(path, [...taken, ...fresh]);
    }
  }
  const title = candidates.map((one) => one.title).join('; ');
  return { title, cost: Math.max(0, ...candidates.map(({ cost }) => cost)), edits: merged };
}

/** Replaces a span of a file. */
export function replace(
  shape: { readonly path: string },
  span: Span,
  text: string,
): { path: string; edit: Edit } {
  return { path: shape.path, edit: { start: span.start, end: span.end, text } };
}

/** Adds a statement at the end of a file, in its own style. */
export function append(shape: Shape, statement: string): { path: string; edit: Edit } {
  const newline = shape.text.includes('\r\n') ? '\r\n' : '\n';
  const { length } = shape.text.trimEnd();
  const end = styled(shape, statement);
  const rest = shape.text.slice(length);
  return {
    path: shape.path,
    edit: { start: length, end: length, text: `${newline}${end}${rest === '' ? newline : ''}` },
  };
}

/** A statement with this file's quotes and semicolons; given with single quotes and a semicolon. */
export function styled(shape: Shape, statement: string): string {
  const quoted = usesDoubleQuotes(shape.text) ? statement.replaceAll("'", '"') : statement;
  return usesSemicolons(shape.text) ? quoted : quoted.replace(/;$/gm, '');
}

function usesDoubleQuotes(text: string): boolean {
  const double = text.match(/(?:from|import|require\(|=)\s*"/g)?.length ?? 0;
  const single = text.match(/(?:from|import|require\(|=)\s*'/g)?.length ?? 0;
  return double > single;
}

function usesSemicolons(text: string): boolean {
  const ended = text.match(/;[ \t]*\r?$/gm)?.length ?? 0;
  const open =
    text.match(/^(?:import|export|const|let|module|exports)\b[^;{]*[^;{},([\s]\r?$/gm)?.length ?? 0;
  return ended >= open;
}
