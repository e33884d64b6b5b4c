import type { Base } from './case.ts';

/** A repository of the corpus: product, tests, data for them, scripts that check. */
const texts = {
  'package.json': `{
  "name": "shop",
  "main": "src/index.js",
  "bin": { "shop": "bin/shop.js" },
  "imports": {
    "#sum": "./src/sum.js"
  },
  "scripts": {
    "test": "node --test",
    "lint": "npm run lint:words && eslint src tools/release.js",
    "lint:words": "sh scripts/lint.sh",
    "check": "cross-env LEVEL=2 node --no-warnings scripts/check.mjs",
    "format": "prettier --check . --config settings/prettier-rules.mjs",
    "build": "node scripts/build.mjs",
    "start": "node bin/shop.js",
    "check:self": "node bin/shop.js --self-check && node src/verify.js"
  }
}
`,
  'tsconfig.json': `{
  "compilerOptions": {
    "strict": true,
    "noEmit": true,
    "paths": {
      "@/*": ["./src/*"]
    }
  },
  "include": ["src", "test"]
}
`,
  'src/sum.js': `exports.sum = (a, b) => {
  return a - b;
};
`,
  'src/format.js': `const { sum } = require('./sum');
const rates = require('../data/rates.json');

exports.total = (items) => items.reduce(sum, 0);
exports.taxed = (amount) => amount * rates.tax;
`,
  'src/verify.js': `exports.verify = (value) => value === 3;
`,
  'src/types.ts': `export interface Point {
  readonly x: number;
}

export const origin: Point = { x: '0' };
`,
  'src/index.js': "module.exports = require('./sum.js');\n",
  'bin/shop.js': "#!/usr/bin/env node\nconsole.log(require('../src/index.js').sum(1, 2));\n",
  'scripts/lint.sh': '#!/bin/sh\ngrep -rn BAD src && exit 1\nexit 0\n',
  'scripts/check.mjs': `import { words } from './words.mjs';
import sum from '../src/sum.js';

if (sum.sum(1, 2) !== 3 || words.length === 0) {
  console.log('bad');
  process.exitCode = 1;
}
`,
  'scripts/words.mjs': "export const words = ['BAD', 'WORSE'];\n",
  'scripts/build.mjs':
    "import { cp } from 'node:fs/promises';\nawait cp('src', 'dist', { recursive: true });\n",
  'settings/prettier-rules.mjs': 'const width = 100;\nexport default makeRules(width);\n',
  'tools/release.js': "console.log('release');\n",
  'cases/one.json': '{ "a": 1, "b": 2, "want": 3 }\n',
  'cases/two.json': '{ "a": 2, "b": 2, "want": 4 }\n',
  'reference/table.csv': 'a,b,sum\n1,2,3\n',
  'data/rates.json': '{ "tax": 1.2 }\n',
  'data/unused.json': '{ "old": true }\n',
  'expected.txt': 'sum 3\n',
  'src/report.approved.txt': 'sum 3\n',
  'out/list.golden': '1\n2\n3\n',
  'locales/en.json': '{ "hello": "Helo" }\n',
  'src/locale.js': "exports.en = require('../locales/en.json');\n",
  'test/sum.test.js': `const { test } = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { sum } = require('../src/sum.js');
const rates = require('../data/rates.json');
const en = require('../locales/en.json');

test('adds', () => {
  assert.equal(sum(1, 2), 3);
  assert.ok(rates.tax > 1 && en.hello);
});

for (const name of fs.readdirSync('cases'))
  test(name, () => {
    const { a, b, want } = JSON.parse(fs.readFileSync(\`cases/\${name}\`));
    assert.equal(sum(a, b), want);
  });

test('has a table of data', () => {
  const rows = fs.readFileSync(path.join(__dirname, '..', 'reference', 'table.csv'), 'utf8');
  assert.match(rows, /data/);
});
`,
} as const;

export const shop: readonly Base[] = Object.entries(texts).map(([path, text]) => ({ path, text }));

export function inShop(path: keyof typeof texts): Base {
  return { path, text: texts[path] };
}
