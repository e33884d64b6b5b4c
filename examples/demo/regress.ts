import type { Stage } from './stage.ts';

const PRICE = `/** Price in cents with a discount in percent. */
export function discounted(cents, percent) {
  const off = (cents * percent) / 100;
  return Math.round(cents - off);
}

/** For people: 12.50 EUR. */
export function label(cents) {
  return \`\${(cents / 100).toFixed(2)} EUR\`;
}
`;

const START = {
  'package.json': `${JSON.stringify({ name: 'prices', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'src/price.js': PRICE,
  'test/price.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discounted } from '../src/price.js';

test('takes a tenth off', () => {
  assert.equal(discounted(1000, 10), 900);
});
`,
};

const GUILTY = PRICE.replace('(cents * percent) / 100', 'cents * percent');
const TIDIED = GUILTY.replace(' EUR`', ' €`');
const BEFORE = 18;
const AFTER = 20;

/** A history of some forty commits with a regression in the middle: the culprit, and the smallest part of it undone. */
export async function playRegress(stage: Stage): Promise<void> {
  stage.say(
    'Forty commits. In the middle, one changes a currency sign and, by the way, breaks the discount.',
  );
  const prices = await stage.repository('prices-history', START);
  for (let n = 1; n <= BEFORE; n++) await addFeature(stage, prices, n);
  await stage.commit(prices, { 'src/price.js': TIDIED }, 'Show the euro sign', 'Grace');
  const culprit = stage.ask(prices, 'rev-parse', 'HEAD');
  for (let n = BEFORE + 1; n <= BEFORE + AFTER; n++) await addFeature(stage, prices, n);
  await stage.type(prices, ['heal'], 0);

  const branch = stage.ask(prices, 'branch', '--list', '--format=%(refname:short)', 'dreamos/fix/*');
  const shown = stage.show(prices, 'show', '-p', '--format=%B', `${branch}~1`);
  expectAll(shown, [culprit.slice(0, 12), 'Grace, was that change meant?', 'This is a draft']);
  const undone = stage.ask(prices, 'show', `${branch}:src/price.js`);
  if (undone !== TIDIED.replace('cents * percent', '(cents * percent) / 100').trim())
    throw new Error('more or less than the guilty line was undone');
  if (stage.ask(prices, 'status', '--porcelain') !== '') throw new Error('the working tree was touched');
  stage.say('The euro sign stays: only the guilty line went back, as a draft that asks its author.');
}

function addFeature(stage: Stage, dir: string, n: number): Promise<void> {
  const text = `/** Adds ${n}. */\nexport const add${n} = (value) => value + ${n};\n`;
  return stage.commit(dir, { [`src/add-${n}.js`]: text }, `Add ${n}`, 'Ada');
}

function expectAll(text: string, parts: readonly string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`"${part}" is not there`);
}
