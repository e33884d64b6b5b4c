import type { Files } from '../fixers/folder-workspace.ts';

/** A broken repository, one failure a line as far as that goes. */
export interface BrokenProject {
  readonly name: string;
  readonly tool: string;
  /** Packages of test/tools by the name they have in the repository. */
  readonly packages: Readonly<Record<string, string>>;
  readonly run: string;
  readonly files: Files;
  /** Also run by these versions of Node. */
  readonly nodes?: readonly string[];
}

const module = '{ "type": "module" }\n';
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

const types: Files = {
  'package.json': module,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      types: [],
      noUnusedLocals: true,
      noImplicitReturns: true,
      noUncheckedIndexedAccess: true,
    },
  }),
  'src/shapes.ts': lines(
    'export interface Point { readonly x: number; y: number }',
    "export type Colour = 'red' | 'green';",
    'export const total = (a: number, b: number): number => a + b;',
    'const hidden = 1;',
    'export abstract class Shape { abstract area(): number }',
    'export function shown(): number { return hidden; }',
  ),
  'src/names.ts': lines(
    "import { totals } from './shapes.js';",
    "import { missing } from './shapes.js';",
    "import { hidden } from './shapes.js';",
    "import shapes from './shapes.js';",
    "import { a } from './nowhere.js';",
    "import { b } from 'no-such-package';",
    'export const all = [totals, missing, hidden, shapes, a, b, unknownName, unknownNames];',
    'export const also: Pont = 1;',
  ),
  'src/values.ts': lines(
    "import { type Colour, type Point, Shape, total } from './shapes.js';",
    'export const p: Point = { x: 1 };',
    'export const q: Point = { x: 1, y: 2, z: 3 };',
    'export const r = (point: Point) => point.z;',
    'export const s = (point: Point) => point.yy;',
    "export const c: Colour = 'blue';",
    "export const d: Colour = 'black';",
    'export const e: number = "one";',
    'export const f: string = 1;',
    'export const g = total(1);',
    "export const h = total(1, 'two');",
    'export const i = (point: Point) => { point.x = 2; };',
    'export const j = (list: number[]) => list[0].toFixed();',
    'export const k = (maybe?: Point) => maybe.x;',
    'export function l(a: boolean): number { if (a) return 1; }',
    'export const m = (untyped) => untyped;',
    'export const n = new Shape();',
    'export class Square extends Shape { side = 1 }',
    'const unusedValue = 1;',
    'export async function o() { return 1; }',
    'export const t = o() + 1;',
    'export const u = (5 as number).toUpper();',
    'let twice = 1;',
    'let twice = 2;',
  ),
};

const lint: Files = {
  'package.json': module,
  'eslint.config.js': `export default [{ files: ['src/*.js'], rules: ${JSON.stringify(
    Object.fromEntries(
      [
        ...[
          'no-undef',
          'no-unused-vars',
          'prefer-const',
          'eqeqeq',
          'no-debugger',
          'no-dupe-keys',
          'no-empty',
        ],
        ...[
          'no-redeclare',
          'no-unreachable',
          'no-useless-escape',
          'no-var',
          'no-shadow',
          'no-constant-condition',
        ],
      ].map((rule) => [rule, 'error']),
    ),
  )} }];\n`,
  'src/a.js': lines(
    'let a = nowhere;',
    'let b = 1;',
    'var c = a == 1;',
    'debugger;',
    'export const d = { k: 1, k: 2 };',
    'if (c) {}',
    'export function e() { return 1; e(); }',
    "export const f = '\\d';",
    'export const g = (d) => d;',
    'export const h = () => { if (true) return elsewhere; };',
    "import { unusedName, other } from './b.js';",
  ),
  'src/b.js': lines('export const unusedName = 1;', 'export const other = nowhere;', 'let a = 1;'),
  'src/c.js': lines('export const = 1;'),
};

const biome: Files = {
  'biome.json': JSON.stringify({
    formatter: { enabled: true },
    linter: { rules: { recommended: true, correctness: { noUnusedVariables: 'error' } } },
  }),
  'src/a.js': lines(
    'let a = 1',
    'export const b = (x) => x == 1',
    'const unused = 2;',
    'debugger;',
    'export { a };',
  ),
  'src/b.js': lines('export const c = { k: 1, k: 2 };', 'export const d =  c;'),
};

const prettier: Files = {
  '.prettierrc': '{}\n',
  'src/a.js': 'const a  = 1\n',
  'src/b.css': 'a{color:red}\n',
  'src/c.js': 'const = 1;\n',
};

const source = lines(
  'export const sum = (a, b) => a - b;',
  "export const greet = (name) => 'Hello ' + name;",
  'export const first = (list) => list[0].name;',
  'export const load = (text) => JSON.parse(text);',
  "export const ids = () => 'no entry for ' + crypto.randomUUID();",
  'export const fail = (what) => { throw new RangeError(what); };',
);

