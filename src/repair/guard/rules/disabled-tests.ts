import type { Node } from '@babel/types';
import type { FileChange } from '../../../domain/patch.ts';
import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { around, lineOf } from '../reading/around.ts';
import { matchesInBareCode } from '../reading/bare-code.ts';
import { languageOf } from '../reading/language.ts';
import { type Names, namesOf, unwrap } from '../reading/names.ts';
import { childrenOf, type Source } from '../reading/source.ts';
import { blockNameOf, functionOf, isTestBlock, testName } from '../reading/test-syntax.ts';
import type { Context, Found, Rule } from '../rule.ts';
import { comparisonsOf } from './tests.ts';

const OFF = /^(?:skip|todo|failing|fails|skipIf|runIf|fixme|pending|ignore|if)$/;
const ROOT = /^(?:it|test|describe|suite|context|specify|bench|scenario|feature)(?:\.|$)/;

const WHY = {
  skip: 'the test is skipped',
  only: 'the test is focused: all others there are skipped',
  retry: 'a test that fails is run again until it passes',
  empty: 'the table of tests is empty',
  count: 'no assertion is needed any more',
  mock: 'a module is mocked for the tests that were there',
} as const;
type Kind = keyof typeof WHY;

export const testDisabled: Rule = occurrenceRule({
  name: 'test-disabled',
  summary: 'No test may be skipped, focused, put off, retried or expected to fail.',
  applies: (change, context) => isAboutTests(change, context),
  find: (source) => [...fromTree(source), ...fromWords(source)],
});

function isAboutTests(change: FileChange, context: Context): boolean {
  const { role, formerRole } = context.view(change);
  return (
    [role, formerRole].some((one) => one === 'test' || one === 'support') ||
    context.view(change).pieces.some(({ after }) => after?.text.includes('import.meta.vitest') === true)
  );
}

function fromTree(source: Source): Occurrence[] {
  const names = namesOf(source);
  const contexts = testContexts(source, names);
  return source.nodes.flatMap((node) => {
    const kind = disabledBy(node, names, contexts);
    return kind === null ? [] : [{ kind, context: around(node, source), line: lineOf(node), why: WHY[kind] }];
  });
}

/** Names of the first parameter of tests: `t`, `ctx`. */
function testContexts(source: Source, names: Names): ReadonlySet<string> {
  const contexts = new Set<string>();
  for (const node of source.nodes) {
    if (!isTestBlock(node, names)) continue;
    const callback = functionOf(node.arguments.at(-1));
    const [first] = callback && 'params' in callback ? (callback.params as Node[]) : [];
    if (first?.type === 'Identifier') contexts.add(first.name);
    if (first?.type === 'ObjectPattern')
      for (const property of first.properties)
        if (
          property.type === 'ObjectProperty' &&
          property.key.type === 'Identifier' &&
          property.key.name === 'skip'
        )
          contexts.add('skip');
  }
  return contexts;
}

function disabledBy(node: Node, names: Names, contexts: ReadonlySet<string>): Kind | null {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return memberKind(testName(node, names) ?? '');
    case 'ObjectPattern':
      return null;
    case 'VariableDeclarator':
      return patternKind(node.id, node.init, names);
    case 'CallExpression':
      return callKind(node, names, contexts);
    default:
      return null;
  }
}

function memberKind(name: string): Kind | null {
  if (/^(?:jest\.retryTimes|vi\.setConfig)$/.test(name)) return 'retry';
  if (!ROOT.test(name)) return null;
  const last = name.slice(name.lastIndexOf('.') + 1);
  // A new `it.todo('…')` takes nothing away; one made of a test is seen where the test is gone.
  if (last === 'todo') return null;
  return last === 'only' ? 'only' : OFF.test(last) ? 'skip' : last === 'retries' ? 'retry' : null;
}

/** `const { only: test } = it` */
function patternKind(pattern: Node, init: Node | null | undefined, names: Names): Kind | null {
  if (pattern.type !== 'ObjectPattern' || !ROOT.test(testName(init, names) ?? '')) return null;
  for (const property of pattern.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const key =
      property.key.type === 'Identifier' && !property.computed ? property.key.name : names.text(property.key);
    if (key === 'only') return 'only';
    if (key !== null && OFF.test(key)) return 'skip';
  }
  return null;
}

