import type { Stage } from './stage.ts';

const SUM = `/** Cents of all items. */
export function total(items) {
  let cents = 0;
  for (let i = 0; i < items.length; i++) {
    cents += items[i].cents;
  }
  return cents;
}
`;

const WEIGH = `/** Grams of a parcel. */
export function weigh(parts) {
  let grams = 0;
  for (let at = 0; at < parts.length; at++) {
    grams += parts[at].grams;
  }
  return grams;
}
`;

function testOf(name: string, call: string, value: number): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${name} } from '../src/${name}.js';

test('${name} counts all', () => {
  assert.equal(${call}, ${value});
});
`;
}

const START = {
  'package.json': `${JSON.stringify({ name: 'parcels', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'src/total.js': SUM,
  'src/weigh.js': WEIGH,
  'test/total.test.js': testOf('total', 'total([{ cents: 250 }, { cents: 50 }])', 300),
  'test/weigh.test.js': testOf('weigh', 'weigh([{ grams: 20 }, { grams: 5 }])', 25),
};
const COMMITS = 6;

/** The second failure of a kind is healed by memory: no history is searched, and the trace says what was recalled. */
export async function playLore(stage: Stage): Promise<void> {
  stage.say('1. A loop that ends one too early. The culprit is found in history, and undone as a draft.');
  const parcels = await stage.repository('parcels', START);
  await addCommits(stage, parcels);
  await stage.commit(parcels, { 'src/total.js': endEarly(SUM, 'items') }, 'Tidy totals', 'Grace');
  await stage.type(parcels, ['heal'], 0);
  const [first = ''] = stage.fixBranches(parcels);
  stage.say('Its lore travels with it, as a commit of its own:');
  stage.show(parcels, 'log', '--stat', '--format=%h %s', `main..${first}`);

  stage.say('2. A person reads the draft and merges it. That makes the lesson verified.');
  stage.show(parcels, ...ADA, 'merge', '-q', '--no-ff', '-m', 'Merge the fix of totals', first);
  await stage.type(parcels, ['lore', 'settle'], 0);

  stage.say('3. Weeks later, somebody makes the same mistake in another file, with other names.');
  await addCommits(stage, parcels);
  await stage.commit(parcels, { 'src/weigh.js': endEarly(WEIGH, 'parts') }, 'Tidy weights', 'Linus');
  await stage.type(parcels, ['heal'], 0);
  const second = stage.fixBranches(parcels).find((branch) => branch !== first) ?? '';
  const fix = stage.ask(parcels, 'rev-list', '--max-count=1', second, '--not', 'main', '--', 'src');
  const told = stage.show(parcels, 'show', '-p', '--format=%B', fix);
  if (!told.includes('Lore: ')) throw new Error('the commit does not say what was recalled');
  if (`${stage.ask(parcels, 'show', `${second}:src/weigh.js`)}\n` !== WEIGH)
    throw new Error('the second failure was mended in another way');
  stage.say('One candidate, no search: the first fix was laid on new names, and proved like any other.');

  stage.say('4. What was learned is markdown: on a branch of its own, and beside each fix.');
  await stage.type(parcels, ['lore', 'why', 'src/total.js'], 0);
  stage.show(parcels, 'show', 'dreamos/lore:lore/README.md');
  await lintAll(stage, parcels);
}

const ADA = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];

/** A loop that leaves the last one out. */
function endEarly(text: string, list: string): string {
  return text.replace(`${list}.length`, `${list}.length - 1`);
}

async function addCommits(stage: Stage, dir: string): Promise<void> {
  const before = Number(stage.ask(dir, 'rev-list', '--count', 'HEAD'));
  for (let n = before; n < before + COMMITS; n++)
    await stage.commit(
      dir,
      { [`src/add-${n}.js`]: `export const add${n} = (value) => value + ${n};\n` },
      `Add ${n}`,
      'Ada',
    );
}

/** Every entry that was written passes the lint, on a checkout of the branch. */
async function lintAll(stage: Stage, dir: string): Promise<void> {
  const aside = `${dir}-lore`;
  stage.ask(dir, 'clone', '-q', '--branch', 'dreamos/lore', dir, aside);
  await stage.type(aside, ['lore', 'lint'], 0);
}
