import { type ParserPlugin, parse } from '@babel/parser';
import type { File, Node } from '@babel/types';

/** A place in a text, line and column from 1, as tools tell it. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The tree of a JavaScript or TypeScript file, small errors passed over; null for what cannot be read. */
export function parseSource(path: string, text: string): File | null {
  try {
    return parse(text, { sourceType: 'unambiguous', errorRecovery: true, plugins: pluginsFor(path) });
  } catch {
    return null;
  }
}

/** The nodes around a place, from the outermost to the innermost. */
export function nodesAt(tree: Node, place: Place): Node[] {
  for (const child of childrenOf(tree)) {
    if (holds(child, place)) {
      const inside = nodesAt(child, place);
      return [tree, ...inside];
    }
  }
  return [tree];
}

/** All nodes of a tree, parents first. */
export function* nodesIn(tree: Node): Generator<Node> {
  yield tree;
  for (const child of childrenOf(tree)) yield* nodesIn(child);
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

function holds(node: Node, { line, column }: Place): boolean {
  if (!node.loc) return false;
  const { start, end } = node.loc;
  const isAfterStart = line > start.line || (line === start.line && column - 1 >= start.column);
  return isAfterStart && (line < end.line || (line === end.line && column - 1 < end.column));
}

const NOT_CODE = new Set([
  'loc',
  'leadingComments',
  'trailingComments',
  'innerComments',
  'comments',
  'errors',
  'tokens',
]);

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !NOT_CODE.has(key))
    .flatMap(([, value]) => value)
    .filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value && 'start' in value;
}
