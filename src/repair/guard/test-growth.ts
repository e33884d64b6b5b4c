import type { ArrayExpression, CallExpression, Node, Statement } from '@babel/types';
import { canonical } from './reading/canonical.ts';
import type { Names } from './reading/names.ts';
import { functionOf, isTestBlock, titleOf } from './reading/test-syntax.ts';

export interface Shell {
  /** The statement without the body of its last callback. */
  readonly text: string;
  readonly body: readonly Statement[];
}

const shells = new WeakMap<Node, { shell: Shell | null }>();

/** What is left of `describe('x', () => {…})` when the body is taken out; null for what is no such call. */
export function shellOf(statement: Node): Shell | null {
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
  // Whether it is waited for belongs to it.
  const waits = statement.type === 'ExpressionStatement' && statement.expression !== call ? 'await ' : '';
  return {
    text: waits + canonical({ ...call, arguments: call.arguments.toSpliced(index, 1, empty as never) }),
    body: block.body,
  };
}

function callOf(statement: Node): CallExpression | null {
  if (statement.type !== 'ExpressionStatement') return null;
  const { expression } = statement;
  const inner = expression.type === 'AwaitExpression' ? expression.argument : expression;
  return inner.type === 'CallExpression' ? inner : null;
}

export function isSameShell(old: Node, now: Node): boolean {
  const shell = shellOf(old);
  return shell !== null && shell.text === shellOf(now)?.text;
}

/** An import with more names, or a table with more rows. */
export function isGrown(old: Node, now: Node): boolean {
  return old.type === now.type && (addedImports(old, now) !== null || addedRows(old, now) !== null);
}

/** Names that an import brings in beyond those it brought before; null when it is not the same import with more names. */
export function addedImports(old: Node, now: Node): { names: string[]; from: string } | null {
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
