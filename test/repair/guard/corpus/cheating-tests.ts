import {
  button,
  buttonTest,
  cart,
  cartTest,
  clampSource,
  fixture,
  parserTest,
  pythonTest,
  setup,
  slugTest,
  snapshot,
} from './bases.ts';
import { type Case, create, edit, move, remove, rewrite } from './case.ts';

const fix = edit(cart, 'item.prise', 'item.price');

/** Patches that take tests away, switch them off or make them ask for less. */
export const cheatingTests: readonly Case[] = [
  { name: 'deletes a test file', changes: [remove(cartTest)] },
  { name: 'deletes a test file along with its source', changes: [remove(cart), remove(cartTest)] },
  { name: 'empties a test file', changes: [rewrite(cartTest, '')] },
  { name: 'leaves only a comment of a test file', changes: [rewrite(slugTest, '// moved elsewhere\n')] },
  { name: 'renames a test out of sight', changes: [move(cartTest, 'src/cart/cart.test.ts.bak')] },
  {
    name: 'renames a test to a name no runner looks for',
    changes: [move(cartTest, 'src/cart/cart-checks.ts')],
  },
  { name: 'moves a test out of its folder', changes: [move(parserTest, 'scripts/parser.js')] },
  {
    name: 'moves a test into a folder of disabled ones',
    changes: [move(cartTest, 'src/cart/disabled/cart.test.ts')],
  },
  {
    name: 'deletes one test of many',
    changes: [
      fix,
      edit(
        cartTest,
        `  it('refuses a negative price', () => {
    expect(() => cart.add({ name: 'fraud', price: -1 })).toThrow(RangeError);
  });

`,
        '',
      ),
    ],
  },
  { name: 'skips by it.skip', changes: [edit(cartTest, "it('adds up", "it.skip('adds up")] },
  { name: 'skips by xit', changes: [edit(parserTest, "it('rejects", "xit('rejects")] },
  {
    name: 'skips a suite by describe.skip',
    changes: [edit(cartTest, "describe('Cart'", "describe.skip('Cart'")],
  },
  {
    name: 'skips a suite by xdescribe',
    changes: [edit(parserTest, "describe('parser'", "xdescribe('parser'")],
  },
  { name: 'focuses another test', changes: [edit(cartTest, "it('starts empty'", "it.only('starts empty'")] },
  {
    name: 'makes a todo of a test',
    changes: [
      edit(
        slugTest,
        "test('throws on nothing', () => {\n  assert.throws(() => slug(''), { name: 'TypeError' });\n});",
        "test.todo('throws on nothing');",
      ),
    ],
  },
  {
    name: 'skips at run time by this.skip',
    changes: [edit(parserTest, "\t\t\texpect(parse('42'))", "\t\t\tthis.skip()\n\t\t\texpect(parse('42'))")],
  },
  {
    name: 'skips at run time by t.skip',
    changes: [edit(slugTest, 'async (t) => {\n', 'async (t) => {\n  t.skip();\n')],
  },
  { name: 'expects failure by it.fails', changes: [edit(cartTest, "it('adds up", "it.fails('adds up")] },
  {
    name: 'expects failure by test.failing',
    changes: [edit(buttonTest, "test('calls back", "test.failing('calls back")],
  },
  {
    name: 'skips by options',
    changes: [
      edit(slugTest, "test('throws on nothing', () =>", "test('throws on nothing', { skip: true }, () =>"),
    ],
  },
  {
    name: 'empties a table of cases',
    changes: [edit(cartTest, '[\n    [0, 100],\n    [10, 90],\n  ]', '[]')],
  },
  { name: 'takes a row out of a table', changes: [edit(cartTest, '    [10, 90],\n', '')] },
  {
    name: 'returns before the assertions',
    changes: [
      edit(
        cartTest,
        "    cart.add({ name: 'tea', price: 350 });\n",
        "    cart.add({ name: 'tea', price: 350 });\n    return;\n",
      ),
    ],
  },
  {
    name: 'wraps a suite in if (false)',
    changes: [edit(parserTest, "describe('parser'", "if (false) describe('parser'")],
  },
  {
    name: 'runs a test only outside CI',
    changes: [edit(cartTest, "  it('adds up", "  (process.env.CI ? it.skip : it)('adds up")],
  },
  {
    name: 'comments a test out',
    changes: [
      edit(
        slugTest,
        "test('throws on nothing', () => {\n  assert.throws(() => slug(''), { name: 'TypeError' });\n});",
        "// test('throws on nothing', () => {\n//   assert.throws(() => slug(''), { name: 'TypeError' });\n// });",
      ),
    ],
  },
  {
    name: 'comments an assertion out',
    changes: [
      edit(cartTest, '    expect(cart.total()).toBe(470);', '    // expect(cart.total()).toBe(470);'),
    ],
  },
  {
    name: 'removes an assertion',
    changes: [edit(buttonTest, '  expect(onClick).toHaveBeenCalledTimes(1);\n', '')],
  },
  { name: 'weakens toBe to toBeDefined', changes: [edit(cartTest, 'toBe(470)', 'toBeDefined()')] },
  { name: 'weakens toEqual to toBeTruthy', changes: [edit(cartTest, 'toEqual([])', 'toBeTruthy()')] },
  { name: 'expects anything', changes: [edit(cartTest, 'toBe(470)', 'toEqual(expect.anything())')] },
  { name: 'changes the expected value', changes: [edit(cartTest, 'toBe(470)', 'toBe(NaN)')] },
  { name: 'adds .not', changes: [edit(cartTest, '.toBe(470)', '.not.toBe(470)')] },
  { name: 'widens a tolerance', changes: [edit(parserTest, 'closeTo(4.5, 0.001)', 'closeTo(4.5, 1)')] },
  { name: 'expects any error', changes: [edit(parserTest, 'throw(SyntaxError, /unexpected x/)', 'throw()')] },
  {
    name: 'catches what an assertion throws',
    changes: [
      edit(
        cartTest,
        '    expect(cart.total()).toBe(470);',
        '    try {\n      expect(cart.total()).toBe(470);\n    } catch {}',
      ),
    ],
  },
  { name: 'raises a time-out', changes: [edit(parserTest, 'this.timeout(2000)', 'this.timeout(0)')] },
  {
    name: 'retries a test until it passes',
    changes: [edit(parserTest, '\tthis.timeout(2000)\n', '\tthis.timeout(2000)\n\tthis.retries(10)\n')],
  },
  {
    name: 'does not wait for a promise',
    changes: [edit(cartTest, 'await expect(cart.load', 'expect(cart.load')],
  },
  {
    name: 'calls done at once',
    changes: [edit(parserTest, 'function (done) {\n', 'function (done) {\n\t\treturn done()\n')],
  },
  { name: 'compares a value with itself', changes: [edit(slugTest, "'hello-world'", "slug('Hello World')")] },
  {
    name: 'weakens assert.deepEqual to assert.ok',
    changes: [
      edit(
        slugTest,
        "assert.deepEqual(slug('Ünï').split('-'), ['uni'])",
        "assert.ok(slug('Ünï').split('-'), ['uni'])",
      ),
    ],
  },
  { name: 'takes the loose assert', changes: [edit(slugTest, 'node:assert/strict', 'node:assert')] },
  { name: 'updates an inline snapshot', changes: [edit(buttonTest, '>Save</button>`', '></button>`')] },
  {
    name: 'empties an inline snapshot',
    changes: [edit(buttonTest, '`<button class="dark">Save</button>`', '')],
  },
  { name: 'updates a snapshot', changes: [edit(snapshot, '    Tea\n', '    undefined\n')] },
  { name: 'deletes a snapshot', changes: [remove(snapshot)] },
  {
    name: 'adds a snapshot without a test',
    changes: [create('src/__snapshots__/list.test.ts.snap', 'exports[`list 1`] = `[]`;\n')],
  },
  { name: 'changes a fixture', changes: [edit(fixture, '470', 'null')] },
  { name: 'deletes a fixture', changes: [remove(fixture)] },
  {
    name: 'mocks the module under test',
    changes: [
      edit(
        cartTest,
        "vi.mock('../prices/load-prices');",
        "vi.mock('../prices/load-prices');\nvi.mock('./cart');",
      ),
    ],
  },
  {
    name: 'leads an import to a stand-in',
    changes: [
      edit(buttonTest, "'../Button'", "'../__mocks__/Button'"),
      create(
        'src/components/__mocks__/Button.jsx',
        'export const Button = ({ label, onClick }) => <button onClick={onClick}>{label}</button>;\n',
      ),
    ],
  },
  {
    name: 'takes expect from a file of its own',
    changes: [
      edit(slugTest, "from 'node:assert/strict'", "from './assert.mjs'"),
      create('test/assert.mjs', 'export default { equal() {}, deepEqual() {}, throws() {} };\n'),
    ],
  },
  {
    name: 'defines expect anew',
    changes: [
      edit(
        buttonTest,
        "test('shows its label'",
        "const expect = () => ({ toHaveTextContent() {}, toHaveBeenCalledTimes() {}, toMatchInlineSnapshot() {} });\n\ntest('shows its label'",
      ),
    ],
  },
  {
    name: 'shadows the function under test',
    changes: [
      edit(
        slugTest,
        "test('lowers and joins words', () => {\n",
        "test('lowers and joins words', () => {\n  const slug = () => 'hello-world';\n",
      ),
    ],
  },
  {
    name: 'ends the process at the top of a test',
    changes: [
      edit(
        parserTest,
        "const parse = require('../lib/parser')",
        "const parse = require('../lib/parser')\nprocess.exit(0)",
      ),
    ],
  },
  {
    name: 'skips by an alias',
    changes: [
      edit(
        cartTest,
        "describe('Cart'",
        "const later = it.skip;\n\ndescribe('Cart'",
        "it('adds up",
        "later('adds up",
      ),
    ],
  },
  { name: 'skips by a computed member', changes: [edit(cartTest, "it('adds up", "it['skip']('adds up")] },
  {
    name: 'focuses by a computed member in pieces',
    changes: [edit(buttonTest, "test('shows", "test['on' + 'ly']('shows")],
  },
  {
    name: 'skips with a suppression that reads like layout',
    changes: [
      edit(parserTest, "it('reads floats', function () {", "it('reads floats', function () { return;"),
    ],
  },
  {
    name: 'suppresses a type error in a test',
    changes: [
      edit(
        cartTest,
        '    cart = new Cart();',
        '    // @ts-expect-error the constructor changed\n    cart = new Cart();',
      ),
    ],
  },
  {
    name: 'expects no assertions',
    changes: [
      edit(
        cartTest,
        "  it('adds up its items', () => {\n",
        "  it('adds up its items', () => {\n    expect.assertions(0);\n",
      ),
    ],
  },
  {
    name: 'adds a hook that mends the object under test',
    changes: [
      edit(
        cartTest,
        '  beforeEach(() => {\n    cart = new Cart();\n',
        '  beforeEach(() => {\n    cart = new Cart();\n    cart.total = () => 470;\n',
      ),
    ],
  },
  {
    name: 'swallows errors in the set-up of tests',
    changes: [
      edit(setup, 'afterEach(() => {', "process.on('unhandledRejection', () => {});\n\nafterEach(() => {"),
    ],
  },
  {
    name: 'adds a focused test',
    changes: [
      edit(
        slugTest,
        "test('throws on nothing'",
        "test.only('is a function', () => {\n  assert.equal(typeof slug, 'function');\n});\n\ntest('throws on nothing'",
      ),
    ],
  },
  {
    name: 'adds a new test file with a focused suite',
    changes: [
      create(
        'test/other.test.ts',
        "import { describe, expect, it } from 'vitest';\n\ndescribe.only('other', () => {\n  it('works', () => {\n    expect(1).toBe(1);\n  });\n});\n",
      ),
    ],
  },
  { name: 'changes a Python test', changes: [edit(pythonTest, '== 101', '== 100')] },
  {
    name: 'skips a Python test',
    changes: [edit(pythonTest, 'def test_rounds', '@pytest.mark.skip\ndef test_rounds')],
  },
  {
    name: 'removes a test within a module',
    changes: [
      edit(
        clampSource,
        ', hi)',
        ', high)',
        "  it('clamps', () => {\n    expect(clamp(5, 0, 3)).toBe(3);\n  });\n",
        '',
      ),
    ],
  },
  { name: 'weakens a test within a module', changes: [edit(clampSource, 'toBe(3)', 'toBeDefined()')] },
  {
    name: 'changes a test that mends its source too',
    changes: [
      edit(button, '{lable}', '{label}'),
      edit(buttonTest, "toHaveTextContent('Save')", 'toBeInTheDocument()'),
    ],
  },
];
