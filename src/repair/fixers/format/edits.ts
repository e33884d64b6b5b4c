import type { Node } from '@babel/types';
import { type Edit, overlaps } from '../edits.ts';

/** Of edits that overlap only the first is kept. */
export function withoutOverlaps(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits) if (!kept.some((other) => overlaps(edit, other))) kept.push(edit);
  return kept;
}

/** Offsets of a node. A node that the parser made up has none; it is then at the beginning and empty. */
export function rangeOf(node: Node): [number, number] {
  return [node.start ?? 0, node.end ?? 0];
}

/** Takes a statement out, with its lines when nothing else stands on them. */
export function removeStatement(text: string, statement: Node): Edit {
  const [start, end] = rangeOf(statement);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
  if (!isAlone) return { start, end, text: '' };
  // Of the empty lines before and behind only one side is kept.
  const isFirst =
    text.slice(0, lineStart).trim() === '' || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, lineStart));
  const blank = isFirst ? (/^[ \t]*\r?\n/.exec(text.slice(lineEnd + 1))?.[0].length ?? 0) : 0;
  return { start: lineStart, end: Math.min(text.length, lineEnd + 1 + blank), text: '' };
}

/** Takes some items out of a list between commas; at least one stays. */
export function removeFromList(items: readonly (Node | null)[], isGone: (item: Node) => boolean): Edit[] {
  const nodes = items.filter((item): item is Node => item !== null);
  const edits: Edit[] = [];
  for (const [index, item] of nodes.entries()) {
    if (!isGone(item)) continue;
    const next = nodes[index + 1];
    if (next !== undefined && nodes.slice(index + 1).some((later) => !isGone(later))) {
      edits.push({ start: rangeOf(item)[0], end: rangeOf(next)[0], text: '' });
      continue;
    }
    const kept = nodes.slice(0, index).findLast((earlier) => !isGone(earlier));
    const last = nodes.at(-1);
    if (kept && last) edits.push({ start: rangeOf(kept)[1], end: rangeOf(last)[1], text: '' });
    break;
  }
  return edits;
}
