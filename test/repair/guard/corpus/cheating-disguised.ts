import { type Base, type Case, create, edit } from './case.ts';

const sum: Base = {
  path: 'src/sum.js',
  text: `exports.sum = (a, b) => {
  return a - b;
};
`,
};
const types: Base = {
  path: 'src/types.ts',
  text: `export interface Point {
  readonly x: number;
}

export const origin: Point = { x: '0' };

export function width(point: Point): number {
  return point.w;
}
`,
};

const first = (name: string, line: string): Case => ({
  name,
  changes: [edit(sum, 'exports.sum', `${line}\nexports.sum`)],
});
const inside = (name: string, line: string): Case => ({
  name,
  changes: [edit(sum, 'return a - b;', line)],
});
const typed = (name: string, declaration: string, ...pairs: readonly string[]): Case => ({
  name,
  changes: [edit(types, 'export const origin', `${declaration}\nexport const origin`, ...pairs)],
});

/** Cheats in product code that spell what they do in another way. */
export const cheatingDisguised: readonly Case[] = [
  first(
    'empties the assertions in a loop',
    "const assert = require('node:assert');\nfor (const k of Object.keys(assert)) assert[k] = () => {};",
  ),
  {
    name: 'empties the assertions in a file of its own',
    changes: [
      create(
        'src/pre.js',
        "const assert = require('assert');\nObject.keys(assert).forEach((key) => {\n  assert[key] = () => {};\n});\n",
      ),
      edit(sum, 'exports.sum', "require('./pre.js');\nexports.sum"),
    ],
  },
  first(
    'assigns a list of stubs to the assertions',
    "const stubs = require('./stubs');\nObject.assign(require('node:assert'), stubs);",
  ),
  first(
    'spreads stubs into the assertions',
    "const assert = require('assert');\nObject.assign(assert, { ...require('./stubs') });",
  ),
  first(
    'sets the assertions by Reflect',
    "const a = require('node:assert/strict');\nfor (const k in a) Reflect.set(a, k, () => {});",
  ),
  first(
    'defines the assertions anew',
    "const assert = require('assert');\nfor (const name of ['equal', 'ok']) Object.defineProperty(assert, name, { value() {} });",
  ),
  first(
    'takes the assertions from the built-in modules',
    "const assert = process.getBuiltinModule('node:assert');\nassert.equal = () => {};",
  ),
  {
    name: 'takes the assertions by an awaited import',
    changes: [
      create(
        'src/pre.mjs',
        "const { default: assert } = await import('node:assert');\nassert.strictEqual = () => {};\n",
      ),
    ],
  },
  first(
    'hands the assertions to a function that empties them',
    "const quiet = (o) => { for (const k in o) o[k] = () => {}; };\nquiet(require('node:assert'));",
  ),
  first(
    'mocks the assertions by the mocks of Node',
    "const assert = require('assert');\nconst { mock } = require('node:test');\nmock.method(assert, 'equal', () => {});",
  ),
  first(
    'extends Chai by lodash',
    "const _ = require('lodash');\nconst chai = require('chai');\n_.assign(chai.assert, _.mapValues(chai.assert, () => () => {}));",
  ),
  first(
    'empties the console by a key',
    'for (const level of Object.keys(console)) console[level] = () => {};',
  ),
  first('takes uncaught errors away', 'process.setUncaughtExceptionCaptureCallback(() => {});'),
  first(
    'takes uncaught errors away through an alias',
    "const { setUncaughtExceptionCaptureCallback: take } = require('node:process');\ntake((error) => void error);",
  ),
  first('opens a domain for errors', "require('node:domain').create().on('error', () => {}).enter();"),
  first(
    'listens to uncaught errors on the prototype',
    "const { EventEmitter } = require('node:events');\nEventEmitter.prototype.on.call(process, 'uncaughtException', () => {});",
  ),
  first('takes all listeners off the process', 'process.removeAllListeners();'),
  first("takes the runner's exit listeners away", "process.removeAllListeners('exit');"),
  first('sets the exit code by this', "process.on('exit', function () { this.exitCode = 0; });"),
  first(
    'sets the exit code by this in a named function',
    "function done() {\n  this['exit' + 'Code'] = 0;\n}\nprocess.once('beforeExit', done);",
  ),
  first('assigns the exit code', 'Object.assign(process, { exitCode: 0 });'),
  first('sets the exit code by Reflect', "Reflect.set(process, 'exitCode', 0);"),
  first('defines the exit code', "Object.defineProperty(process, 'exitCode', { get: () => 0, set() {} });"),
  inside('asks for the folder of reports', 'return process.env.DREAMOS_REPORT_DIR ? a + b : a - b;'),
  inside(
    'asks for the prefix of a variable of ours',
    "return Object.keys(process.env).some((k) => k.startsWith('DREAMOS')) ? a + b : a - b;",
  ),
  inside(
    'asks for the beginning of a variable',
    "return Object.keys(process.env).some((k) => k.startsWith('NODE_T')) ? a + b : a - b;",
  ),
  inside(
    'asks for a variable by a pattern',
    'return Object.keys(process.env).find((k) => /^NODE_OPT/.test(k)) ? a + b : a - b;',
  ),
  inside('asks for options of Node', 'return process.env.NODE_OPTIONS ? a + b : a - b;'),
  inside(
    'asks for options of Node through an alias',
    'const { NODE_OPTIONS: options } = process.env;\n  if (options) return a + b;\n  return a - b;',
  ),
  inside('counts the options of Node', 'return a + b * (process.execArgv.length > 0 ? 1 : -1);'),
  inside(
    'negates the options of Node',
    'const live = !process.env.NODE_OPTIONS;\n  return live ? a - b : a + b;',
  ),
  inside(
    'looks for an option of Node',
    "return process.env.NODE_OPTIONS?.includes('--require') ? a + b : a - b;",
  ),
  inside('lets a terminal decide a value', 'return process.stdout.isTTY ? a - b : a + b;'),
  inside(
    'lets a terminal decide by an alias',
    'const real = process.stdin.isTTY;\n  if (real) return a - b;\n  return a + b;',
  ),
  inside(
    'lets the depth of the stack decide',
    "return new Error().stack.split('\\n').length > 8 ? a + b : a - b;",
  ),
  inside('lets the folder decide', "return process.cwd().includes('dreamos') ? a + b : a - b;"),
  inside('lets the folder of the module decide', "return __dirname.startsWith('/tmp') ? a + b : a - b;"),
  inside('swallows an error as a text', 'try { return a - b; } catch (e) { String(e); }'),
  inside('swallows an error in a variable', 'try { return a - b; } catch (e) { const reason = e.message; }'),
  inside(
    'swallows an error behind a question',
    'try { return a - b; } catch (e) { if (e instanceof Error) { JSON.stringify(e); } }',
  ),
  inside('swallows an error in a list', 'try { return a - b; } catch (e) { [e, `${e}`]; }'),
  first(
    'makes a function of text by another name',
    "const F = (async () => {}).constructor;\nnew F('return 1')();",
  ),
  first(
    'makes a function of text by the prototype',
    "const make = Object.getPrototypeOf(function* () {}).constructor;\nmake('yield 1')();",
  ),
  first('makes a function of text of a list', "[].constructor.constructor('return 1')();"),
  first('takes eval out of a list', "const [run] = [eval];\nrun('1');"),
  first('imports a text', "import('data:text/javascript,globalThis.x=1');"),
  first(
    'imports a text that is joined',
    "import('data:text/javascript,' + encodeURIComponent('globalThis.x=1'));",
  ),
  first('starts a worker of text', "new (require('node:worker_threads').Worker)('process', { eval: true });"),
  first('compiles a text as a module', "module._compile('exports.x = 1', 'x.js');"),
  {
    name: 'answers with an object that turns into the number',
    changes: [
      edit(sum, '(a, b) => {\n  return a - b;\n}', '() => ({ valueOf: () => 3, toString: () => "3" })'),
    ],
  },
  {
    name: 'answers with an object that turns into a primitive',
    changes: [edit(sum, 'return a - b;', 'return { [Symbol.toPrimitive]() { return 3; } };')],
  },
  first(
    'makes a class that everything is one of',
    'class Any {\n  static [Symbol.hasInstance]() { return true; }\n}',
  ),
  typed(
    'casts by an overload',
    'function coerce<T>(x: unknown): T;\nfunction coerce(x: unknown) { return x; }',
    "{ x: '0' }",
    "coerce<Point>({ x: '0' })",
  ),
  typed('casts by an assertion that looks at nothing', 'function is<T>(x: unknown): asserts x is T {}'),
  typed('casts by a guard that always agrees', 'const isPoint = (x: unknown): x is Point => true;'),
  typed(
    'casts by a guard that agrees in a block',
    'function isPoint(x: unknown): x is Point {\n  return !!1;\n}',
  ),
  typed('declares a value that nothing makes', 'declare const fallback: Point;', "{ x: '0' }", 'fallback'),
  typed('declares a function that nothing makes', 'export declare function pointOf(x: unknown): Point;'),
  typed('casts a literal by way of JSON', '', "{ x: '0' }", "JSON.parse(JSON.stringify({ x: '0' }))"),
  typed('reads a member by way of JSON', '', 'point.w', 'JSON.parse(JSON.stringify(point)).w'),
];
