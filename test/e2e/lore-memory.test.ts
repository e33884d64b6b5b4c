import { describe, expect, it } from '@jest/globals';
import type { MadeRepository } from '../make.ts';
import { dreamos, makeTested } from './run.ts';

const TEST = (name: string, call: string, value: string) =>
  `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { ${name} } from '../src/${name}.js';\n\ntest('${name}', () => {\n  assert.equal(${call}, ${value});\n});\n`;
const SUM =
  'export function sum(items) {\n  let total = 0;\n  for (let i = 0; i < items.length; i++) {\n    total += items[i];\n  }\n  return total;\n}\n';
const WEIGH =
  'export function weigh(parts) {\n  let grams = 0;\n  for (let at = 0; at < parts.length; at++) {\n    grams += parts[at].grams;\n  }\n  return grams;\n}\n';
const offByOne = (text: string, list: string) => text.replace(`${list}.length`, `${list}.length - 1`);

function makeShop(): MadeRepository {
  const repo = makeTested({
    'src/sum.js': SUM,
    'src/weigh.js': WEIGH,
    'test/sum.test.js': TEST('sum', 'sum([1, 2, 4])', '7'),
    'test/weigh.test.js': TEST('weigh', 'weigh([{ grams: 2 }, { grams: 3 }])', '5'),
  });
  for (const word of ['one', 'two', 'three']) repo.commit({ 'notes.txt': `${word}\n` });
  return repo;
}

async function heal(repo: MadeRepository, ...words: string[]) {
  const ended = await dreamos(repo.dir, ['heal', '--json', ...words]);
  const outcome = JSON.parse(ended.stdout);
  return { outcome, one: outcome.incidents[0] };
}

const isEmpty = (text: string) => text.replace('=== 0', '!== 0');
const LIST = 'export function first(list) {\n  if (list.length === 0) return null;\n  return list[0];\n}\n';
const PAD =
  'export function pad(code, width) {\n  const missing = width - code.length;\n  if (missing === 0) throw new RangeError(code);\n  return code + missing;\n}\n';
const PAD_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pad } from '../src/pad.js';

test('pad refuses what is wide enough', () => {
  assert.throws(() => pad('ab', 2));
});
`;

/** An inverted condition that was healed and merged, then one in another file, with commits around it. */
async function makeInverted() {
  const repo = makeTested({
    'src/first.js': LIST,
    'src/pad.js': PAD,
    'test/first.test.js': TEST('first', 'first([])', 'null'),
    'test/pad.test.js': PAD_TEST,
  });
  for (const word of ['one', 'two', 'three']) repo.commit({ 'notes.txt': `${word}\n` });
  repo.commit({ 'src/first.js': isEmpty(LIST) }, 'Simplify first');
  const first = (await heal(repo)).one;
  repo.git('merge', '-q', '--no-ff', '-m', 'take it', first.branch);
  repo.commit({ 'notes.txt': 'four\n', 'src/other.js': 'export const other = 1 - 1;\n' });
  const guilty = repo.commit({ 'src/pad.js': isEmpty(PAD) }, 'Simplify pad');
  for (const word of ['five', 'six']) repo.commit({ 'notes.txt': `${word}\n` });
  return { repo, first, guilty };
}

describe('heal with memory', () => {
  it('mends the second failure of a kind as the first, once a person merged that', async () => {
    const repo = makeShop();
    repo.commit({ 'src/sum.js': offByOne(SUM, 'items') }, 'Tidy sums');
    const first = (await heal(repo)).one;
    expect(first).toMatchObject({ outcome: 'healed', fixer: 'regression', draft: true });
    repo.git('merge', '-q', '--no-ff', '-m', 'take it', first.branch);
    repo.commit({ 'src/weigh.js': offByOne(WEIGH, 'parts') }, 'Tidy weights');
    const without = (await heal(repo, '--dry-run', '--no-lore', '--only', 'modules')).one;
    expect(without).toMatchObject({ outcome: 'escalated', lore: { recalled: [], changed: [] } });
    const second = (await heal(repo)).one;
    const [id] = first.lore.written;
    expect(second).toMatchObject({
      outcome: 'healed',
      fixer: 'memory',
      draft: true,
      candidates: 1,
      lore: { recalled: [{ id, trust: 'verified' }], changed: [expect.stringContaining(id)] },
    });
    expect(`${repo.git('show', `${second.branch}:src/weigh.js`)}\n`).toBe(WEIGH);
    expect(second.culprit).toBe(null);
    expect(repo.git('log', '-1', '--format=%B', second.commit)).toContain(`Lore: ${id}, verified`);
    expect(repo.git('log', '-1', '--format=%B', second.commit)).toContain('This is a draft');
  }, 240_000);

  it('takes back a mistake like one that was mended, though its failure looks another way', async () => {
    const { repo, first, guilty } = await makeInverted();
    expect(first).toMatchObject({ outcome: 'healed', fixer: 'regression', draft: true });
    const without = (await heal(repo, '--dry-run', '--no-lore')).one;
    expect(without).toMatchObject({ outcome: 'healed', fixer: 'regression', culprit: { sha: guilty } });
    const second = (await heal(repo)).one;
    const [id] = first.lore.written;
    expect(second).toMatchObject({
      outcome: 'healed',
      fixer: 'memory',
      draft: true,
      candidates: 1,
      title: `take back the mistake of ${guilty.slice(0, 8)} at src/pad.js:3`,
      culprit: null,
      lore: { recalled: [{ id, trust: 'verified', why: expect.stringMatching(/^words: /) }] },
    });
    const [changed] = second.lore.changed;
    expect(changed).toContain(`(from ${id}: in ${guilty.slice(0, 8)}`);
    expect(changed).toContain('`===` became `!==`');
    expect(`${repo.git('show', `${second.branch}:src/pad.js`)}\n`).toBe(PAD);
  }, 240_000);
});