/** The same broken tests for each runner; `expect` is what the runner calls it. */
const bodies = (equal: (actual: string, expected: string) => string): readonly string[] => [
  `it('adds', () => { ${equal('sum(1, 2)', '3')} });`,
  `it('adds more', () => { ${equal('sum(1, 2)', '4')} });`,
  `it('greets', () => { ${equal("greet('Ann')", "'Hello, Ann'")} });`,
  `it('reads the first', () => { ${equal('first([])', "'x'")} });`,
  `it('reads of null', () => { ${equal('first([null])', "'x'")} });`,
  `it('parses', () => { ${equal("load('{a:1}')", '1')} });`,
  `it('fails', () => { fail('too much'); });`,
  `it('fails otherwise', () => { fail('too little'); });`,
  `it('draws an id', () => { throw new Error(ids()); });`,
  `it('reads a file', () => { fs.readFileSync(path.resolve('none.json')); });`,
  `it('tells the time', () => { throw new Error(\`\${new Date().toISOString()} late by \${Date.now() % 1000} ms, pid \${process.pid}\`); });`,
  `it('has no name', () => { return undefinedName; });`,
  `it('calls what is none', () => { sum.nothing(); });`,
  `it('connects', async () => { await new Promise((_, no) => net.connect(40000 + (process.pid % 20000)).on('error', no)); });`,
];

const imports = "import fs from 'node:fs';\nimport net from 'node:net';\nimport path from 'node:path';";
const ours = "import { fail, first, greet, ids, load, sum } from '../src/lib.js';";

const tests = (head: string, equal: (actual: string, expected: string) => string): string =>
  lines(imports, head, ours, "describe('lib', () => {", ...bodies(equal), '});');

const loading = (head: string): Files => ({
  'test/gone.test.js': lines(head, "import { gone } from '../src/gone.js';", "it('never runs', () => gone);"),
  'test/unnamed.test.js': lines(
    head,
    "import { sums } from '../src/lib.js';",
    "it('never runs', () => sums);",
  ),
});

const strictEqual = (actual: string, expected: string) => `assert.strictEqual(${actual}, ${expected});`;
const toBe = (actual: string, expected: string) => `expect(${actual}).toBe(${expected});`;
const nodeHead = "import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';";
const deep = lines(
  nodeHead,
  "it('is deep', () => assert.deepStrictEqual({ a: 1, b: [1, 2, 3] }, { a: 1, b: [1, 2, 4] }));",
  "it('is a long text', () => assert.strictEqual('a long text that goes on', 'a long text that goes off'));",
);

export const brokenProjects: readonly BrokenProject[] = [
  { name: 'tsc', tool: 'tsc', packages: { typescript: 'typescript-6' }, run: 'tsc -p .', files: types },
  {
    name: 'tsc-syntax',
    tool: 'tsc',
    packages: { typescript: 'typescript-6' },
    run: 'tsc -p .',
    files: { 'tsconfig.json': '{}', 'a.ts': 'export const = 1;\n', 'b.ts': 'function (\n' },
  },
  { name: 'eslint', tool: 'eslint', packages: { eslint: 'eslint' }, run: 'eslint .', files: lint },
  {
    name: 'biome',
    tool: 'biome',
    packages: { '@biomejs/biome': '@biomejs/biome' },
    run: 'biome check .',
    files: biome,
  },
  {
    name: 'prettier',
    tool: 'prettier',
    packages: { prettier: 'prettier' },
    run: 'prettier --check src',
    files: prettier,
  },
  {
    name: 'node-test',
    tool: 'node-test',
    packages: {},
    run: 'node --test test/*.test.js',
    nodes: ['node-20', 'node-24'],
    files: {
      'package.json': module,
      'src/lib.js': source,
      'test/lib.test.js': tests(nodeHead, strictEqual),
      'test/deep.test.js': deep,
      ...loading("import { it } from 'node:test';"),
    },
  },
  {
    name: 'mocha',
    tool: 'mocha',
    packages: { mocha: 'mocha', chai: 'chai' },
    run: 'mocha test/lib.test.js',
    nodes: ['node-20', 'node-24'],
    files: {
      'package.json': module,
      'src/lib.js': source,
      'test/lib.test.js': tests(
        "import { expect } from 'chai';",
        (actual, expected) => `expect(${actual}).to.equal(${expected});`,
      ),
    },
  },
  {
    name: 'jest',
    tool: 'jest',
    packages: { jest: 'jest' },
    run: 'NODE_OPTIONS="$NODE_OPTIONS --experimental-vm-modules" jest',
    nodes: ['node-20', 'node-24'],
    files: {
      'package.json': '{ "type": "module", "jest": { "transform": {} } }\n',
      'src/lib.js': source,
      'test/lib.test.js': tests('', toBe),
      ...loading(''),
    },
  },
  {
    name: 'vitest',
    tool: 'vitest',
    packages: { vitest: 'vitest' },
    run: 'vitest run',
    files: {
      'package.json': module,
      'src/lib.js': source,
      'test/lib.test.js': tests("import { describe, expect, it } from 'vitest';", toBe),
      ...loading("import { it } from 'vitest';"),
    },
  },
];