function callKind(
  node: Node & { type: 'CallExpression' },
  names: Names,
  contexts: ReadonlySet<string>,
): Kind | null {
  const callee = unwrap(node.callee);
  const name = testName(callee, names) ?? '';
  if (/^x(?:it|test|describe|context|specify)(?:\.|$)|^pending$/.test(name)) return 'skip';
  if (/^f(?:it|test|describe|context)(?:\.|$)/.test(name)) return 'only';
  if (/^expect\.assertions$/.test(name) && names.text(node.arguments[0]) === '0') return 'count';
  if (callee.type === 'Identifier' && callee.name === 'skip' && contexts.has('skip')) return 'skip';
  const onContext = /^(\w+)\.(skip|todo|fixme|retries|pending)$/.exec(name);
  if (onContext !== null && (onContext[1] === 'this' || contexts.has(onContext[1] ?? '')))
    return onContext[2] === 'retries' ? 'retry' : 'skip';
  if (
    /\.each$/.test(name) &&
    ROOT.test(name) &&
    node.arguments[0]?.type === 'ArrayExpression' &&
    node.arguments[0].elements.length === 0
  )
    return 'empty';
  return blockNameOf(node, names) === null ? null : optionsKind(node, names);
}

/** `test('x', { skip: true }, …)` */
function optionsKind(node: Node & { type: 'CallExpression' }, names: Names): Kind | null {
  for (const argument of node.arguments) {
    if (argument.type !== 'ObjectExpression') continue;
    for (const property of argument.properties) {
      if (property.type !== 'ObjectProperty') continue;
      const key =
        property.key.type === 'Identifier' && !property.computed
          ? property.key.name
          : names.text(property.key);
      if (property.value.type === 'BooleanLiteral' && !property.value.value) continue;
      if (key === 'only') return 'only';
      if (key === 'skip' || key === 'todo' || key === 'fails' || key === 'failing') return 'skip';
      if (key === 'retry' || key === 'retries') return 'retry';
    }
  }
  return null;
}

const BARE =
  /\b(?:it|test|describe|context|suite|specify)(?:\.\w+)*\.(?:skip|only|failing|fails|fixme|skipIf|runIf)\b|\b(?:x|f)(?:it|describe|test|context)\s*(?=\()/;
const FOREIGN =
  /@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip|skipIf|expectedFailure)|Ignore|Disabled|Test\(enabled\s*=\s*false)|\bt\.(?:Skip|SkipNow|Skipf)\(|#\[ignore\b|\bpytest\.(?:skip|xfail)\(|\bself\.skipTest\(|\bpending\b\s*['"(]|^\s*x(?:it|describe|context|specify)\s+['"]|@tag :skip|\bSkip\s*=\s*"|markTestSkipped|\[Ignore\b/;

function fromWords(source: Source): Occurrence[] {
  const bare = matchesInBareCode(source, BARE).map(({ text, line }): Occurrence => {
    const kind: Kind = /only|\bf/.test(text) ? 'only' : 'skip';
    return { kind, context: text, line, why: WHY[kind] };
  });
  if (languageOf(source.path) !== 'foreign') return bare;
  return source.text
    .split('\n')
    .flatMap((line, index): Occurrence[] =>
      FOREIGN.test(line)
        ? [{ kind: 'skip', context: line.trim(), line: source.firstLine + index, why: WHY.skip }]
        : [],
    );
}

/** Module mocks are lifted to the top of the file: in a new test they act on the old ones too. */
export const oldTestsMocked: Rule = {
  name: 'module-mocked',
  summary: 'A new test may not mock a module for the tests that were in its file before.',
  check(change, context): Found[] {
    if (change.before === null || !isAboutTests(change, context)) return [];
    return comparisonsOf(context.view(change).pieces).flatMap(({ comparison, piece }) => {
      const names = piece.after === null ? null : namesOf(piece.after);
      return comparison.additions.flatMap((node) =>
        names !== null && mocksModule(node, names) ? [{ line: lineOf(node), why: WHY.mock }] : [],
      );
    });
  },
};

function mocksModule(node: Node, names: Names): boolean {
  if (
    node.type === 'CallExpression' &&
    /^(?:jest|vi|vitest)\.(?:mock|unmock|setMock|setTimeout|unstable_mockModule|stubGlobal|hoisted|setConfig|retryTimes)$|^mock\.module$/.test(
      testName(node.callee, names) ?? '',
    )
  )
    return true;
  return childrenOf(node).some((child) => mocksModule(child, names));
}
