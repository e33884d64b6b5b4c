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
});
