import { describe, expect, it } from '@jest/globals';
import { dreamos, makeTested } from './run.ts';

const PRICE =
  'export function half(cents) {\n  const whole = cents / 2;\n  return Math.round(whole);\n}\n\nexport const label = (cents) => `${cents} EUR`;\n';
const TEST =
  "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { half } from '../src/price.js';\n\ntest('halves', () => {\n  assert.equal(half(10), 5);\n});\n";

describe('heal of a regression', () => {
  it('undoes the guilty statement alone, as a draft that asks the author of the culprit', async () => {
    const repo = makeTested({ 'src/price.js': PRICE, 'test/price.test.js': TEST });
    repo.commit({ 'notes.txt': '1\n' });
    // Two statements of one hunk, and another hunk: one line is guilty.
    const changed = PRICE.replace('cents / 2', 'cents / 3')
      .replace('Math.round(whole)', 'Math.trunc(whole)')
      .replace('EUR', '€');
    const sha = repo.commit({ 'src/price.js': changed }, 'Tidy prices');
    const later = changed.replace('export const', '/** For people. */\nexport const');
    repo.commit({ 'src/price.js': later });
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json']);
    const [incident] = JSON.parse(stdout).incidents;
    expect({ exit, ...incident }).toMatchObject({
      exit: 0,
      outcome: 'healed',
      fixer: 'regression',
      draft: true,
      culprit: { sha, subject: 'Tidy prices', author: 'Ada', exact: true, changedTest: false },
    });
    expect(`${repo.git('show', `${incident.branch}:src/price.js`)}\n`).toBe(
      later.replace('cents / 3', 'cents / 2'),
    );
    expect(repo.git('log', '-1', '--format=%B', incident.commit)).toMatch(
      /This is a draft\. Ada, was that change meant\?[\s\S]*the test is out of date/,
    );
  }, 180_000);

  it('names a culprit that changed the test as well, and undoes nothing', async () => {
    const repo = makeTested({ 'src/price.js': PRICE, 'test/price.test.js': TEST });
    repo.commit({ 'notes.txt': '1\n' });
    const sha = repo.commit(
      { 'src/price.js': PRICE.replace('/ 2', '/ 3'), 'test/price.test.js': `${TEST}// thirds\n` },
      'Thirds',
    );
    repo.commit({ 'notes.txt': '2\n' });
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json']);
    const [incident] = JSON.parse(stdout).incidents;
    expect({ exit, ...incident }).toMatchObject({
      exit: 1,
      outcome: 'escalated',
      draft: false,
      culprit: { sha, changedTest: true },
    });
    expect(incident.escalation).toContain('It changed the failing test as well');
  }, 180_000);
});
