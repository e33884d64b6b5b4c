import {
  button,
  buttonTest,
  cart,
  cartTest,
  clampSource,
  parserTest,
  setup,
  slugTest,
  snapshot,
} from './bases.ts';
import { type Case, create, edit, move, rewrite } from './case.ts';

const fix = edit(cart, 'item.prise', 'item.price');

/** Patches of tests that take nothing away: layout, import paths, more tests. */
export const honestTests: readonly Case[] = [
  {
    name: 'reformats a test with tabs',
    changes: [
      rewrite(
        cartTest,
        cartTest.text.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
      ),
    ],
  },
  {
    name: 'changes the quotes of a test',
    changes: [rewrite(parserTest, parserTest.text.replaceAll("'", '"'))],
  },
  {
    name: 'adds semicolons to a test',
    changes: [rewrite(parserTest, parserTest.text.replace(/([)\w'])\n/g, '$1;\n').replaceAll('{;', '{'))],
  },
  {
    name: 'breaks long lines of a test',
    changes: [
      edit(
        cartTest,
        "expect(() => cart.add({ name: 'fraud', price: -1 })).toThrow(RangeError);",
        "expect(() =>\n      cart.add({\n        name: 'fraud',\n        price: -1,\n      }),\n    ).toThrow(RangeError);",
      ),
    ],
  },
  {
    name: 'drops blank lines and trailing commas',
    changes: [edit(cartTest, '    [10, 90],\n  ]', '    [10, 90]\n  ]', '\n  beforeEach', '  beforeEach')],
  },
  {
    name: 'breaks JSX of a test over lines',
    changes: [
      edit(
        buttonTest,
        'render(<Button label="Save" onClick={onClick} />);',
        'render(\n    <Button\n      label="Save"\n      onClick={onClick}\n    />,\n  );',
      ),
    ],
  },
  {
    name: 'adds a comment to a test',
    changes: [
      edit(
        slugTest,
        "  await t.test('french'",
        "  // Others follow when the map is whole.\n  await t.test('french'",
      ),
    ],
  },
  {
    name: 'takes a comment out of a test',
    changes: [
      edit(
        { path: slugTest.path, text: `// @ts-expect-error no types\n${slugTest.text}` },
        '// @ts-expect-error no types\n',
        '',
      ),
    ],
  },
  { name: 'mends an import path of a test', changes: [edit(cartTest, "'./cart'", "'./cart.js'")] },
  {
    name: 'follows a moved module in a test',
    changes: [
      edit(
        cartTest,
        "import { loadPrices } from '../prices/load-prices'",
        "import { loadPrices } from '../pricing/load-prices'",
        "vi.mock('../prices/load-prices')",
        "vi.mock('../pricing/load-prices')",
      ),
    ],
  },
  {
    name: 'mends a required path of a test',
    changes: [edit(parserTest, "'../lib/parser'", "'../src/parser.js'")],
  },
  {
    name: 'mends the path of a Jest mock',
    changes: [edit(buttonTest, "'../../hooks/useTheme'", "'../../theme/useTheme'")],
  },
  { name: 'mends the case of an import path', changes: [edit(buttonTest, "'../Button'", "'../button'")] },
  {
    name: 'uses the node: prefix in a test',
    changes: [
      edit(
        { path: slugTest.path, text: slugTest.text.replace('node:assert', 'assert') },
        "'assert/strict'",
        "'node:assert/strict'",
      ),
    ],
  },
  {
    name: 'moves a source with its test',
    changes: [move(cart, 'src/basket/cart.ts'), move(cartTest, 'src/basket/cart.test.ts')],
  },
  {
    name: 'moves a test into a folder of tests',
    changes: [move(slugTest, 'test/text/slug.test.mjs', slugTest.text.replace('../src', '../../src'))],
  },
  { name: 'renames a test', changes: [move(cartTest, 'src/cart/shopping-cart.test.ts')] },
  {
    name: 'adds a regression test with the fix',
    changes: [
      fix,
      edit(
        cartTest,
        "  it('refuses a negative price'",
        "  it('adds up one item', () => {\n    cart.add({ name: 'tea', price: 350 });\n    expect(cart.total()).toBe(350);\n  });\n\n  it('refuses a negative price'",
      ),
    ],
  },
  {
    name: 'adds a suite at the end',
    changes: [
      edit(
        slugTest,
        "test('throws on nothing'",
        "test('keeps digits', () => {\n  assert.equal(slug('Top 10'), 'top-10');\n});\n\ntest('throws on nothing'",
      ),
    ],
  },
  {
    name: 'adds a test to a Mocha suite',
    changes: [
      edit(
        parserTest,
        "\tit('rejects garbage'",
        "\tit('reads zero', function () {\n\t\texpect(parse('0')).to.equal(0)\n\t})\n\n\tit('rejects garbage'",
      ),
    ],
  },
  {
    name: 'adds a nested suite',
    changes: [
      edit(
        cartTest,
        "  it('loads prices'",
        "  describe('when full', () => {\n    beforeEach(() => {\n      cart.add({ name: 'tea', price: 1 });\n    });\n\n    it('has items', () => {\n      expect(cart.items).toHaveLength(1);\n    });\n  });\n\n  it('loads prices'",
      ),
    ],
  },
  {
    name: 'adds a subtest',
    changes: [
      edit(
        slugTest,
        '  assert.deepEqual(',
        "  await t.test('german', () => {\n    assert.equal(slug('Größe'), 'groesse');\n  });\n  assert.deepEqual(",
      ),
    ],
  },
  {
    name: 'adds a row to a table of cases',
    changes: [edit(cartTest, '    [10, 90],\n', '    [10, 90],\n    [100, 0],\n')],
  },
  {
    name: 'adds an assertion to a test',
    changes: [
      edit(
        cartTest,
        '    expect(cart.total()).toBe(470);',
        '    expect(cart.items).toHaveLength(2);\n    expect(cart.total()).toBe(470);',
      ),
    ],
  },
  {
    name: 'adds an assertion by assert',
    changes: [
      edit(slugTest, '  assert.deepEqual(', "  assert.notEqual(slug('É'), 'é');\n  assert.deepEqual("),
    ],
  },
  {
    name: 'imports one more name for a new test',
    changes: [
      edit(
        cartTest,
        "import { Cart } from './cart';",
        "import { Cart, type Item } from './cart';",
        "  it('loads prices'",
        "  it('holds items', () => {\n    const tea: Item = { name: 'tea', price: 1 };\n    cart.add(tea);\n    expect(cart.items).toContain(tea);\n  });\n\n  it('loads prices'",
      ),
    ],
  },
  {
    name: 'adds an import for a new test',
    changes: [
      edit(
        slugTest,
        'import { slug } from',
        "import { unslug } from '../src/unslug.mjs';\nimport { slug } from",
        "test('throws on nothing'",
        "test('goes back', () => {\n  assert.equal(unslug('a-b'), 'a b');\n});\n\ntest('throws on nothing'",
      ),
    ],
  },
  {
    name: 'adds a helper for a new test',
    changes: [
      edit(
        parserTest,
        "describe('parser'",
        "const readAll = (texts) => texts.map(parse)\n\ndescribe('parser'",
        "\tit('rejects garbage'",
        "\tit('reads many', function () {\n\t\texpect(readAll(['1', '2'])).to.deep.equal([1, 2])\n\t})\n\n\tit('rejects garbage'",
      ),
    ],
  },
  {
    name: 'adds a new test file',
    changes: [
      fix,
      create(
        'test/cart-total.test.ts',
        "import { describe, expect, it } from 'vitest';\nimport { Cart } from '../src/cart/cart';\n\ndescribe('total', () => {\n  it('is a number', () => {\n    expect(Number.isFinite(new Cart().total())).toBe(true);\n  });\n});\n",
      ),
    ],
  },
  {
    name: 'adds a new test file with mocks',
    changes: [
      edit(button, '{lable}', '{label}'),
      create(
        'src/components/Icon.test.tsx',
        "import { render } from '@testing-library/react';\nimport { Icon } from './Icon';\n\njest.mock('../hooks/useTheme');\njest.setTimeout(10_000);\n\nit('draws', () => {\n  const props = { name: 'save' } as any;\n  const { container } = render(<Icon {...props} />);\n  expect(container.firstChild!.nodeName).toBe('svg');\n});\n",
      ),
    ],
  },
  {
    name: 'adds a new test with its snapshot',
    changes: [
      create(
        'src/list.test.ts',
        "import { list } from './list';\n\ntest('lists', () => {\n  expect(list()).toMatchSnapshot();\n});\n",
      ),
      create('src/__snapshots__/list.test.ts.snap', 'exports[`lists 1`] = `[]`;\n'),
    ],
  },
  {
    name: 'adds a new test with its fixture',
    changes: [
      create(
        'test/import.test.mjs',
        "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { load } from '../src/load.mjs';\n\ntest('loads', async () => {\n  assert.equal((await load('test/fixtures/new.json')).id, 1);\n});\n",
      ),
      create('test/fixtures/new.json', '{ "id": 1 }\n'),
    ],
  },
  {
    name: 'adds a new Python test',
    changes: [
      create(
        'tests/test_tax.py',
        'from shop.tax import tax\n\n\ndef test_tax():\n    assert tax(100) == 19\n',
      ),
    ],
  },
  {
    name: 'adds a helper to the helpers of tests',
    changes: [
      edit(
        {
          path: 'test/helpers/orders.ts',
          text: 'export function makeOrder(id: number) {\n  return { id, items: [] };\n}\n',
        },
        'export function makeOrder',
        'export function makeItem(name: string) {\n  return { name, price: 1 };\n}\n\nexport function makeOrder',
      ),
    ],
  },
  {
    name: 'reformats the set-up of tests',
    changes: [
      edit(
        setup,
        'afterEach(() => {\n  vi.restoreAllMocks();\n});',
        'afterEach(() => { vi.restoreAllMocks() })',
      ),
    ],
  },
  {
    name: 'adds a todo',
    changes: [edit(cartTest, "  it('loads prices'", "  it.todo('takes a coupon');\n\n  it('loads prices'")],
  },
  { name: 'mends a module that holds its tests', changes: [edit(clampSource, ', hi)', ', high)')] },
  {
    name: 'adds a test within a module',
    changes: [
      edit(
        clampSource,
        ', hi)',
        ', high)',
        "  it('clamps', () => {",
        "  it('keeps what fits', () => {\n    expect(clamp(2, 0, 3)).toBe(2);\n  });\n  it('clamps', () => {",
      ),
    ],
  },
  {
    name: 'moves a snapshot with its test',
    changes: [
      move(
        {
          path: 'src/components/Card.test.tsx',
          text: "it('shows its title', () => {\n  expect(card()).toMatchSnapshot();\n});\n",
        },
        'src/components/Tile.test.tsx',
      ),
      move(snapshot, 'src/components/__snapshots__/Tile.test.tsx.snap'),
    ],
  },
  { name: 'mends the source and nothing else', changes: [edit(cart, 'item.prise', 'item.price')] },
  {
    name: 'explains a folder of tests',
    changes: [create('test/README.md', '# Tests\n\nRun them by `npm test`.\n')],
  },
  {
    name: 'adds a test in a module of tests of Python and mends it',
    changes: [
      { ...create('shop/tax.py', ''), before: 'RATE = 0.9\n', after: 'RATE = 0.19\n' },
      create('tests/test_rate.py', 'from shop.tax import RATE\n\n\ndef test_rate():\n    assert RATE < 1\n'),
    ],
  },
  {
    name: 'queries with skip and only in a new test',
    changes: [
      create(
        'test/page.test.ts',
        "import { expect, it } from 'vitest';\nimport { query } from '../src/query';\n\nit('pages', async () => {\n  const rows = await query().skip(10).only('id').limit(5);\n  expect(rows).toHaveLength(5);\n});\n",
      ),
    ],
  },
];
