import type { Node } from '@babel/types';
import { nodesAt, nodesIn, type Place, parseSource } from './syntax.ts';

/** Where a piece of code stands: what two complaints about one mistake share. */
export interface Spot {
  /** Offset of the smallest statement, class member, property of an object or JSX element around the place. */
  readonly start: number;
  /** First and last line of it. */
  readonly lines: readonly [number, number];
  /** Name of the innermost function called around the place: `sum` of `math.sum(1)`; null outside calls. */
  readonly callee: string | null;
}

const BODIES = new Set(['BlockStatement', 'Program', 'StaticBlock', 'TSModuleBlock']);
const PIECES =
  /^(?:.*Statement|.*Declaration|Class(?:Private)?(?:Method|Property)|ObjectMethod|ObjectProperty|JSXElement|TSPropertySignature|TSMethodSignature|SwitchCase)$/;

/** Finds the pieces of code at places. Null for a place that no parser can make sense of. */
export function spotsIn(path: string, text: string, places: readonly Place[]): (Spot | null)[] {
  const tree = parseSource(path, text);
  return places.map((place) => (tree === null ? null : spotOf(nodesAt(tree.program, place))));
}

function spotOf(around: readonly Node[]): Spot | null {
  const pattern = around.findIndex(({ type }) => type === 'ObjectPattern');
  const pieces = (pattern < 0 ? around : around.slice(0, pattern)).filter(
    ({ type }) => PIECES.test(type) && !BODIES.has(type),
  );
  const piece = pieces.at(-1);
  if (!piece?.loc || typeof piece.start !== 'number') return null;
  const callees = around.flatMap((node) =>
    node.type === 'CallExpression' || node.type === 'NewExpression' ? (nameOf(node.callee) ?? []) : [],
  );
  return {
    start: piece.start,
    lines: [piece.loc.start.line, piece.loc.end.line],
    callee: callees.at(-1) ?? null,
  };
}

function nameOf(callee: Node): string | null {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
  return callee.property.type === 'Identifier' ? callee.property.name : null;
}

/** First and last line of each statement and its like that has its lines for itself; empty for what cannot be read. */
export function statementLines(path: string, text: string): (readonly [number, number])[] {
  const tree = parseSource(path, text);
  if (tree === null) return [];
  const lines = text.split('\n');
  return [...nodesIn(tree.program)].flatMap((node) => {
    if (!PIECES.test(node.type) || BODIES.has(node.type) || !node.loc) return [];
    const { start, end } = node.loc;
    const before = (lines[start.line - 1] ?? '').slice(0, start.column);
    const behind = (lines[end.line - 1] ?? '').slice(end.column);
    return /^\s*$/.test(before) && /^[;,\s]*$/.test(behind) ? [[start.line, end.line] as const] : [];
  });
}
