import type { Node } from '@babel/types';
import type { FileChange } from '../../../domain/patch.ts';
import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { around, lineOf } from '../reading/around.ts';
import { matchesInBareCode } from '../reading/bare-code.ts';
import { type Names, namesOf, unwrap } from '../reading/names.ts';
import { parentOf, type Source } from '../reading/source.ts';
import { TEST_GLOBALS } from '../reading/test-syntax.ts';
import type { Context, Rule } from '../rule.ts';

const BUILT_IN =
  /^(?:Object|Array|String|Number|Boolean|Function|Promise|Date|Math|JSON|Reflect|RegExp|Map|Set|WeakMap|WeakSet|Symbol|Error|console|process|Buffer|performance|require|module\.constructor|Module|<module>)(?:\.prototype)?\.[\w$.]+$|^(?:Date|Promise|Error|Math|JSON|console|setTimeout|setInterval|setImmediate|fetch|require)$/;
/** Settings that a program may well make. */
const HARMLESS =
  /^(?:process\.(?:env(?:\..*)?|title|noDeprecation|traceDeprecation|exitCode)|Error\.stackTraceLimit|<module>|process\.stdin.*)$/;
const ASSERTIONS =
  /^(?:expect|assert|chai|should|jest|vi|it|test|describe|<(?:assert|chai|expect|vitest|@jest\/globals|mocha|test|jest)[^>]*>)(?:\.|$)/;
const MATCHERS =
  /^(?:toBe|toEqual|toStrictEqual|toMatch|toContain|toThrow|toHave|toBeTruthy|toBeFalsy|equal|strictEqual|deepEqual|ok|throws)/;
const RUNNER_IMPORT =
  /^(?:vitest|@jest\/globals|mocha|bun:test|node:test|@vitest\/(?:runner|expect|spy)|jest-mock|expect|jest-circus|jasmine-core)$/;

const WHY = {
  global: 'it replaces what tests are made of',
  builtIn: 'it replaces a built-in that code and tests rely on',
  equality: 'an object that calls itself equal to everything makes any assertion pass',
  runner: 'product code takes a hand in the test runner',
  loader: 'it changes how modules are found, so tests may load something else',
} as const;

type Kind = keyof typeof WHY;

export const tampering: Rule = occurrenceRule({
  name: 'tampering',
  summary: 'No code may replace assertions, the runner, built-ins or the module loader.',
  find: (source) => findIn(source, false),
});

export const runnerInSource: Rule = occurrenceRule({
  name: 'runner-in-source',
  summary: 'Product code may not start to use the test runner: it could mock or answer for the tests.',
  applies: (change, context) => !isForTests(change, context),
  find: (source) => findIn(source, true),
});

function isForTests(change: FileChange, context: Context): boolean {
  return (
    context.view(change).role !== 'plain' ||
    /(?:^|[/_.-])(?:test(?:s|ing|kit|lib|-utils?)?|mocks?|fixtures?|e2e|spec)(?:[/_.-]|$)/i.test(
      change.path,
    ) ||
    isConfigName(change.path)
  );
}

function isConfigName(path: string): boolean {
  return /\.(?:config|conf|setup)\.[cm]?[jt]s$/.test(path);
}

function findIn(source: Source, runner: boolean): Occurrence[] {
  // Tests within the module use it by right.
  if (runner && source.text.includes('import.meta.vitest')) return [];
  const names = namesOf(source);
  const found = source.nodes.flatMap((node): Occurrence[] => {
    const kind = runner ? runnerUse(node, names, source) : tamperedBy(node, names, source);
    return kind === null ? [] : [{ kind, context: around(node, source), line: lineOf(node), why: WHY[kind] }];
  });
  if (runner) return found;
  const bare = matchesInBareCode(source, BARE);
  return [
    ...found,
    ...bare.map(({ text, line }) => ({ kind: 'builtIn', context: text, line, why: WHY.builtIn })),
  ];
}

const BARE =
  /\b(?:globalThis|global|window)\.(?:expect|it|test|describe|assert|jest|vi)\s*=(?!=)|\b(?:Object|Array|String|Number|Function|Promise)\.prototype\.\w+\s*=(?!=)|\basymmetricMatch\b/;

