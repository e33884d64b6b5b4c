import type { ArrayExpression, CallExpression, Node, Statement } from '@babel/types';
import { canonical } from './reading/canonical.ts';
import { type Names, namesOf } from './reading/names.ts';
import { childrenOf, type Source } from './reading/source.ts';
import {
  functionOf,
  isAssertion,
  isTestBlock,
  RUNNER_PACKAGE,
  TEST_GLOBALS,
  testName,
  titleOf,
} from './reading/test-syntax.ts';

/** A difference between two versions of a test file that is more than layout. */
export interface Difference {
  readonly kind: 'removed' | 'changed' | 'added';
  readonly before: Node | null;
  readonly after: Node | null;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Module specifiers that changed, in order. */
  readonly paths: readonly { readonly before: string; readonly after: string; readonly line: number }[];
  /** What was put in and takes nothing away. */
  readonly additions: readonly Node[];
}

interface Side {
  readonly names: Names;
  /** Names that the old version uses: an addition may not give them a new meaning. */
  readonly used: ReadonlySet<string>;
}

interface Walk extends Side {
  readonly before: Source;
  readonly after: Source;
  readonly differences: Difference[];
  readonly paths: { before: string; after: string; line: number }[];
  readonly additions: Node[];
}

/**
 * Compares two versions of a test file by their trees. What was there must still be there, in its order, with no more
 * than layout and module specifiers changed. New tests, assertions, imports and declarations may stand between.
 */
export function compareTests(before: Source, after: Source): Comparison {
  const walk: Walk = {
    before,
    after,
    names: namesOf(after),
    used: new Set(
      before.nodes.flatMap((node) =>
        node.type === 'Identifier' || node.type === 'JSXIdentifier' ? [node.name] : [],
      ),
    ),
    differences: [],
    paths: [],
    additions: [],
  };
  if (before.program === null || after.program === null) return walk;
  const directives = (source: Source) =>
    (source.program?.directives ?? []).map((directive) => canonical(directive)).join();
  if (directives(before) !== directives(after))
    walk.differences.push({ kind: 'changed', before: before.program, after: after.program });
  compareBodies(before.program.body, after.program.body, walk);
  return walk;
}

function compareBodies(before: readonly Statement[], after: readonly Statement[], walk: Walk): void {
  const olds = before
    .filter((statement) => statement.type !== 'EmptyStatement')
    .map((node) => keyed(node, walk.before));
  const news = after
    .filter((statement) => statement.type !== 'EmptyStatement')
    .map((node) => keyed(node, walk.after));
  const indexOfMatch = matcherOf(news);
  let next = 0;
  const left: Keyed[] = [];
  for (const old of olds) {
    const found = indexOfMatch(old, next);
    if (found === -1) {
      left.push(old);
      continue;
    }
    const match = news[found] as Keyed;
    for (const added of news.slice(next, found)) addStatement(added.node, left, walk);
    next = found + 1;
    if (match.text === old.text) continue;
    if (isSameShell(old.node, match.node) || match.key() !== old.key()) extend(old.node, match.node, walk);
    else pairPaths(old, match, walk);
  }
  for (const added of news.slice(next)) addStatement(added.node, left, walk);
  for (const old of left) walk.differences.push({ kind: 'removed', before: old.node, after: null });
}

interface Keyed {
  readonly node: Statement;
  /** As it is written. */
  readonly text: string;
  /** What it means; worked out when the texts differ. */
  key(): string;
  paths(): readonly string[];
}

function keyed(node: Statement, source: Source): Keyed {
  let known: { key: string; paths: string[] } | null = null;
  const know = () => {
    if (known === null) {
      const paths: string[] = [];
      known = { key: canonical(node, paths), paths };
    }
    return known;
  };
  const start = (node.start ?? 0) - source.offset;
  const end = (node.end ?? 0) - source.offset;
  // What reaches into the frame of a fragment has no text of its own.
  const text = start >= 0 && end <= source.text.length ? source.text.slice(start, end) : canonical(node);
  return { node, text, key: () => know().key, paths: () => know().paths };
}

/**
 * Finds the next statement that is equal; else the next that holds this one and more. Texts first, then what little
 * tells two statements apart: that spares reading the meaning of most.
 */
