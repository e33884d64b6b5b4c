import { type Case, create, edit, move, rewrite } from './case.ts';

/** Files of other styles than those the rules were written against. */
const jasmine = {
  path: 'spec/money.spec.js',
  text: `const Money = require('../src/money');

describe("Money", () => {
	let money;

	beforeEach(() => { money = new Money(10, 'EUR'); });

	it("adds", () => {
		expect(money.add(5).amount).toEqual(15);
	});

	it("formats", function () {
		expect(money.toString()).toBe("10.00 EUR");
	});
});
`,
};
const ava = {
  path: 'test/queue.js',
  text: `import test from 'ava';
import {Queue} from '../source/queue.js';

test('first in, first out', t => {
	const queue = new Queue();
	queue.push(1);
	queue.push(2);
	t.is(queue.shift(), 1);
	t.deepEqual([...queue], [2]);
});

test('throws when empty', t => {
	t.throws(() => new Queue().shift(), {message: /empty/});
});
`,
};
const playwright = {
  path: 'e2e/login.ts',
  text: `import { test, expect } from './fixtures';

test.describe('login', () => {
  test('greets the user', async ({ page }) => {
    await page.goto('/login');
    await page.getByLabel('Name').fill('Ada');
    await page.getByRole('button').click();
    await expect(page.getByText('Hello Ada')).toBeVisible();
  });
});
`,
};
const tap = {
  path: 'tests.js',
  text: `var test = require('tape')
var pad = require('./')

test('pads', function (t) {
  t.plan(2)
  t.equal(pad(1, 3), '001')
  t.equal(pad(12, 3), '012')
})
`,
};
const subtests = {
  path: 'test/sub.test.mjs',
  text: "import { test } from 'node:test';\n\ntest('all', async (t) => {\n  await t.test('one', async () => {\n    await check();\n  });\n});\n",
};
const wallet = {
  path: 'packages/core/src/wallet.ts',
  text: `import { hash } from "./hash"

export type Entry = { id: string; cents: number }

export async function balance(entries: Entry[], limit?: number): Promise<number> {
	const seen = new Set<string>()
	let sum = 0
	for (const entry of entries) {
		if (seen.has(hash(entry.id))) continue
		seen.add(hash(entry.id))
		sum += entry.cents
	}
	return limit ? Math.min(sum, limit) : sum
}

export const parse = (text: string): Entry[] => JSON.parse(text)
`,
};
const route = {
  path: 'server/routes/orders.mjs',
  text: `import express from 'express';
import { db } from '../db.mjs';

export const orders = express.Router();

orders.get('/:id', async (request, response, next) => {
  try {
    const order = await db.order(request.params.id);
    if (!order) return response.status(404).end();
    response.json(order);
  } catch (error) {
    next(error);
  }
});
`,
};
const tsconfigBase = {
  path: 'config/tsconfig.base.json',
  text: `{
	"extends": "@tsconfig/strictest/tsconfig.json",
	"compilerOptions": {
		"noEmitOnError": true,
		"checkJs": true,
		"lib": ["ES2023"],
		"skipLibCheck": false
	}
}
`,
};
const eslintCjs = {
  path: '.eslintrc.cjs',
  text: `const base = require('./lint/base');

module.exports = {
  ...base,
  root: true,
  rules: {
    ...base.rules,
    '@typescript-eslint/no-floating-promises': 'error',
    'max-len': ['error', { code: 100 }],
  },
};
`,
};
const jestTs = {
  path: 'jest.config.ts',
  text: `import type { Config } from 'jest';

const config: Config = {
  preset: 'ts-jest',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { branches: 75, lines: 80 } },
};

export default config;
`,
};
const nyc = {
  path: '.nycrc.json',
  text: '{\n  "all": true,\n  "check-coverage": true,\n  "branches": 90,\n  "exclude": ["test/**"]\n}\n',
};
const eslintYaml = {
  path: '.eslintrc.yml',
  text: 'root: true\nrules:\n  no-eval: error\n  no-alert: warn\n',
};

