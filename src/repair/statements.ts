import { type ParserPlugin, parse } from '@babel/parser';
import type { Node } from '@babel/types';

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

/** Finds the pieces of code at places (line and column from 1). Null for a place that no parser can make sense of. */
export function spotsIn(
  path: string,
  text: string,
  places: readonly { line: number; column: number }[],
): (Spot | null)[] {
  let program: Node;
  try {
    program = parse(text, {
      sourceType: 'unambiguous',
      errorRecovery: true,
      plugins: pluginsFor(path),
    }).program;
  } catch {
    return places.map(() => null);
  }
  return places.map((place) => spotAt(program, place));
}

function pluginsFor(path: string): ParserPlugin[] {
  const isTypeScript = /\.[mc]?tsx?$/.test(path);
  const hasJsx = !/\.[mc]?ts$/.test(path);
  return [
    ...(isTypeScript ? ['typescript' as const] : []),
    ...(hasJsx ? ['jsx' as const] : []),
    'decorators-legacy',
  ];
}

function spotAt(program: Node, place: { line: number; column: number }): Spot | null {
  let piece: Node | null = null;
  let callee: string | null = null;
  let inPattern = false;
  const visit = (node: Node): void => {
    if (!holds(node, place)) return;
    if (node.type === 'ObjectPattern') inPattern = true;
    if (PIECES.test(node.type) && !BODIES.has(node.type) && !inPattern) piece = node;
    if (node.type === 'CallExpression' || node.type === 'NewExpression')
      callee = nameOf(node.callee) ?? callee;
    for (const child of childrenOf(node)) visit(child);
    if (node.type === 'ObjectPattern') inPattern = false;
  };
  visit(program);
  const found = piece as Node | null;
  if (!found?.loc || typeof found.start !== 'number') return null;
  return { start: found.start, lines: [found.loc.start.line, found.loc.end.line], callee };
}

function holds(node: Node, { line, column }: { line: number; column: number }): boolean {
  if (!node.loc) return false;
  const { start, end } = node.loc;
  const isAfterStart = line > start.line || (line === start.line && column - 1 >= start.column);
  return isAfterStart && (line < end.line || (line === end.line && column - 1 <= end.column));
}

function nameOf(callee: Node): string | null {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
  return callee.property.type === 'Identifier' ? callee.property.name : null;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value && 'start' in value;
}