function matcherOf(news: readonly Keyed[]): (old: Keyed, from: number) => number {
  const byText = indexBy(news, (one) => one.text);
  const byShell = indexBy(news, (one) => shellOf(one.node)?.text ?? null);
  const byKey = indexBy(news, (one) => one.key());
  return (old, from) => {
    const [same] = byText(old.text, from);
    if (same !== undefined) return same;
    const shell = shellOf(old.node);
    const grown = shell === null ? [] : byShell(shell.text, from);
    if (grown.length === 1) return grown[0] ?? -1;
    const equal = byKey(old.key(), from)[0] ?? grown[0];
    return equal ?? news.findIndex((one, index) => index >= from && mayExtend(old.node, one.node));
  };
}

/** Places at or after `from` whose statement has the given word, looked up in an index that is made when first asked. */
function indexBy(
  news: readonly Keyed[],
  wordOf: (one: Keyed) => string | null,
): (word: string, from: number) => readonly number[] {
  let index: Map<string, number[]> | null = null;
  const build = () => {
    const built = new Map<string, number[]>();
    news.forEach((one, at) => {
      const word = wordOf(one);
      if (word === null) return;
      const places = built.get(word);
      if (places === undefined) built.set(word, [at]);
      else places.push(at);
    });
    return built;
  };
  return (word, from) => {
    index ??= build();
    return (index.get(word) ?? []).filter((at) => at >= from);
  };
}

/** A statement in the new version that no old one equals: an alteration of the last lost one, or an addition. */
function addStatement(node: Statement, lost: Keyed[], walk: Walk): void {
  if (isHarmless(node, walk)) {
    walk.additions.push(node);
    return;
  }
  const old = lost.shift();
  walk.differences.push({
    kind: old === undefined ? 'added' : 'changed',
    before: old?.node ?? null,
    after: node,
  });
}

function pairPaths(old: Keyed, now: Keyed, walk: Walk): void {
  old.paths().forEach((before, index) => {
    const after = now.paths()[index] ?? before;
    if (before !== after) walk.paths.push({ before, after, line: now.node.loc?.start.line ?? 1 });
  });
}

function isHarmless(given: Statement, walk: Walk): boolean {
  const node = given.type === 'ExportNamedDeclaration' && given.declaration ? given.declaration : given;
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.every(({ local }) => isFreshImport(local.name, node.source.value, walk));
    case 'ExpressionStatement': {
      const expression =
        node.expression.type === 'AwaitExpression' ? node.expression.argument : node.expression;
      return (
        isTestBlock(expression, walk.names) ||
        isTodo(expression, walk.names) ||
        (isAssertion(node.expression, walk.names) && !meddles(node.expression, walk.names))
      );
    }
    case 'VariableDeclaration':
      return node.declarations.every(
        ({ id, init }) =>
          namesBoundBy(id).every((name) => isFresh(name, walk)) && (!init || !meddles(init, walk.names)),
      );
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id ? isFresh(node.id.name, walk) : false;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return isFresh(node.id.name, walk);
    default:
      return false;
  }
}

function isTodo(node: Node, names: Names): boolean {
  return (
    node.type === 'CallExpression' &&
    /^(?:it|test)\.todo$/.test(testName(node.callee, names) ?? '') &&
    node.arguments.length === 1
  );
}

function isFresh(name: string, walk: Walk): boolean {
  return !walk.used.has(name) && !TEST_GLOBALS.has(name);
}

/** The runner's own names may be imported from a runner at any time. */
function isFreshImport(name: string, from: string, walk: Walk): boolean {
  return TEST_GLOBALS.has(name) ? RUNNER_PACKAGE.test(from) : !walk.used.has(name);
}

function namesBoundBy(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesBoundBy(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesBoundBy(element)));
    case 'AssignmentPattern':
      return namesBoundBy(pattern.left);
    case 'RestElement':
      return namesBoundBy(pattern.argument);
    default:
      return [];
  }
}

/** True for an expression that changes what other tests use: an assignment, a spy, a module mock. A fresh mock function does not. */
export function meddles(node: Node, names: Names): boolean {
  if (functionOf(node) !== null) return false;
  if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') return true;
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return true;
  if (node.type === 'CallExpression') {
    const name = testName(node.callee, names) ?? '';
    if (
      /^(?:jest|vi|vitest|sinon|mock|td|cy)\.|(?:^|\.)(?:spyOn|stub|replace|defineProperty|assign|mock\w*)$/.test(
        name,
      )
    )
      return !/^(?:jest|vi|vitest|mock)\.fn$|^sinon\.(?:fake|spy|stub)$/.test(name);
  }
  return childrenOf(node).some((child) => meddles(child, names));
}