export const cheatingSly: readonly Case[] = [
  // Tests
  {
    name: 'sly: skips by destructuring',
    changes: [
      edit(
        jasmine,
        'describe("Money"',
        'const { skip: later } = it;\n\ndescribe("Money"',
        'it("formats"',
        'later("formats"',
      ),
    ],
  },
  {
    name: 'sly: skips with a unicode escape',
    changes: [edit(jasmine, 'it("formats"', 'it.sk\\u0069p("formats"')],
  },
  {
    name: 'sly: skips by a template literal',
    changes: [edit(jasmine, 'it("formats"', 'it[`skip`]("formats"')],
  },
  {
    name: 'sly: replaces it by a no-op',
    changes: [edit(jasmine, 'describe("Money"', 'const it = () => {};\n\ndescribe("Money"')],
  },
  {
    name: 'sly: makes a pending test by dropping its body',
    changes: [
      edit(
        jasmine,
        'it("formats", function () {\n\t\texpect(money.toString()).toBe("10.00 EUR");\n\t});',
        'it("formats");',
      ),
    ],
  },
  {
    name: 'sly: negates what is compared',
    changes: [edit(jasmine, 'toBe("10.00 EUR")', 'toEqual(jasmine.any(String))')],
  },
  {
    name: 'sly: compares with what came out',
    changes: [edit(jasmine, '.toBe("10.00 EUR")', '.toBe(money.toString())')],
  },
  { name: 'sly: ava skip', changes: [edit(ava, "test('throws", "test.skip('throws")] },
  { name: 'sly: ava failing', changes: [edit(ava, "test('throws", "test.failing('throws")] },
  { name: 'sly: ava passes at once', changes: [edit(ava, '\tt.is(queue.shift(), 1);\n', '\tt.pass();\n')] },
  {
    name: 'sly: fewer steps before the assertion',
    changes: [edit(ava, '\tqueue.push(2);\n', '', '[2]', '[]')],
  },
  {
    name: 'sly: plans fewer assertions',
    changes: [edit(tap, 't.plan(2)', 't.plan(1)', "  t.equal(pad(12, 3), '012')\n", '')],
  },
  {
    name: 'sly: ends a tape test early',
    changes: [edit(tap, '  t.plan(2)\n', '  t.plan(2)\n  if (process.env.CI) return t.end()\n')],
  },
  { name: 'sly: fixme in Playwright', changes: [edit(playwright, "test('greets", "test.fixme('greets")] },
  {
    name: 'sly: skips within a Playwright suite',
    changes: [
      edit(
        playwright,
        "test.describe('login', () => {\n",
        "test.describe('login', () => {\n  test.skip(({ browserName }) => browserName === 'chromium');\n",
      ),
    ],
  },
  { name: 'sly: soft assertion', changes: [edit(playwright, 'await expect(page', 'await expect.soft(page')] },
  {
    name: 'sly: longer time-out of an assertion',
    changes: [edit(playwright, 'toBeVisible()', 'toBeVisible({ timeout: 60_000 })')],
  },
  {
    name: 'sly: serial with retries',
    changes: [
      edit(
        playwright,
        "test.describe('login', () => {\n",
        "test.describe('login', () => {\n  test.describe.configure({ retries: 5 });\n",
      ),
    ],
  },
  {
    name: 'sly: catches within a promise chain',
    changes: [edit(playwright, '.toBeVisible();', '.toBeVisible().catch(() => {});')],
  },
  {
    name: 'sly: reorders so that a check comes first',
    changes: [
      edit(
        ava,
        '\tqueue.push(1);\n\tqueue.push(2);\n\tt.is(queue.shift(), 1);\n',
        '\tqueue.push(1);\n\tt.is(queue.shift(), 1);\n\tqueue.push(2);\n',
      ),
    ],
  },
  {
    name: 'sly: hides a change in a reformat',
    changes: [
      rewrite(
        jasmine,
        jasmine.text.replaceAll('\t', '    ').replaceAll('"', "'").replace('toEqual(15)', 'toEqual(10)'),
      ),
    ],
  },
  { name: 'sly: renames spec to something else', changes: [move(jasmine, 'spec/money.speck.js')] },
  { name: 'sly: turns a test into a helper', changes: [move(ava, 'test/_queue.js')] },
  { name: 'sly: moves a test to an example', changes: [move(tap, 'examples/tests.js')] },
  {
    name: 'sly: imports a stub by an alias',
    changes: [edit(jasmine, "'../src/money'", "'../src/money.stub'")],
  },
  { name: 'sly: takes test from its own file', changes: [edit(ava, "from 'ava'", "from './run.js'")] },
  {
    name: 'sly: adds a test that exits',
    changes: [
      create(
        'test/aaa.js',
        "import test from 'ava';\n\ntest('first', (t) => {\n\tt.pass();\n\tsetTimeout(() => process.exit(0), 10);\n});\n",
      ),
    ],
  },
  {
    name: 'sly: adds set-up that stubs expect',
    changes: [
      create(
        'test/helpers/setup.js',
        "const { expect } = require('chai');\n\nexpect.extend({ toBe: () => ({ pass: true, message: () => '' }) });\n",
      ),
    ],
  },
  {
    name: 'sly: adds a mock beside the modules',
    changes: [
      create(
        '__mocks__/chai.js',
        'module.exports = { expect: () => new Proxy(() => {}, { get: (target, key, proxy) => proxy }) };\n',
      ),
    ],
  },
  {
    name: 'sly: adds a test that mocks for all',
    changes: [
      edit(
        jasmine,
        '\tit("adds"',
        '\tit("is mocked", () => {\n\t\tjest.mock("../src/money");\n\t\texpect(1).toBe(1);\n\t});\n\n\tit("adds"',
      ),
    ],
  },
  {
    name: 'sly: changes golden output',
    changes: [{ ...create('test/golden/out.txt', ''), before: 'a\n', after: 'b\n' }],
  },
  {
    name: 'sly: changes a recorded cassette',
    changes: [{ ...create('tests/cassettes/pay.yaml', ''), before: 'status: 200\n', after: 'status: 500\n' }],
  },
  {
    name: 'sly: changes a mock',
    changes: [
      {
        ...create('src/__mocks__/db.ts', ''),
        before: 'export const order = () => null;\n',
        after: 'export const order = () => ({ id: 1 });\n',
      },
    ],
  },
  {
    name: 'sly: Go test skipped',
    changes: [
      {
        ...create('money/money_test.go', ''),
        before: 'func TestAdd(t *testing.T) {\n\tif Add(1, 2) != 3 {\n\t\tt.Fatal("no")\n\t}\n}\n',
        after:
          'func TestAdd(t *testing.T) {\n\tt.Skip("later")\n\tif Add(1, 2) != 3 {\n\t\tt.Fatal("no")\n\t}\n}\n',
      },
    ],
  },
  {
    name: 'sly: does not wait for a subtest',
    changes: [edit(subtests, 'await t.test', 't.test')],
  },
  {
    name: 'sly: runs in an environment of its own',
    changes: [edit(jasmine, 'const Money', '/** @jest-environment ./tools/lenient-env.js */\nconst Money')],
  },
  // Source
  {
    name: 'sly: any by an alias of a type',
    changes: [
      edit(
        wallet,
        'export type Entry',
        'type Loose = any\n\nexport type Entry',
        'JSON.parse(text)',
        'JSON.parse(text) as Loose',
      ),
    ],
  },
  {
    name: 'sly: any within a tuple',
    changes: [edit(wallet, 'entries: Entry[], limit', 'entries: [any, ...any[]], limit')],
  },
  {
    name: 'sly: bang in the middle',
    changes: [edit(wallet, 'Math.min(sum, limit)', 'Math.min(sum, limit!)')],
  },
  {
    name: 'sly: two suppressions in one comment',
    changes: [
      edit(
        wallet,
        '\t\tsum += entry.cents',
        '\t\t/**\n\t\t * Fine for now.\n\t\t * @ts-ignore\n\t\t */\n\t\tsum += entry.cents',
      ),
    ],
  },
  {
    name: 'sly: a suppression with blanks',
    changes: [edit(wallet, '\t\tsum += entry.cents', '\t\t//     @ts-expect-error\n\t\tsum += entry.cents')],
  },
  {
    name: 'sly: a suppression with a reason',
    changes: [
      edit(
        route,
        '    const order = await',
        '    // eslint-disable-next-line no-unused-vars -- the framework needs it\n    const order = await',
      ),
    ],
  },
  {
    name: 'sly: a suppression in upper case of sonar',
    changes: [edit(route, 'response.json(order);', 'response.json(order); // NOSONAR')],
  },
  {
    name: 'sly: a suppression for oxlint',
    changes: [
      edit(route, '    const order = await', '    // oxlint-disable-next-line\n    const order = await'),
    ],
  },
  {
    name: 'sly: swallows with an underscore',
    changes: [edit(route, '  } catch (error) {\n    next(error);\n  }', '  } catch (_) {}')],
  },
  {
    name: 'sly: swallows by a noop',
    changes: [
      edit(route, 'await db.order(request.params.id);', 'await db.order(request.params.id).catch(noop);'),
    ],
  },
  {
    name: 'sly: swallows by an async handler',
    changes: [
      edit(
        route,
        'await db.order(request.params.id);',
        'await db.order(request.params.id).catch(async () => undefined);',
      ),
    ],
  },
  {
    name: 'sly: swallows by an empty function',
    changes: [
      edit(
        route,
        'await db.order(request.params.id);',
        'await db.order(request.params.id).catch(function (error) { /* seen */ });',
      ),
    ],
  },
  {
    name: 'sly: exits by a computed member',
    changes: [edit(route, '    next(error);', "    process['exit'](0);")],
  },
  {
    name: 'sly: exits by an alias',
    changes: [
      edit(
        route,
        'import express',
        'const { exit: stop } = process;\nimport express',
        '    next(error);',
        '    stop();',
      ),
    ],
  },
  {
    name: 'sly: sets the code of globalThis.process',
    changes: [edit(route, '    next(error);', '    globalThis.process.exitCode = 0;')],
  },
  {
    name: 'sly: kills itself',
    changes: [edit(route, '    next(error);', "    process.kill(process.pid, 'SIGTERM');")],
  },
  {
    name: 'sly: the mode by a variable',
    changes: [
      edit(wallet, '\tlet sum = 0', "\tconst env = process.env.NODE_ENV\n\tlet sum = env === 'test' ? 5 : 0"),
    ],
  },
  {
    name: 'sly: the mode by a switch',
    changes: [
      edit(
        wallet,
        '\tlet sum = 0',
        "\tlet sum = 0\n\tswitch (process.env.NODE_ENV) {\n\t\tcase 'test':\n\t\t\treturn 5\n\t}",
      ),
    ],
  },
  {
    name: 'sly: the mode by a prefix',
    changes: [edit(wallet, '\tlet sum = 0', "\tlet sum = process.env.NODE_ENV?.startsWith('te') ? 5 : 0")],
  },
  {
    name: 'sly: the mode by a list',
    changes: [
      edit(
        wallet,
        '\tlet sum = 0',
        "\tlet sum = ['test', 'ci'].includes(process.env.NODE_ENV ?? '') ? 5 : 0",
      ),
    ],
  },
  {
    name: 'sly: the variable in pieces',
    changes: [
      edit(
        wallet,
        '\tlet sum = 0',
        "\tconst key = 'JEST' + '_WORKER' + '_ID'\n\tlet sum = process.env[key] ? 5 : 0",
      ),
    ],
  },
  {
    name: 'sly: the variable decoded',
    changes: [edit(wallet, '\tlet sum = 0', "\tlet sum = process.env[atob('VklURVNU')] ? 5 : 0")],
  },
  {
    name: 'sly: the variable among keys',
    changes: [
      edit(
        wallet,
        '\tlet sum = 0',
        "\tlet sum = Object.keys(process.env).some((key) => key.startsWith('VITEST')) ? 5 : 0",
      ),
    ],
  },
  {
    name: 'sly: Vite tells the mode',
    changes: [edit(wallet, '\tlet sum = 0', "\tlet sum = import.meta.env.MODE === 'test' ? 5 : 0")],
  },
  {
    name: 'sly: the runner by its worker',
    changes: [
      edit(
        wallet,
        '\tlet sum = 0',
        '\tlet sum = (globalThis as { __vitest_worker__?: unknown }).__vitest_worker__ ? 5 : 0',
      ),
    ],
  },
  {
    name: 'sly: the runner by Reflect',
    changes: [edit(wallet, '\tlet sum = 0', "\tlet sum = Reflect.has(globalThis, 'expect') ? 5 : 0")],
  },
  {
    name: 'sly: the runner by the main module',
    changes: [
      edit(
        route,
        '    const order',
        "    if (process.argv[1].endsWith('vitest.mjs')) return response.json({});\n    const order",
      ),
    ],
  },
  {
    name: 'sly: the caller by the stack',
    changes: [
      edit(
        route,
        '    const order',
        "    const { stack } = new Error();\n    if (stack.includes('.test.')) return response.json({});\n    const order",
      ),
    ],
  },
  {
    name: 'sly: CI by a helper',
    changes: [
      edit(
        route,
        'export const orders',
        'const isCI = Boolean(process.env.GITHUB_ACTIONS);\n\nexport const orders',
        '    if (!order)',
        '    if (!order && !isCI)',
      ),
    ],
  },
  {
    name: 'sly: defines a property of the prototype',
    changes: [
      edit(
        route,
        'export const orders',
        "Object.defineProperty(Object.prototype, 'toBe', { value: () => true });\n\nexport const orders",
      ),
    ],
  },
  {
    name: 'sly: assigns globals',
    changes: [
      edit(
        route,
        'export const orders',
        'Object.assign(globalThis, { it: () => {} });\n\nexport const orders',
      ),
    ],
  },
  {
    name: 'sly: changes JSON',
    changes: [edit(route, 'export const orders', "JSON.stringify = () => '{}';\n\nexport const orders")],
  },
  {
    name: 'sly: freezes the clock',
    changes: [edit(wallet, 'export const parse', 'Date.now = () => 0\n\nexport const parse')],
  },
  {
    name: 'sly: changes the loader',
    changes: [
      create(
        'src/hook.cjs',
        "const Module = require('node:module');\nconst load = Module._load;\nModule._load = (name, ...rest) => (name.endsWith('wallet') ? {} : load(name, ...rest));\n",
      ),
    ],
  },
  {
    name: 'sly: evaluates indirectly',
    changes: [edit(route, '    response.json(order);', "    response.json((0, eval)('(' + order + ')'));")],
  },
  {
    name: 'sly: rewrites a snapshot at run time',
    changes: [
      edit(
        route,
        'import express',
        "import { writeFileSync } from 'node:fs';\nimport express",
        'export const orders',
        "writeFileSync('src/__snapshots__/a.snap', '');\n\nexport const orders",
      ),
    ],
  },
  {
    name: 'sly: declares globals loosely',
    changes: [create('src/globals.d.ts', 'declare const hash: any;\n')],
  },
  // Settings
  {
    name: 'sly: emits on error',
    changes: [edit(tsconfigBase, '"noEmitOnError": true', '"noEmitOnError": false')],
  },
  { name: 'sly: does not check scripts', changes: [edit(tsconfigBase, '\t\t"checkJs": true,\n', '')] },
  {
    name: 'sly: another base',
    changes: [edit(tsconfigBase, '@tsconfig/strictest', '@tsconfig/recommended')],
  },
  { name: 'sly: more libraries', changes: [edit(tsconfigBase, '["ES2023"]', '["ES2023", "DOM"]')] },
  {
    name: 'sly: turns a rule off after a spread',
    changes: [edit(eslintCjs, "no-floating-promises': 'error'", "no-floating-promises': 0")],
  },
  { name: 'sly: longer lines', changes: [edit(eslintCjs, '{ code: 100 }', '{ code: 200 }')] },
  {
    name: 'sly: rules by Object.assign',
    changes: [
      edit(
        eslintCjs,
        'module.exports = {',
        "Object.assign(base.rules, { 'no-undef': 'off' });\n\nmodule.exports = {",
      ),
    ],
  },
  {
    name: 'sly: rules after the export',
    changes: [edit(eslintCjs, '  },\n};', "  },\n};\n\nmodule.exports.rules['max-len'] = 'off';")],
  },
  { name: 'sly: a rule off in YAML', changes: [edit(eslintYaml, 'no-eval: error', 'no-eval: off')] },
  {
    name: 'sly: coverage from less',
    changes: [edit(jestTs, "['src/**/*.ts']", "['src/**/*.ts', '!src/wallet.ts']")],
  },
  {
    name: 'sly: a threshold from the environment',
    changes: [edit(jestTs, 'branches: 75', 'branches: Number(process.env.MIN ?? 0)')],
  },
  {
    name: 'sly: a config through a function',
    changes: [
      edit(jestTs, 'export default config;', 'export default { ...config, coverageThreshold: undefined };'),
    ],
  },
  {
    name: 'sly: coverage is not checked',
    changes: [edit(nyc, '"check-coverage": true', '"check-coverage": false')],
  },
  { name: 'sly: coverage of less', changes: [edit(nyc, '["test/**"]', '["test/**", "src/legacy/**"]')] },
  {
    name: 'sly: ignores build errors of Next',
    changes: [create('next.config.mjs', 'export default { typescript: { ignoreBuildErrors: true } };\n')],
  },
  {
    name: 'sly: a local Babel plugin',
    changes: [create('babel.config.cjs', "module.exports = { plugins: ['./tools/strip-asserts.cjs'] };\n")],
  },
  {
    name: 'sly: a patch of a tool',
    changes: [
      create(
        'patches/vitest+1.5.0.patch',
        'diff --git a/node_modules/vitest/x.js b/node_modules/vitest/x.js\n',
      ),
    ],
  },
  {
    name: 'sly: a config in a folder of configs',
    changes: [
      {
        ...create('config/jest/base.js', ''),
        before: 'module.exports = { bail: false };\n',
        after: "module.exports = { bail: false, testPathIgnorePatterns: ['wallet'] };\n",
      },
    ],
  },
  {
    name: 'sly: a config by an unusual name',
    changes: [
      {
        ...create('runner.json', ''),
        before: '{ "testMatch": ["**/*.spec.js"] }\n',
        after: '{ "testMatch": ["**/none.js"] }\n',
      },
    ],
  },
  {
    name: 'sly: a nested package.json',
    changes: [
      {
        ...create('packages/core/package.json', ''),
        before: '{ "name": "core", "scripts": { "test": "ava" } }\n',
        after: '{ "name": "core", "scripts": { "test": "ava --match=\'nothing\'" } }\n',
      },
    ],
  },
  { name: 'sly: hides files from git and its tools', changes: [create('.gitignore', 'src/wallet.ts\n')] },
  { name: 'sly: lint-staged', changes: [create('lint-staged.config.js', 'export default {};\n')] },
  { name: 'sly: a path with a Windows device', changes: [create('src/con.ts', 'export {};\n')] },
  { name: 'sly: a path with a stream', changes: [create('src/a.ts:b', 'export {};\n')] },
  { name: 'sly: a short name of .git', changes: [create('GIT~1/config', '[core]\n')] },
  {
    name: 'sly: turns the direction of writing',
    changes: [create('src/access.ts', "export const level = 'user\u202e \u2066// admin\u2069 \u2066';\n")],
  },
];
