import type { Node, Statement } from '@babel/types';
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
} from './reading/test-syntax.ts';
import { addedImports, isGrown, isSameShell, shellOf } from './test-growth.ts';

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
    return equal ?? news.findIndex((one, index) => index >= from && isGrown(old.node, one.node));
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
function meddles(node: Node, names: Names): boolean {
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
