import type { Node } from '@babel/types';
import { parentOf, type Source } from './source.ts';

const PLACE =
  /(?:Statement|Declaration|ClassMethod|ClassProperty|ObjectMethod|TSPropertySignature|TSMethodSignature|Declarator)$/;
const MAX = 400;

/** The beginning of the smallest statement, declaration or member that a node is in: where it stands. */
export function around(node: Node, source: Source): string {
  let place: Node = node;
  while (!PLACE.test(place.type)) {
    const parent = parentOf(place, source);
    if (parent === undefined || parent.type === 'Program') break;
    place = parent;
  }
  return textOf(place, source).slice(0, MAX);
}

/** The lines that a node is on, from the first to the last: offsets are those of the framed text, lines are the file's. */
export function textOf(node: Node, source: Source): string {
  const start = node.loc?.start.line ?? source.firstLine;
  const end = node.loc?.end.line ?? start;
  return linesOf(source)
    .slice(start - source.firstLine, end - source.firstLine + 1)
    .join('\n');
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}

const cache = new WeakMap<Source, readonly string[]>();

function linesOf(source: Source): readonly string[] {
  let lines = cache.get(source);
  if (lines === undefined) {
    lines = source.text.split('\n');
    cache.set(source, lines);
  }
  return lines;
}
