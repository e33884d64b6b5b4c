import type { ImportDeclaration, Node, VariableDeclaration } from '@babel/types';
import { nodesIn } from '../../syntax.ts';
import type { Edit } from '../edits.ts';
import { rangeOf, removeFromList, removeStatement } from './edits.ts';
import type { OwnFix, Sight, Source } from './own-fix.ts';
import { isPure } from './purity.ts';

/** Names that nothing uses: take them out; where that is not to be had, mark them as unused. */
export const unused: OwnFix = {
  rules: [
    'no-unused-vars',
    'no-unused-imports',
    'noUnusedVariables',
    'noUnusedImports',
    'noUnusedFunctionParameters',
  ],
  title: 'remove what is not used',
  fix(source, sights) {
    const removed = editsFor(source, sights, false);
    return [removed, editsFor(source, sights, true)].filter((edits) => edits.length > 0);
  },
};

/** `gently`: imports stay for their side effects, parameters for their callers. */
function editsFor(source: Source, sights: readonly Sight[], gently: boolean): Edit[] {
  const gone = new Set<Node>();
  const edits: Edit[] = [];
  for (const sight of sights) {
    const name = sight.around.at(-1);
    const parent = sight.around.at(-2);
    if (name?.type !== 'Identifier' || parent === undefined) continue;
    const item = /^Import\w*Specifier$/.test(parent.type) ? parent : name;
    if (item === parent) gone.add(item);
    else edits.push(...editsOfLocal(source, sight, gently));
  }
  for (const node of source.tree.program.body) {
    if (node.type === 'ImportDeclaration') edits.push(...editsOfImport(source.text, node, gone, gently));
  }
  return edits;
}

function editsOfImport(
  text: string,
  node: ImportDeclaration,
  gone: ReadonlySet<Node>,
  gently: boolean,
): Edit[] {
  const kept = node.specifiers.filter((item) => !gone.has(item));
  if (kept.length === node.specifiers.length) return [];
  const [start] = rangeOf(node);
  const [from] = rangeOf(node.source);
  if (kept.length === 0)
    return gently ? [{ start, end: from, text: 'import ' }] : [removeStatement(text, node)];
  const named = node.specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const first = node.specifiers.find(({ type }) => type !== 'ImportSpecifier');
  const close = text.lastIndexOf('}', from) + 1;
  const open = text.indexOf('{', first ? rangeOf(first)[1] : start);
  if (first && named.length > 0 && named.every((item) => gone.has(item))) {
    return [{ start: rangeOf(first)[1], end: close, text: '' }];
  }
  const edits = removeFromList(named, (item) => gone.has(item));
  if (first && gone.has(first)) {
    const rest = named.length > 0 ? open : rangeOf(node.specifiers[1] ?? node)[0];
    edits.push({ start: rangeOf(first)[0], end: rest, text: '' });
  }
  return edits;
}

function editsOfLocal(source: Source, sight: Sight, gently: boolean): Edit[] {
  const { text } = source;
  const name = sight.around.at(-1);
  if (name?.type !== 'Identifier' || isUsedElsewhere(source, name)) return [];
  const parent = sight.around.at(-2);
  const above = sight.around.at(-3);
  if (parent?.type === 'CatchClause') return parent.param === name ? [removeCatchName(text, parent)] : [];
  if (isDeclaration(parent) && 'id' in parent && parent.id === name) {
    const isExported = above?.type.startsWith('Export') === true;
    return isExported ? [] : [removeStatement(text, parent)];
  }
  if (parent && 'params' in parent && Array.isArray(parent.params)) {
    return editsOfParameter(sight, parent.params as Node[], name, gently);
  }
  if (parent?.type === 'AssignmentPattern' && above && 'params' in above && Array.isArray(above.params)) {
    return editsOfParameter(sight, above.params as Node[], parent, gently);
  }
  if (parent?.type === 'VariableDeclarator' && above?.type === 'VariableDeclaration') {
    return editsOfVariable(text, sight, above, parent);
  }
  return editsOfPattern(text, sight);
}

function isDeclaration(node: Node | undefined): node is Node {
  return /^(?:FunctionDeclaration|ClassDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration|TSEnumDeclaration)$/.test(
    node?.type ?? '',
  );
}