function runnerUse(node: Node, names: Names, source: Source): Kind | null {
  if (node.type === 'ImportDeclaration' && node.importKind !== 'type')
    return RUNNER_IMPORT.test(node.source.value) ? 'runner' : null;
  if (node.type !== 'CallExpression') return null;
  const name = names.of(node.callee) ?? '';
  if (handsOver(node, names, source)) return 'runner';
  if (name === 'require' || node.callee.type === 'Import')
    return RUNNER_IMPORT.test(names.text(node.arguments[0]) ?? '') ? 'runner' : null;
  return /^(?:jest|vi)\.(?:mock|doMock|fn|spyOn|setTimeout|useFakeTimers|resetModules|retryTimes|unstable_mockModule|stubGlobal|setConfig|hoisted)$/.test(
    name,
  )
    ? 'runner'
    : null;
}

/** `neuter(assert)`: what it is handed to may do with it as it likes. */
function handsOver(node: Node & { type: 'CallExpression' }, names: Names, source: Source): boolean {
  return node.arguments.some((argument) => {
    const given = unwrap(argument);
    const name = names.of(given);
    if (name === null || !/^(?:assert(?:\.strict)?|<(?:assert|chai|expect|vitest|mocha|test)>)$/.test(name))
      return false;
    return (
      given.type !== 'Identifier' || names.importedFrom(given.name) !== null || !isDeclared(name, source)
    );
  });
}

function tamperedBy(node: Node, names: Names, source: Source): Kind | null {
  switch (node.type) {
    case 'AssignmentExpression':
      return targetKind(node.left, names, source);
    case 'UpdateExpression':
      return null;
    case 'UnaryExpression':
      return node.operator === 'delete' ? targetKind(node.argument, names, source) : null;
    case 'CallExpression':
      return callKind(node, names, source);
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ObjectProperty':
    case 'ClassProperty':
      return keyOf(node, names) === 'asymmetricMatch' || isFixedValue(node, names) ? 'equality' : null;
    case 'StringLiteral':
      return node.value === 'jest.asymmetricMatcher' ? 'equality' : null;
    default:
      return null;
  }
}

function keyOf(node: { key: Node; computed?: boolean | null }, names: Names): string | null {
  return node.key.type === 'Identifier' && !node.computed ? node.key.name : names.text(node.key);
}

function targetKind(given: Node, names: Names, source: Source): Kind | null {
  const target = unwrap(given);
  if (target.type === 'Identifier') {
    if (isDeclared(target.name, source)) return null;
    return TEST_GLOBALS.has(target.name) ? 'global' : BUILT_IN.test(target.name) ? 'builtIn' : null;
  }
  if (target.type !== 'MemberExpression') return null;
  const object = names.of(target.object);
  const name = names.of(target) ?? (object === null ? null : `${object}.${SOME_KEY}`);
  if (name === null) return null;
  return nameKind(name, isOnGlobal(target.object, names), source);
}

/** Stands for a key that is worked out while the code runs: it may be any. */
const SOME_KEY = 'x';

function isOnGlobal(object: Node, names: Names): boolean {
  return /^(?:globalThis|global|window|self)$/.test(names.of(object) ?? '');
}

/** What may be meant by a full name that is being replaced. */
function nameKind(name: string, onGlobal: boolean, source: Source): Kind | null {
  if (HARMLESS.test(name)) return null;
  const [root = ''] = name.split('.');
  if (onGlobal && TEST_GLOBALS.has(name)) return 'global';
  if (ASSERTIONS.test(name) && (onGlobal || !isDeclared(root, source)) && name.includes('.')) return 'global';
  if (/^(?:require\.(?:cache|extensions)|<module>\.|Module\.|module\.constructor)/.test(name))
    return 'loader';
  if (isDeclared(root, source)) return null;
  return BUILT_IN.test(name) && (name.includes('.') || onGlobal) ? 'builtIn' : null;
}

