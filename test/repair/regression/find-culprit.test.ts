import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CulpritSearch } from '../../../src/repair/regression/find-culprit.ts';
import { makeFolder, TOP } from '../../make.ts';
import { makeHistory, type Step } from './make-history.ts';
import { NODE_TEST, search } from './open-past.ts';

const MANIFEST = '{ "name": "made", "private": true, "type": "module" }\n';
const SUM = 'export const sum = (a, b) => a + b;\n';
const RED = SUM.replace('+', '-');
const TEST = `import assert from 'node:assert/strict';
import { sum } from '../src/sum.js';

assert.equal(sum(1, 2), 3);
`;
const START: Step = { files: { 'package.json': MANIFEST, 'src/sum.js': SUM, 'test/sum.test.js': TEST } };
/** Ends at the first failure, and names no test: the whole of it is run each time. */
const PLAIN = { ...NODE_TEST, run: 'node test/sum.test.js' };

function notes(many: number): Step[] {
  return Array.from({ length: many }, (_, at) => ({ files: { 'notes.txt': `${at}, ${Math.random()}\n` } }));
}

function culpritOf(found: CulpritSearch) {
  if (found.status !== 'found') throw new Error(found.why);
  return found.culprit;
}

describe('findCulprit', () => {
  it('names the commit in a line of 64, within log2(n) + 3 runs, and says how many remain', async () => {
    const named = TEST.replace(
      'assert.equal(sum(1, 2), 3)',
      "test('sums', () => assert.equal(sum(1, 2), 3))",
    );
    const { dir, shas } = makeHistory([
      { files: { ...START.files, 'test/sum.test.js': `import { test } from 'node:test';\n${named}` } },
      ...notes(22),
      { files: { 'src/sum.js': RED }, message: 'Subtract, a little' },
      ...notes(40),
    ]);
    const found = await search(dir);
    const culprit = culpritOf(found);
    expect(culprit).toMatchObject({
      sha: shas[23],
      subject: 'Subtract, a little',
      author: 'Ada',
      exact: true,
      others: [],
      changedTest: false,
      searched: 64,
    });
    expect(culprit.runs).toBeLessThanOrEqual(Math.log2(culprit.searched) + 3);
    expect(found.shown.some((text) => /about \d+ more run/.test(text))).toBe(true);
  });

  it('follows a merge to the commit that it brought in', async () => {
    const { dir, shas } = makeHistory([
      START,
      { files: { 'side.txt': '1\n' } },
      { files: { 'src/sum.js': SUM.replace('a + b', 'b') }, message: 'guilty' },
      { files: { 'notes.txt': '1\n' }, parents: [0] },
      { files: { 'src/sum.js': SUM.replace('a + b', 'b') }, parents: [3, 2], message: 'merge side' },
      ...notes(2),
    ]);
    expect(culpritOf(await search(dir, PLAIN))).toMatchObject({ sha: shas[2], exact: true });
  });

  it('names the merge where neither side is guilty alone', async () => {
    const product = "import { one } from './one.js';\nexport const sum = (a, b) => (a + b) * one;\n";
    const { dir, shas } = makeHistory([
      { files: { ...START.files, 'src/one.js': 'export const one = 1;\n' } },
      { files: { 'src/one.js': 'export const one = 0;\n' } },
      { files: { 'src/sum.js': product }, parents: [0] },
      { files: { 'src/one.js': 'export const one = 0;\n' }, parents: [2, 1], message: 'merge side' },
      ...notes(1),
    ]);
    expect(await search(dir, PLAIN)).toMatchObject({
      status: 'found',
      changes: [],
      culprit: { sha: shas[3], exact: true },
    });
  });

  it('follows a renamed source and a renamed test, and lays a helper that is new today beside it', async () => {
    const guilty = `// sums\n${SUM.replace('a + b', 'a * b')}`;
    const { dir, shas } = makeHistory([
      START,
      { files: { 'src/sum.js': guilty }, message: 'guilty' },
      ...notes(1),
      {
        files: {
          'src/sum.js': null,
          'src/add.js': guilty,
          'test/sum.test.js': null,
          'test/add.test.js': TEST.replace('sum.js', 'add.js'),
        },
        message: 'rename',
      },
      {
        files: {
          'test/helpers/numbers.js': 'export const one = 1;\n',
          'test/add.test.js': `import { one } from './helpers/numbers.js';\n${TEST.replace('sum.js', 'add.js').replace('sum(1', 'sum(one')}`,
        },
      },
    ]);
    const found = await search(dir, { ...PLAIN, run: 'node test/add.test.js' });
    expect(culpritOf(found)).toMatchObject({ sha: shas[1], exact: true, changedTest: false });
    expect(found).toMatchObject({
      today: new Map([
        ['src/sum.js', 'src/add.js'],
        ['test/sum.test.js', 'test/add.test.js'],
      ]),
    });
  });

  it('steps around commits that cannot be judged, and says which it may be when they hide it', async () => {
    const broken = SUM.replace('b)', 'b');
    const { dir, shas } = makeHistory([
      START,
      { files: { 'src/sum.js': broken }, message: 'does not build' },
      { files: { 'src/sum.js': broken.replace('+', '-') }, message: 'nor this' },
      { files: { 'src/sum.js': RED }, message: 'builds again' },
      ...notes(4),
    ]);
    const culprit = culpritOf(await search(dir, PLAIN));
    expect(culprit).toMatchObject({ sha: shas[3], exact: false });
    expect(culprit.others).toEqual([shas[2], shas[1]]);

    const other = makeHistory([
      START,
      {
        files: { 'src/sum.js': "throw new Error('later');\nexport const sum = 0;\n" },
        message: 'does not load',
      },
      { files: { 'src/sum.js': SUM }, message: 'loads again' },
      { files: { 'src/sum.js': RED }, message: 'guilty' },
      ...notes(3),
    ]);
    expect(culpritOf(await search(other.dir, PLAIN))).toMatchObject({ sha: other.shas[3], exact: true });
  });

  it('sees that the culprit changed the test too', async () => {
    const never = makeHistory([
      START,
      { files: { 'test/sum.test.js': TEST.replace('3)', '4)') }, message: 'expect more' },
      ...notes(1),
    ]);
    // Today's test was never green: laid over any older commit it is red.
    expect(await search(never.dir, PLAIN)).toMatchObject({
      status: 'unknown',
      why: expect.stringMatching(/^it was red as far back/),
    });
    const both = makeHistory([
      START,
      { files: { 'src/sum.js': RED, 'test/sum.test.js': `${TEST}// more\n` } },
      ...notes(1),
    ]);
    expect(culpritOf(await search(both.dir, PLAIN))).toMatchObject({ sha: both.shas[1], changedTest: true });
  });

  it('runs an old commit with the packages of today, and with its own where those do not judge it', async () => {
    const uses = SUM.replace('a + b', 'add(a, b)').replace(/^/, "import { add } from 'adder';\n");
    const { dir, shas } = makeHistory([
      { files: { ...START.files, 'src/sum.js': uses } },
      { files: { 'src/sum.js': RED }, message: 'guilty' },
      { files: { 'package.json': MANIFEST.replace('made', 'renamed') } },
    ]);
    const asked: boolean[] = [];
    const adder = { 'package.json': '{"name":"adder","type":"module","exports":"./index.js"}' };
    const found = await search(dir, PLAIN, undefined, async (root, { borrows = false }) => {
      asked.push(borrows);
      // What the oldest commit needs is not among the packages of today.
      if (borrows) return [];
      const folder = join(root, 'node_modules', 'adder');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), adder['package.json']);
      writeFileSync(join(folder, 'index.js'), 'export const add = (a, b) => a + b;\n');
      return [];
    });
    expect(culpritOf(found)).toMatchObject({ sha: shas[1], exact: true });
    expect(asked.filter((borrows) => !borrows)).toHaveLength(2);
    expect(asked).toContain(true);
  });

  it('finds the commit of a complaint that is no test', async () => {
    const right = 'export const n: number = 1;\n';
    const wrong = "export const n: number = 'x';\n";
    const { dir, shas } = makeHistory([
      {
        files: {
          'package.json': MANIFEST,
          'tsconfig.json': '{ "include": ["*.ts"], "compilerOptions": { "types": [], "lib": ["es5"] } }',
          'one.ts': right,
        },
      },
      { files: { 'one.ts': wrong }, message: 'guilty' },
      { files: { 'one.ts': null, 'two.ts': wrong }, message: 'rename' },
    ]);
    const check = {
      ...NODE_TEST,
      name: 'typecheck',
      run: `${TOP}/node_modules/.bin/tsc --noEmit -p .`,
      tools: ['tsc'],
    };
    expect(culpritOf(await search(dir, check))).toMatchObject({ sha: shas[1] });
  });

  it('ends at once where bisection is pointless, and says why', async () => {
    const one = makeHistory([{ files: { ...START.files, 'src/sum.js': RED } }]);
    expect(await search(one.dir, PLAIN)).toMatchObject({
      status: 'unknown',
      why: 'the history has one commit',
    });
    const fresh = makeHistory([
      { files: { 'package.json': MANIFEST, 'src/sum.js': RED } },
      { files: { 'test/sum.test.js': TEST } },
    ]);
    expect(await search(fresh.dir, PLAIN)).toMatchObject({
      status: 'unknown',
      why: 'test/sum.test.js is new in the newest commit',
    });
    const spent = makeHistory([START, { files: { 'src/sum.js': RED } }]);
    expect(await search(spent.dir, PLAIN, () => true)).toMatchObject({
      status: 'unknown',
      why: 'the budget of 1 s was used up',
    });
  });

  it('says that a clone is shallow when that is why', async () => {
    const full = makeHistory([START, { files: { 'src/sum.js': RED } }, ...notes(3)]);
    const dir = makeFolder();
    execFileSync('git', ['clone', '-q', '--depth', '2', `file://${full.dir}`, dir]);
    expect(await search(dir, PLAIN)).toMatchObject({
      status: 'unknown',
      why: expect.stringContaining('the clone is shallow'),
    });
  });
});