/** Written or read under the same name anywhere else, even in another scope: then it is left alone. */
function isUsedElsewhere({ tree }: Source, name: Node & { name: string }): boolean {
  for (const node of nodesIn(tree.program)) {
    const isName = node.type === 'Identifier' || node.type === 'JSXIdentifier';
    if (isName && node !== name && node.name === name.name && node.start !== name.start) {
      if (!isKeyOf(tree.program, node)) return true;
    }
  }
  return false;
}

function isKeyOf(tree: Node, name: Node): boolean {
  for (const node of nodesIn(tree)) {
    if (
      (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') &&
      node.property === name
    ) {
      return !node.computed;
    }
    if (node.type === 'ObjectProperty' && node.key === name) return !node.computed && !node.shorthand;
    if ((node.type === 'ClassMethod' || node.type === 'ObjectMethod') && node.key === name)
      return !node.computed;
    if (node.type === 'JSXAttribute' && node.name === name) return true;
    if (node.type === 'ImportSpecifier' && node.imported === name && node.local !== name) return true;
  }
  return false;
}

function removeCatchName(text: string, clause: Node & { type: 'CatchClause' }): Edit {
  const [start] = rangeOf(clause);
  const [body] = rangeOf(clause.body);
  return {
    start,
    end: body,
    text: text.slice(start, body).includes('catch') ? 'catch ' : text.slice(start, body),
  };
}

/** A marked name where the linter says which marks it takes, or where the parameter must stay; else the last one goes. */
function editsOfParameter(sight: Sight, params: readonly Node[], param: Node, gently: boolean): Edit[] {
  const mark = markOf(sight.message);
  const [start] = rangeOf(param);
  const isLast = params.at(-1) === param;
  if (mark !== null || (gently && !isLast)) return [{ start, end: start, text: mark ?? '_' }];
  if (!isLast) return [];
  if (gently) return [{ start, end: start, text: '_' }];
  const [, end] = rangeOf(param);
  const before = params.at(-2);
  return [{ start: before ? rangeOf(before)[1] : start, end, text: '' }];
}

/** `_` of "Allowed unused args must match /^_/u". */
function markOf(message: string): string | null {
  const pattern = /must match \/\^(_+|ignored?)/.exec(message)?.[1];
  return pattern ?? null;
}

function editsOfVariable(text: string, sight: Sight, all: VariableDeclaration, declarator: Node): Edit[] {
  if (declarator.type !== 'VariableDeclarator') return [];
  const holder = sight.around.at(-4);
  if (
    holder?.type === 'ForInStatement' ||
    holder?.type === 'ForOfStatement' ||
    holder?.type === 'ForStatement'
  )
    return [];
  const { init } = declarator;
  if (init && !isPure(init)) {
    if (all.declarations.length > 1) return [];
    const [start, end] = rangeOf(init);
    const code = text.slice(start, end);
    const isBare = !/^(?:[{[(`]|function\b|class\b|async function\b)/.test(code);
    const [from, to] = rangeOf(all);
    const semicolon = text[to - 1] === ';' ? ';' : '';
    return [{ start: from, end: to, text: (isBare ? code : `void ${code}`) + semicolon }];
  }
  if (all.declarations.length === 1) return [removeStatement(text, all)];
  return removeFromList(all.declarations, (item) => item === declarator);
}

/** One name of `const { a, b } = …` or `const [a, b] = …`. */
function editsOfPattern(text: string, sight: Sight): Edit[] {
  const at = sight.around.findLastIndex(({ type }) => type === 'ObjectPattern' || type === 'ArrayPattern');
  const pattern = sight.around[at];
  const item = sight.around[at + 1];
  if (pattern === undefined || item === undefined) return [];
  if (pattern.type === 'ArrayPattern') return [{ start: rangeOf(item)[0], end: rangeOf(item)[1], text: '' }];
  if (pattern.type !== 'ObjectPattern') return [];
  const hasRest = pattern.properties.some(({ type }) => type === 'RestElement');
  if (hasRest) return [];
  if (pattern.properties.length > 1)
    return removeFromList(pattern.properties, (property) => property === item);
  const declarator = sight.around[at - 1];
  const all = sight.around[at - 2];
  if (declarator?.type !== 'VariableDeclarator' || all?.type !== 'VariableDeclaration') return [];
  return editsOfVariable(text, { ...sight, around: sight.around.slice(0, at + 1) }, all, declarator);
}