interface Shell {
  /** The call without its callback's body. */
  readonly text: string;
  readonly body: readonly Statement[];
}

const shells = new WeakMap<Node, { shell: Shell | null }>();

/** What is left of `describe('x', () => {…})` when the body is taken out; null for what is no such call. */
function shellOf(statement: Node): Shell | null {
  const cached = shells.get(statement) ?? { shell: readShell(statement) };
  shells.set(statement, cached);
  return cached.shell;
}

function readShell(statement: Node): Shell | null {
  const call = callOf(statement);
  const index = call?.arguments.findLastIndex((argument) => functionOf(argument) !== null) ?? -1;
  const callback = call?.arguments[index];
  if (!call || !callback || !('body' in callback)) return null;
  const block = callback.body as Node;
  if (block.type !== 'BlockStatement') return null;
  const empty = { ...callback, body: { ...block, body: [] } };
  return {
    text: canonical({ ...call, arguments: call.arguments.toSpliced(index, 1, empty as never) }),
    body: block.body,
  };
}

function callOf(statement: Node): CallExpression | null {
  if (statement.type !== 'ExpressionStatement') return null;
  const { expression } = statement;
  const inner = expression.type === 'AwaitExpression' ? expression.argument : expression;
  return inner.type === 'CallExpression' ? inner : null;
}

function isSameShell(old: Node, now: Node): boolean {
  const shell = shellOf(old);
  return shell !== null && shell.text === shellOf(now)?.text;
}

/** An import with more names, or a table with more rows. */
function mayExtend(old: Node, now: Node): boolean {
  return old.type === now.type && (addedImports(old, now) !== null || addedRows(old, now) !== null);
}

function extend(old: Node, now: Node, walk: Walk): void {
  const shell = shellOf(old);
  const grown = shellOf(now);
  if (shell !== null && grown !== null && shell.text === grown.text) {
    compareBodies(shell.body, grown.body, walk);
    return;
  }
  const imports = addedImports(old, now);
  if (imports?.names.every((name) => isFreshImport(name, imports.from, walk)) === false)
    walk.differences.push({ kind: 'changed', before: old, after: now });
  else walk.additions.push(now);
}

/** Names that an import brings in beyond those it brought before; null when it is not the same import with more names. */
function addedImports(old: Node, now: Node): { names: string[]; from: string } | null {
  if (old.type !== 'ImportDeclaration' || now.type !== 'ImportDeclaration') return null;
  if (old.source.value !== now.source.value || old.importKind !== now.importKind) return null;
  const before = new Set(old.specifiers.map((specifier) => canonical(specifier)));
  const added = now.specifiers.filter((specifier) => !before.delete(canonical(specifier)));
  return before.size === 0 ? { names: added.map(({ local }) => local.name), from: now.source.value } : null;
}

/** The rows of `it.each([...])` that are new; null when anything else differs. */
function addedRows(old: Node, now: Node): number | null {
  const before = tableOf(old);
  const after = tableOf(now);
  if (before === null || after === null || before.shell !== after.shell) return null;
  const rows = after.table.elements.map((row) => (row === null ? '' : canonical(row)));
  let at = 0;
  for (const row of before.table.elements) {
    const found = rows.indexOf(row === null ? '' : canonical(row), at);
    if (found === -1) return null;
    at = found + 1;
  }
  return rows.length - before.table.elements.length;
}

function tableOf(statement: Node): { table: ArrayExpression; shell: string } | null {
  const call = callOf(statement);
  if (call === null || call.callee.type !== 'CallExpression') return null;
  const [table] = call.callee.arguments;
  if (table?.type !== 'ArrayExpression') return null;
  const shell = canonical({ ...call, callee: { ...call.callee, arguments: call.callee.arguments.slice(1) } });
  return { table, shell };
}

/** A test's words for people: `test "adds"`; null for what is no test. */
export function describeBlock(statement: Node | null, names: Names): string | null {
  const call = statement === null ? null : callOf(statement);
  if (call === null || !isTestBlock(call, names)) return null;
  const title = titleOf(call, names);
  return title === null ? 'a test' : `test "${title}"`;
}
