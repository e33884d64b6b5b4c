import type { File, Node } from '@babel/types';
import { childrenOf } from '../../syntax.ts';

/** Half-open range of offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Tree = File;
export type { Node };

const EXTENSIONS_OF_SCRIPTS = /\.[cm]?[jt]sx?$/;

export function isScript(path: string): boolean {
  return EXTENSIONS_OF_SCRIPTS.test(path);
}

/** Calls `visit` for every node, parents before children. */
export function walk(node: Node, visit: (node: Node, parent: Node | null) => void): void {
  const step = (current: Node, parent: Node | null): void => {
    visit(current, parent);
    for (const child of childrenOf(current)) step(child, current);
  };
  step(node, null);
}

export function spanOf(node: Node): Span {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

/** The text of an identifier, or of a string that stands for a name. */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' ? node.value : '';
}

/**
 * Where a top-level name is said in a file: its declaration and its uses. Null when an inner scope declares the same
 * name, so that a use cannot be told from its namesake.
 */
export function occurrencesOf(tree: Tree, name: string): (Span & { readonly shorthand: boolean })[] | null {
  const found: (Span & { shorthand: boolean })[] = [];
  const seen = new Set<number>();
  let bindings = 0;
  walk(tree, (node, parent) => {
    if ((node.type !== 'Identifier' && node.type !== 'JSXIdentifier') || node.name !== name || !parent)
      return;
    if (isPropertyName(node, parent) || seen.has(node.start ?? -1)) return;
    if (isBinding(node, parent)) bindings += 1;
    seen.add(node.start ?? -1);
    const start = node.start ?? 0;
    const shorthand = parent.type === 'ObjectProperty' && parent.shorthand;
    found.push({ start, end: start + name.length, shorthand });
  });
  return bindings > 1 ? null : found;
}

function isPropertyName(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent.property === node && !parent.computed;
    case 'ObjectProperty':
      return parent.key === node && !parent.computed && !parent.shorthand;
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return parent.key === node && !parent.computed;
    case 'JSXAttribute':
      return parent.name === node;
    default:
      return false;
  }
}

function isBinding(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return parent.id === node || ('params' in parent && parent.params.some((param) => param === node));
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
      return parent.params.some((param) => param === node);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return parent.local === node;
    case 'CatchClause':
      return parent.param === node;
    case 'AssignmentPattern':
      return parent.left === node;
    case 'RestElement':
    case 'ArrayPattern':
      return true;
    default:
      return false;
  }
}
