import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { CulpritSearch } from '../../../src/repair/regression/find-culprit.ts';
import { type MadeRepository, makeFolder, makeRepository, TOP } from '../../make.ts';
import { NODE_TEST, search } from './open-past.ts';

const MANIFEST = '{ "name": "made", "private": true, "type": "module" }\n';
const SUM = 'export const sum = (a, b) => a + b;\n';
const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sum } from '../src/sum.js';

test('sums', () => {
  assert.equal(sum(1, 2), 3);
});
`;

function makeSums(): MadeRepository {
  return makeRepository({ 'package.json': MANIFEST, 'src/sum.js': SUM, 'test/sum.test.js': TEST });
}

let made = 0;
function pass(repo: MadeRepository, times: number): void {
  for (let n = 0; n < times; n++) repo.commit({ 'notes.txt': `${++made}\n` }, `note ${made}`);
}

function culpritOf(found: CulpritSearch) {
  if (found.status !== 'found') throw new Error(found.why);
  return found.culprit;
}

describe('findCulprit', () => {
  it('names the commit in a line of 64, within log2(n) + 3 runs, and says how many remain', async () => {
    const repo = makeSums();
    pass(repo, 22);
    const sha = repo.commit({ 'src/sum.js': SUM.replace('a + b', 'a - b') }, 'Subtract, a little');
    pass(repo, 40);
    const found = await search(repo.dir);
    const culprit = culpritOf(found);
    expect(culprit).toMatchObject({
      sha,
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
    const repo = makeSums();
    pass(repo, 2);
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit({ 'side.txt': '1\n' });
    const sha = repo.commit({ 'src/sum.js': SUM.replace('a + b', 'b') }, 'guilty');
    repo.commit({ 'side.txt': '2\n' });
    repo.git('checkout', '-q', 'main');
    pass(repo, 3);
    repo.git('merge', '-q', '--no-ff', '-m', 'merge side', 'side');
    pass(repo, 6);
    expect(culpritOf(await search(repo.dir))).toMatchObject({ sha, exact: true });
  });

  it('names the merge where neither side is guilty alone', async () => {
    const repo = makeSums();
    repo.commit({ 'src/one.js': 'export const one = 1;\n', 'src/sum.js': SUM });
    repo.git('checkout', '-q', '-b', 'side');
    repo.commit({ 'src/one.js': 'export const one = 0;\nexport const two = 1;\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit({
      'src/sum.js': "import { one } from './one.js';\nexport const sum = (a, b) => (a + b) * one;\n",
    });
    repo.git('merge', '-q', '--no-ff', '-m', 'merge side', 'side');
    const sha = repo.git('rev-parse', 'HEAD');
    pass(repo, 2);
    expect(await search(repo.dir)).toMatchObject({
      status: 'found',
      changes: [],
      culprit: { sha, exact: true },
    });
  });

  it('follows a renamed source and a renamed test', async () => {
    const repo = makeSums();
    pass(repo, 2);
    const sha = repo.commit({ 'src/sum.js': `// sums\n${SUM.replace('a + b', 'a * b')}` }, 'guilty');
    pass(repo, 2);
    repo.git('mv', 'src/sum.js', 'src/add.js');
    repo.git('mv', 'test/sum.test.js', 'test/add.test.js');
    repo.commit({ 'test/add.test.js': TEST.replace('sum.js', 'add.js') }, 'rename');
    pass(repo, 3);
    const found = await search(repo.dir);
    expect(culpritOf(found)).toMatchObject({ sha, exact: true, changedTest: false });
    expect(found).toMatchObject({
      today: new Map([
        ['src/sum.js', 'src/add.js'],
        ['test/sum.test.js', 'test/add.test.js'],
      ]),
    });
  });

  it('steps around commits that cannot be judged, and says which it may be when they hide it', async () => {
    const repo = makeSums();
    pass(repo, 3);
    repo.commit({ 'src/sum.js': 'export const sum = (a, b => a + b;\n' }, 'does not build');
    const hidden = repo.commit({ 'src/sum.js': 'export const sum = (a, b => a - b;\n' }, 'nor this');
    const shown = repo.commit({ 'src/sum.js': SUM.replace('+', '-') }, 'builds again');
    pass(repo, 4);
    const culprit = culpritOf(await search(repo.dir));
    expect(culprit).toMatchObject({ sha: shown, exact: false });
    expect(culprit.others).toHaveLength(2);
    expect(culprit.others).toContain(hidden);

    const other = makeSums();
    other.commit({ 'src/sum.js': 'export const sum = (a, b => a + b;\n' }, 'does not build');
    other.commit({ 'src/sum.js': SUM }, 'builds again');
    const sha = other.commit({ 'src/sum.js': SUM.replace('+', '-') }, 'guilty');
    pass(other, 3);
    expect(culpritOf(await search(other.dir))).toMatchObject({ sha, exact: true });
  });

  it('lays a helper that is new today beside the test', async () => {
    const repo = makeSums();
    const sha = repo.commit({ 'src/sum.js': SUM.replace('+', '-') }, 'guilty');
    repo.commit({
      'test/helpers/numbers.js': 'export const one = 1;\n',
      'test/sum.test.js': `import { one } from './helpers/numbers.js';\n${TEST.replace('sum(1', 'sum(one')}`,
    });
    expect(culpritOf(await search(repo.dir))).toMatchObject({ sha, exact: true });
  });

  it('sees that the culprit changed the test too', async () => {
    const repo = makeSums();
    const sha = repo.commit({ 'test/sum.test.js': TEST.replace('3)', '4)') }, 'expect more');
    pass(repo, 2);
    // Today's test was never green: laid over any older commit it is red.
    expect(await search(repo.dir)).toMatchObject({
      status: 'unknown',
      why: expect.stringMatching(/^it was red as far back/),
    });
    const both = makeSums();
    const guilty = both.commit({
      'src/sum.js': SUM.replace('+', '-'),
      'test/sum.test.js': `${TEST}// more\n`,
    });
    pass(both, 2);
    expect(culpritOf(await search(both.dir))).toMatchObject({ sha: guilty, changedTest: true });
    expect(sha).not.toBe(guilty);
  });

  it('finds the commit of a complaint that is no test', async () => {
    const repo = makeRepository({
      'package.json': MANIFEST,
      'tsconfig.json': '{ "include": ["*.ts"], "compilerOptions": { "types": [], "lib": ["es5"] } }',
      'one.ts': 'export const n: number = 1;\n',
    });
    pass(repo, 2);
    const sha = repo.commit({ 'one.ts': "export const n: number = 'x';\n" }, 'guilty');
    repo.git('mv', 'one.ts', 'two.ts');
    repo.git('commit', '-qm', 'rename');
    const check = {
      ...NODE_TEST,
      name: 'typecheck',
      run: `${TOP}/node_modules/.bin/tsc --noEmit -p .`,
      tools: ['tsc'],
    };
    expect(culpritOf(await search(repo.dir, check))).toMatchObject({ sha });
  });

  it('ends at once where bisection is pointless, and says why', async () => {
    const one = makeRepository({
      'package.json': MANIFEST,
      'src/sum.js': SUM.replace('+', '-'),
      'test/sum.test.js': TEST,
    });
    expect(await search(one.dir)).toMatchObject({ status: 'unknown', why: 'the history has one commit' });
    const fresh = makeRepository({ 'package.json': MANIFEST, 'src/sum.js': SUM.replace('+', '-') });
    fresh.commit({ 'test/sum.test.js': TEST });
    expect(await search(fresh.dir)).toMatchObject({
      status: 'unknown',
      why: 'test/sum.test.js is new in the newest commit',
    });
    const spent = makeSums();
    spent.commit({ 'src/sum.js': SUM.replace('+', '-') });
    expect(await search(spent.dir, NODE_TEST, () => true)).toMatchObject({
      status: 'unknown',
      why: 'the budget of 1 s was used up',
    });
  });

  it('says that a clone is shallow when that is why', async () => {
    const repo = makeSums();
    repo.commit({ 'src/sum.js': SUM.replace('+', '-') });
    pass(repo, 5);
    const dir = makeFolder();
    execFileSync('git', ['clone', '-q', '--depth', '3', `file://${repo.dir}`, dir]);
    expect(await search(dir)).toMatchObject({
      status: 'unknown',
      why: expect.stringContaining('the clone is shallow'),
    });
  });
});
