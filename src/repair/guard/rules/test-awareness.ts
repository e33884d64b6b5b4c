import type { Node } from '@babel/types';
import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { around, lineOf } from '../reading/around.ts';
import { matchesInBareCode } from '../reading/bare-code.ts';
import { type Names, namesOf, unwrap } from '../reading/names.ts';
import { innerOf, parentOf, type Source } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

/** Variables that runners and CI set, and those by which people tell their code that it is under test. */
const VARIABLE =
  /^(?:JEST_\w+|VITEST(?:_\w+)?|MOCHA(?:_\w+)?|AVA(?:_\w+)?|TAP(?:_\w+)?|CYPRESS(?:_\w+)?|PLAYWRIGHT\w*|KARMA\w*|JASMINE\w*|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|NYC_\w+|BABEL_ENV_TEST|CI|CI_\w+|CONTINUOUS_INTEGRATION|BUILD_NUMBER|GITHUB_(?:ACTIONS?|RUN_ID|WORKFLOW|JOB)|DREAMOS(?:_\w+)?|GITLAB_CI|CIRCLECI|TRAVIS|JENKINS_(?:URL|HOME)|BUILDKITE|TF_BUILD|TEAMCITY_VERSION|APPVEYOR|DRONE|(?:IS_|UNDER_|IN_|RUNNING_)?(?:UNIT_|E2E_)?TEST(?:S|ING|_MODE|_ENV|_RUN)?|npm_lifecycle_(?:event|script)|npm_command|npm_config_argv)$/;
/** Only one thing can be meant by these, wherever they stand. */
const TELLING =
  /^(?:JEST_WORKER_ID|VITEST_(?:WORKER|POOL)_ID|VITEST|NODE_TEST_CONTEXT|npm_lifecycle_event|MOCHA_WORKER_ID|__vitest_worker__|__JEST_\w+|__coverage__|DREAMOS_\w+|NODE_V8_COVERAGE)$/;
const RUNNER_GLOBAL =
  /^(?:jest|vi|vitest|describe|it|test|expect|mocha|jasmine|beforeEach|afterEach|beforeAll|afterAll|before|after|suite|cy|Cypress|__vitest_\w+__|__karma__|__coverage__|__JEST_\w+|__jest__|__playwright__|QUnit)$/;
const RUNNER_WORD =
  /jest|vitest|mocha|jasmine|karma|\bava\b|playwright|cypress|node:test|--test\b|\btests?\b|\.?(?:test|spec)s?\.|__tests__|spec\b|node_modules\/\.bin/i;
const RUN_CONTEXT =
  /^(?:process\.(?:argv|argv0|execArgv|title|mainModule|_)|require\.main|module\.parent|require\.cache|<(?:process)>)/;
const MODE =
  /(?:^|\.)(?:NODE_ENV|BABEL_ENV|APP_ENV|ENV|MODE|ENVIRONMENT)$|(?:^|[._])(?:node_?env|env(?:ironment)?|mode)$/i;
const WHY = 'the code asks whether it is under test, so it can behave for the check alone';

export const testAwareness: Rule = occurrenceRule({
  name: 'asks-whether-under-test',
  summary:
    'No code may be added that asks whether it runs under a test runner or in CI: it could pass there and nowhere else.',
  find: (source) => {
    const names = namesOf(source);
    const found: Occurrence[] = source.nodes.flatMap((node) => {
      const kind = askedBy(node, names, source);
      return kind === null ? [] : [{ kind, context: around(node, source), line: lineOf(node), why: WHY }];
    });
    const bare = matchesInBareCode(source, BARE).map(({ text, line }) => ({
      kind: text,
      context: text,
      line,
      why: WHY,
    }));
    return [...found, ...bare];
  },
});

