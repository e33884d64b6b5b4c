import type { CallExpression, Node } from '@babel/types';
import { type Names, namesOf, unwrap } from './names.ts';
import type { Source } from './source.ts';

/** Names that runners and assertion libraries give to tests. */
export const TEST_GLOBALS: ReadonlySet<string> = new Set([
  'it',
  'test',
  'describe',
  'suite',
  'context',
  'specify',
  'bench',
  'expect',
  'assert',
  'should',
  'jest',
  'vi',
  'vitest',
  'mocha',
  'jasmine',
  'before',
  'after',
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
  'expectTypeOf',
  'assertType',
  'sinon',
  'cy',
  'Cypress',
  'xit',
  'xtest',
  'xdescribe',
  'fit',
  'fdescribe',
  'spyOn',
]);
const BLOCKS =
  'it|test|describe|suite|context|specify|bench|x(?:it|test|describe|context|specify)|f(?:it|describe|test)|tap|tape|t|scenario|feature|example|group';
const BLOCK = new RegExp(`^(?:${BLOCKS})(?:\\.[\\w$]+)*$`);
const ASSERTION =
  /^(?:expect|assert|should|chai\.expect|chai\.assert|expectTypeOf|assertType|t\.(?:is|not|deepEqual|true|false|equal|ok|throws|same|strictSame|assert)|strict)(?:\.|$)/;
export const RUNNER_PACKAGE =
  /^(?:node:)?(?:test(?:\/reporters)?|assert(?:\/strict)?|vitest(?:\/.*)?|mocha|bun:test|@jest\/globals|@playwright\/test|uvu(?:\/.*)?|tape|tap|ava|chai|cypress|jasmine|jest|expect|should|@vitest\/.*|@japa\/.*|node-tap|sinon|fast-check|@fast-check\/.*|@testing-library\/.*|supertest|power-assert)$/;

/** The name without the module that it came from: runners are wrapped, and imported as fixtures. */
export function testName(node: Node | null | undefined, names: Names): string | null {
  return names.of(node)?.replace(/^<[^>]*>\.?/, '') ?? null;
}

/** The name of what declares a test or a suite: `it`, `describe.only`; a table's (`it.each([...])`) is that of its function. */
export function blockNameOf(node: Node, names: Names): string | null {
  if (node.type !== 'CallExpression') return null;
  const callee = unwrap(node.callee);
  const head =
    callee.type === 'CallExpression'
      ? callee.callee
      : callee.type === 'TaggedTemplateExpression'
        ? callee.tag
        : callee;
  const name = testName(head, names);
  return name !== null && BLOCK.test(name) ? name : null;
}

/** `it('title', () => …)`: a call of a block's name, with a title first or a function. */
export function isTestBlock(node: Node, names: Names): node is CallExpression {
  if (node.type !== 'CallExpression' || blockNameOf(node, names) === null) return false;
  return node.arguments.some((argument) => functionOf(argument) !== null);
}

export function isAssertion(node: Node, names: Names): boolean {
  const inner = unwrap(node);
  if (inner.type === 'AwaitExpression') return isAssertion(inner.argument, names);
  if (inner.type === 'UnaryExpression' && inner.operator === 'void')
    return isAssertion(inner.argument, names);
  if (inner.type !== 'CallExpression' && inner.type !== 'MemberExpression') return false;
  const name = testName(headOf(inner), names);
  return (
    name !== null &&
    ASSERTION.test(name) &&
    !/\.(?:extend|assertions|addSnapshotSerializer|addEqualityTesters|setState|unreachable)$/.test(name)
  );
}

/** What the innermost call on the left calls: of `expect(a).not.toBe(b)` the `expect`, of `assert.equal(a, b)` all before the bracket. */
function headOf(node: Node): Node {
  let head = node;
  for (let at: Node | null = unwrap(node); at !== null; ) {
    if (at.type === 'CallExpression') {
      head = at.callee;
      at = unwrap(at.callee);
    } else at = at.type === 'MemberExpression' ? unwrap(at.object) : null;
  }
  return head;
}

/** The function with a block as its body, or null. */
export function functionOf(node: Node | null | undefined): Node | null {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression' ? node : null;
}

/** The title of a test or suite when it is plain text. */
export function titleOf(node: CallExpression, names: Names): string | null {
  return names.text(node.arguments[0]);
}

/** Test blocks of a source, suites too. */
export function testBlocksOf(source: Source): CallExpression[] {
  const names = namesOf(source);
  return source.nodes.filter((node): node is CallExpression => isTestBlock(node, names));
}

/** True when a file, whatever its path, holds tests that a runner's globals or imports declare. */
export function holdsTests(source: Source): boolean {
  const names = namesOf(source);
  const declared = declaredIn(source);
  return source.nodes.some((node) => {
    if (node.type !== 'CallExpression') return false;
    const callee = unwrap(node.callee);
    const name = names.of(callee.type === 'CallExpression' ? callee.callee : callee);
    if (name === null || !/^(?:it|test|describe|suite|specify)(?:\.\w+)*$/.test(name)) return false;
    if (declared.has(name.split('.')[0] ?? '')) return false;
    const title = node.arguments[0];
    return (
      (title?.type === 'StringLiteral' || title?.type === 'TemplateLiteral') &&
      functionOf(node.arguments.at(-1)) !== null
    );
  });
}

/** Functions and variables that the file itself declares, so that a `test` of its own is none of a runner's. */
function declaredIn(source: Source): ReadonlySet<string> {
  return new Set(
    source.nodes.flatMap((node) => {
      if (node.type === 'FunctionDeclaration') return node.id ? [node.id.name] : [];
      return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? [node.id.name] : [];
    }),
  );
}