const declared = new WeakMap<Source, ReadonlySet<string>>();

/** Names that the file gives a meaning of its own. Imports of a runner do not count: they are the runner's. */
function isDeclared(name: string, source: Source): boolean {
  let own = declared.get(source);
  if (own === undefined) {
    own = new Set(source.nodes.flatMap((node) => declaredBy(node, source)));
    declared.set(source, own);
  }
  return own.has(name);
}

function declaredBy(node: Node, source: Source): string[] {
  if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id)
    return [node.id.name];
  if (node.type !== 'Identifier') return [];
  const parent = parentOf(node, source);
  if (parent?.type === 'VariableDeclarator')
    return parent.id === node && namesOf(source).importedFrom(node.name) === null ? [node.name] : [];
  const isParameter =
    parent !== undefined &&
    'params' in parent &&
    Array.isArray(parent.params) &&
    (parent.params as unknown[]).includes(node);
  return isParameter ? [node.name] : [];
}

function callKind(node: Node & { type: 'CallExpression' }, names: Names, source: Source): Kind | null {
  const name = names.of(node.callee) ?? '';
  const [target, second] = node.arguments;
  if (target !== undefined && SETS_KEYS.test(name)) {
    const kind = setKind(target, second, names, source);
    if (kind !== null) return kind;
  }
  if (/(?:^|\.)expect\.extend$/.test(name) && target?.type === 'ObjectExpression')
    return target.properties.some(
      (one) => one.type !== 'SpreadElement' && MATCHERS.test(keyOf(one, names) ?? ''),
    )
      ? 'global'
      : null;
  if (/^(?:vi|jest)\.(?:stubGlobal)$/.test(name))
    return TEST_GLOBALS.has(names.text(target) ?? '') ? 'global' : null;
  if (/(?:^|\.|>)(?:registerHooks|register)$/.test(name) && name.startsWith('<module>')) return 'loader';
  return /addEqualityTesters$|^chai\.(?:use|util\.overwriteMethod)$/.test(name) ? 'global' : null;
}

/** What sets keys of its first argument, the language's own and what packages have for it. */
const SETS_KEYS =
  /^(?:Object\.(?:defineProperty|defineProperties|assign|setPrototypeOf)|Reflect\.(?:set|defineProperty|deleteProperty|setPrototypeOf))$|(?:^|[._>])(?:assign|assignIn|extend|merge|mixin|defaults|set|unset|stub|replace|spyOn|method|override|patch)$/;

function setKind(target: Node, second: Node | undefined, names: Names, source: Source): Kind | null {
  const object = names.of(target);
  const onGlobal = isOnGlobal(target, names);
  if (object === null) return null;
  const keys =
    second?.type === 'ObjectExpression'
      ? second.properties.map((one) =>
          one.type === 'SpreadElement' ? SOME_KEY : (keyOf(one, names) ?? SOME_KEY),
        )
      : [names.text(second) ?? SOME_KEY];
  for (const key of keys) {
    const kind = nameKind(onGlobal ? key : `${object}.${key}`, onGlobal, source);
    if (kind !== null) return kind;
  }
  return null;
}

/** Equal to whatever is asked: an object that turns into one fixed value, or a class that everything is one of. */
function isFixedValue(node: Node, names: Names): boolean {
  if (node.type !== 'ObjectMethod' && node.type !== 'ClassMethod' && node.type !== 'ObjectProperty')
    return false;
  const key = names.of(node.key);
  const named =
    keyOf(node, names) === 'valueOf' ||
    (node.computed === true && /^Symbol\.(?:toPrimitive|hasInstance)$/.test(key ?? ''));
  if (!named) return false;
  const made = node.type === 'ObjectProperty' ? node.value : node;
  if (!('body' in made) || made.body === null || made.type === 'ClassExpression') return false;
  const body = made.body as Node;
  const value = body.type === 'BlockStatement' && body.body.length === 1 ? body.body[0] : body;
  const given = value?.type === 'ReturnStatement' ? value.argument : value;
  return given != null && /^(?:Numeric|String|Boolean|BigInt)Literal$/.test(given.type);
}