const BARE =
  /\b(?:DREAMOS_\w+|JEST_WORKER_ID|VITEST|NODE_TEST_CONTEXT|npm_lifecycle_event)\b|\bprocess\.env\.CI\b|\btypeof\s+(?:jest|vi|vitest|describe|it|test|expect|mocha)\b|\bNODE_ENV\b\s*[!=]==?\s*['"]test['"]/;

function askedBy(node: Node, names: Names, source: Source): string | null {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return memberAsked(node, names, source);
    case 'Identifier':
      return null;
    case 'ObjectPattern':
      return patternAsked(node, names, source);
    case 'UnaryExpression':
      return node.operator === 'typeof' ? globalAsked(node.argument, names) : null;
    case 'StringLiteral':
      return TELLING.test(node.value) || /^(?:JEST|VITEST|MOCHA|DREAMOS)_?$/.test(node.value)
        ? node.value
        : null;
    case 'BinaryExpression':
      return comparisonAsked(node.operator, node.left, node.right, names);
    case 'SwitchCase': {
      const parent = parentOf(node, source);
      const subject = parent?.type === 'SwitchStatement' ? names.of(parent.discriminant) : null;
      return subject !== null && MODE.test(subject) && node.test && names.text(node.test) === 'test'
        ? 'mode'
        : null;
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return callAsked(node, names);
    default:
      return null;
  }
}

function variableOf(name: string | null): string | null {
  const variable = /^(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env|env|<process>\.env)\.(\w+)$/.exec(
    name ?? '',
  )?.[1];
  return variable !== undefined && VARIABLE.test(variable) ? variable : null;
}

function memberAsked(
  node: Node & { type: 'MemberExpression' | 'OptionalMemberExpression' },
  names: Names,
  source: Source,
): string | null {
  const name = names.of(node);
  if (name === null) return null;
  const variable = variableOf(name);
  if (variable !== null) {
    const parent = parentOf(node, source);
    // Setting a variable for a child process asks nothing.
    return parent?.type === 'AssignmentExpression' && parent.left === node ? null : variable;
  }
  if (name === 'import.meta.jest' || /^expect\.getState$/.test(name)) return name;
  const object = unwrap(node.object);
  // `globalThis.jest`: seen through, so the name is the global's own.
  if (
    object.type === 'Identifier' &&
    /^(?:globalThis|global|window|self)$/.test(object.name) &&
    RUNNER_GLOBAL.test(name)
  )
    return name;
  // Taking the mode apart, letter by letter.
  const mode = names.of(object);
  if (
    mode !== null &&
    /\.NODE_ENV$/.test(mode) &&
    (node.computed || /^(?:length|charAt|charCodeAt|at|split|slice)$/.test(lastOf(name)))
  )
    return 'mode';
  return null;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function patternAsked(node: Node & { type: 'ObjectPattern' }, names: Names, source: Source): string | null {
  if (!node.properties.some((property) => property.type === 'ObjectProperty')) return null;
  const parent = parentOf(node, source);
  const init =
    parent?.type === 'VariableDeclarator'
      ? parent.init
      : parent?.type === 'AssignmentExpression'
        ? parent.right
        : null;
  const from = names.of(init);
  if (from === null || !/(?:^|\.)env$/.test(from)) return null;
  for (const property of node.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const key =
      property.key.type === 'Identifier' && !property.computed ? property.key.name : names.text(property.key);
    if (key !== null && VARIABLE.test(key)) return key;
  }
  return null;
}

function globalAsked(node: Node, names: Names): string | null {
  const name = names.of(node);
  return name !== null && RUNNER_GLOBAL.test(name) ? `typeof ${name}` : null;
}

function comparisonAsked(operator: string, left: Node, right: Node, names: Names): string | null {
  if (operator === 'in') {
    const key = names.text(left);
    const object = names.of(right);
    if (key === null || object === null) return null;
    if (/(?:^|\.)env$/.test(object) && VARIABLE.test(key)) return key;
    return /^(?:globalThis|global|window|self)$/.test(object) && RUNNER_GLOBAL.test(key) ? key : null;
  }
  if (!/^[!=]==?$/.test(operator)) return null;
  for (const [subject, value] of [
    [left, right],
    [right, left],
  ] as const) {
    const name = names.of(subject);
    const text = names.text(value);
    if (text === null) continue;
    if (name !== null && MODE.test(name) && /^test(?:ing|s)?$|^ci$|^e2e$/i.test(text)) return 'mode';
    if (mentions(subject, names, (inner) => RUN_CONTEXT.test(inner)) && RUNNER_WORD.test(text))
      return 'run-context';
  }
  return null;
}

const TEXT_TESTS =
  /^(?:includes|indexOf|startsWith|endsWith|match|matchAll|test|exec|search|some|find|findIndex|every|filter|has|get|lastIndexOf|replace|split)$/;

/** `process.argv.some((a) => a.includes('jest'))`, `/test/.test(new Error().stack)`, `env.has('CI')`. */
function callAsked(
  node: Node & { type: 'CallExpression' | 'OptionalCallExpression' },
  names: Names,
): string | null {
  const callee = unwrap(node.callee);
  const name = names.of(callee) ?? '';
  if (
    /^(?:Reflect\.(?:has|get)|Object\.(?:hasOwn|getOwnPropertyDescriptor)|Object\.prototype\.hasOwnProperty\.call)$/.test(
      name,
    ) ||
    /\.hasOwnProperty$/.test(name)
  ) {
    const key = names.text(node.arguments.at(-1));
    if (key !== null && (VARIABLE.test(key) || RUNNER_GLOBAL.test(key))) return key;
  }
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
  const method = callee.property.type === 'Identifier' ? callee.property.name : '';
  if (!TEXT_TESTS.test(method)) return null;
  if (method === 'get' || method === 'has') {
    const key = names.text(node.arguments[0]);
    return key !== null && VARIABLE.test(key) && /env$/i.test(names.of(callee.object) ?? '') ? key : null;
  }
  const words = wordsIn(node, names);
  if (
    mentions(node, names, (inner) => /\.NODE_ENV$/.test(inner)) &&
    words.some((word) => word !== '' && ('test'.includes(word) || /\btest/.test(word)))
  )
    return 'mode';
  const asksContext = mentions(node, names, (inner) => RUN_CONTEXT.test(inner)) || mentionsStack(node);
  if (asksContext && words.some((word) => RUNNER_WORD.test(word))) return 'run-context';
  const overEnvironment = mentions(node, names, (inner) => /^process\.env$/.test(inner));
  return overEnvironment && words.some(isPartOfTelling) ? 'environment' : null;
}

/** The beginning, or a good part, of a variable's name that a check sets: `NODE_T`, `V8_COV`. Family names alone are honest. */
function isPartOfTelling(word: string): boolean {
  if (/jest|vitest|mocha|dreamos|^ci$/i.test(word)) return true;
  const plain = word.replace(/^\^|\$$/g, '').toUpperCase();
  if (plain.length < 4 || /^(?:NODE|NPM|GITHUB|TEST|NODE_ENV)_?$|^NODE_E/.test(plain)) return false;
  return SET_BY_CHECKS.some((name) => name.startsWith(plain) || (plain.length > 5 && name.includes(plain)));
}

const SET_BY_CHECKS = [
  'NODE_TEST_CONTEXT',
  'NODE_OPTIONS',
  'NODE_V8_COVERAGE',
  'NPM_LIFECYCLE_EVENT',
  'GITHUB_ACTIONS',
];

function mentions(node: Node, names: Names, wanted: (name: string) => boolean): boolean {
  return innerOf(node).some((inner) => {
    if (
      inner.type !== 'MemberExpression' &&
      inner.type !== 'OptionalMemberExpression' &&
      inner.type !== 'Identifier'
    )
      return false;
    const name = names.of(inner);
    return name !== null && wanted(name);
  });
}

function mentionsStack(node: Node): boolean {
  return innerOf(node).some(
    (inner) =>
      ((inner.type === 'MemberExpression' || inner.type === 'OptionalMemberExpression') &&
        inner.property.type === 'Identifier' &&
        /^(?:stack|getFileName|getScriptNameOrSourceURL)$/.test(inner.property.name)) ||
      (inner.type === 'Identifier' && inner.name === 'stack'),
  );
}

function wordsIn(node: Node, names: Names): string[] {
  return innerOf(node).flatMap((inner) => {
    if (inner.type === 'RegExpLiteral') return [inner.pattern.replace(/\\/g, '')];
    if (inner.type === 'TemplateElement') return [inner.value.raw];
    const text =
      inner.type === 'StringLiteral' || inner.type === 'BinaryExpression' || inner.type === 'Identifier'
        ? names.text(inner)
        : null;
    return text === null ? [] : [text];
  });
}
