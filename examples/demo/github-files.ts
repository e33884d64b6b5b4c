import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** A folder, not a range: an install links it, and asks no registry. */
const TYPESCRIPT = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

const testOf = (name: string, call: string, value: string) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${name} } from '../src/${name}.js';

test('${name}', () => {
  assert.equal(${call}, ${value});
});
`;
const TOTAL = `/** @param {{ cents: number }[]} items */
export function total(items) {
  let all = 0;
  for (let at = 0; at < items.length; at++) {
    all += items[at].cents;
  }
  return all;
}
`;
const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** JavaScript whose types are checked: what only the types see is seen before anybody runs it. */
export const FILES = {
  'package.json': toJson({
    name: 'widgets',
    private: true,
    type: 'module',
    scripts: { test: 'node --test', typecheck: 'tsc --noEmit' },
    devDependencies: { typescript: `file:${TYPESCRIPT}` },
  }),
  'tsconfig.json': toJson({
    compilerOptions: {
      ...{ strict: true, checkJs: true, module: 'nodenext', target: 'es2022', lib: ['es2022'] },
      ...{ types: [], skipLibCheck: true },
    },
    include: ['src'],
  }),
  '.gitignore': 'node_modules/\n',
  'src/slug.js': `/** @param {string} title */
export const slug = (title) => title.toLowerCase().replaceAll(' ', '-');
`,
  'src/link.js': `import { slug } from './slug.js';

/** @param {string} title */
export const link = (title) => \`/pages/\${slug(title)}\`;
`,
  'src/tax.js': `/** @param {number} cents */
export const tax = (cents) => cents * 0.2;
`,
  'src/total.js': TOTAL,
  'test/slug.test.js': testOf('slug', "slug('A B')", "'a-b'"),
  'test/tax.test.js': testOf('tax', 'tax(100)', '20'),
  'test/total.test.js': testOf('total', 'total([{ cents: 250 }, { cents: 50 }])', '300'),
};

const linkWithout = FILES['src/link.js'].replace(/^import .*\n\n/, '');

/** What breaks in the story. */
export const BROKEN = {
  /** The function that it calls is not imported any more; no test comes here, so only the types know. */
  link: { 'src/link.js': linkWithout },
  /** The same, and something else: taking a fix back to the letter says that it was not wanted. */
  moved: { 'src/link.js': linkWithout.replace('/pages/', '/wiki/') },
  total: { 'src/total.js': TOTAL.replace('items.length', 'items.length - 1') },
  /** A rate that is wrong; then the same line is rewritten, so that nothing of the commit that did it can be undone by itself. */
  tax: { 'src/tax.js': FILES['src/tax.js'].replace('0.2', '0.21') },
  named: {
    'src/tax.js': `const RATE = 0.21;\n\n${FILES['src/tax.js'].replace('0.2', 'RATE')}`,
  },
  fork: { 'src/slug.js': FILES['src/slug.js'].replace("'-'", "'_'") },
  /** Not broken, but no test any more. */
  quiet: { 'test/total.test.js': FILES['test/total.test.js'].replace("test('total'", "test.skip('total'") },
};

/** What Ada wants of the app. */
export const SETTINGS = {
  '.github/dreamos.yml': `checks:
  typecheck: tsc --noEmit
  test: node --test
flakyRuns: 1
github:
  gate: true
  prove: true
  caps: { pullsPerHour: 20, openPulls: 10 }
`,
};
