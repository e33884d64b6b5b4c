import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hashFolder, isOurs, makeFolder, makeRepository } from '../make.ts';
import { dreamos, makeTested, makeTyped } from './run.ts';

const BROKEN = {
  'src/slug.js': "export function slugfy(title) {\n  return title.toLowerCase().replaceAll(' ', '-');\n}\n",
  'test/slug.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slugify } from '../src/slug.js';\n\ntest('slugs', () => {\n  assert.equal(slugify('A B'), 'a-b');\n});\n",
};
const LOGIC = {
  'src/price.js': 'export const half = (cents) => cents;\n',
  'test/price.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { half } from '../src/price.js';\n\ntest('halves', () => {\n  assert.equal(half(10), 5);\n});\n",
};

describe('heal', () => {
  it('heals a red test on a branch of its own and touches nothing of the user’s', async () => {
    const repo = makeTested(BROKEN);
    repo.write({ 'src/other.js': 'export {};\n' });
    repo.git('stash', 'push', '-q', '-u');
    repo.write({ 'notes.txt': 'untracked\n' });
    const before = hashFolder(repo.dir, isOurs);
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json']);
    expect(hashFolder(repo.dir, isOurs)).toBe(before);
    const answer = JSON.parse(stdout);
    expect({ exit, status: answer.status }).toEqual({ exit: 0, status: 'healed' });
    const [incident] = answer.incidents;
    expect(incident).toMatchObject({
      check: 'test',
      outcome: 'healed',
      fixer: 'modules',
      branch: `dreamos/fix/test-${incident.fingerprint.slice(0, 8)}`,
      escalation: null,
      candidates: incident.attempts.length,
      proof: {
        base: repo.git('rev-parse', 'HEAD'),
        red: { exit: 1 },
        green: { exit: 0 },
        guard: { allowed: true },
      },
    });
    expect(answer.notes).toEqual(['The working tree has changes: HEAD was looked at, not they.']);
    expect(repo.git('log', '--format=%H %s', `main..${incident.branch}`).split('\n')).toEqual([
      expect.stringContaining(' docs(lore): '),
      expect.stringContaining(`${incident.commit} fix: `),
    ]);
    const other = makeTested(BROKEN);
    writeFileSync(join(other.dir, '.git', 'it.patch'), incident.patch);
    other.git('apply', '.git/it.patch');
    expect((await dreamos(other.dir, ['heal', '--working-tree'])).stdout).toMatch(/^green: all checks/m);
    other.git('commit', '-qam', 'take it');
    expect((await dreamos(other.dir, ['heal'])).stdout).toMatch(/^green: all checks are green/m);
  });

  it('mends what a fix unveils behind itself, and proves both as one', async () => {
    const repo = makeTyped({
      'src/a.ts': "import { summ } from './sum.js';\n\nexport const two: number = summ(1, 1);\n",
      'src/sum.ts': 'export function sum(a: number, b: number): number {\n  return a + b;\n}\n',
      'src/less.ts': 'export function less(a: number, b: number): number {\n  return a - b;\n}\n',
      'later/b.ts': "import { lesss } from '../src/less.js';\n\nexport const none: number = lesss(2, 2);\n",
      'tsconfig.later.json': '{ "extends": "./tsconfig.json", "include": ["later"] }\n',
    });
    const command = 'tsc --noEmit -p . && tsc --noEmit -p tsconfig.later.json';
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json', '--', 'sh', '-c', command]);
    const answer = JSON.parse(stdout);
    expect({ exit, status: answer.status }).toEqual({ exit: 0, status: 'healed' });
    const [incident] = answer.incidents;
    expect(incident.attempts[0].verdict).toMatch(/broke|brought/);
    expect(repo.git('show', '--name-only', '--format=', incident.commit).split('\n')).toHaveLength(2);
  });

  it('escalates what it cannot prove, with one command that shows it', async () => {
    const repo = makeTested(LOGIC);
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json']);
    const answer = JSON.parse(stdout);
    expect({ exit, status: answer.status }).toEqual({ exit: 1, status: 'escalated' });
    const [incident] = answer.incidents;
    expect(incident).toMatchObject({
      outcome: 'escalated',
      fixer: null,
      patch: null,
      branch: null,
      proof: null,
    });
    const command = /```sh\n(.*)\n```/.exec(incident.escalation)?.[1] ?? '';
    expect(command).toContain('test/price.test.js');
    expect(repo.git('branch', '--list', 'dreamos/fix/*')).toBe('');
    expect((await dreamos(repo.dir, ['explain', incident.fingerprint.slice(0, 8)])).stdout).toContain(
      'halves',
    );
    const exact = await dreamos(repo.dir, ['heal', '--json', '--', 'sh', '-c', command]);
    expect(exact.exit).toBe(1);
  });

  it('makes one incident of fifty type errors from one missing export', async () => {
    const users = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [
        `src/use-${i}.ts`,
        `import { total } from './sum.js';\nexport const it${i}: number = total([${i}]);\n`,
      ]),
    );
    const repo = makeTyped({
      'src/sum.ts': 'export const totl = (all: number[]): number => all.reduce((a, b) => a + b, 0);\n',
      ...users,
    });
    const { stdout, exit } = await dreamos(repo.dir, ['heal', '--json', '--dry-run']);
    const answer = JSON.parse(stdout);
    expect(answer.incidents).toHaveLength(1);
    expect(answer.incidents[0].failures).toHaveLength(50);
    expect({ exit, outcome: answer.incidents[0].outcome, branch: answer.incidents[0].branch }).toEqual({
      exit: 0,
      outcome: 'healed',
      branch: null,
    });
    expect(repo.git('branch', '--list', 'dreamos/*')).toBe('');
  });

  it('calls a test that comes and goes flaky, with how often, and proposes nothing', async () => {
    // The home of checks is the one place that outlives a checkout, in a sandbox too.
    const repo = makeTested({
      'test/sometimes.test.js': `import assert from 'node:assert';\nimport { appendFileSync, readFileSync } from 'node:fs';\nimport { homedir } from 'node:os';\nimport { test } from 'node:test';\ntest('sometimes', () => {\n  const counter = homedir() + '/runs';\n  appendFileSync(counter, 'x');\n  assert.ok(readFileSync(counter, 'utf8').length % 2 === 0);\n});\n`,
    });
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json']);
    const answer = JSON.parse(stdout);
    expect({ exit, status: answer.status }).toEqual({ exit: 1, status: 'flaky' });
    expect(answer.incidents[0]).toMatchObject({
      outcome: 'flaky',
      patch: null,
      why: expect.stringMatching(/failed \d of \d runs/),
    });
  });

  it('ends by its budget, which begins when it is known what is red', async () => {
    const slow = (end: string) =>
      `import { test } from 'node:test';\ntest('slow', () => new Promise((end, fail) => setTimeout(${end}, 2000, new Error('late'))));\n`;
    const repo = makeTested({ 'test/slow.test.js': slow('fail') });
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json', '--budget', '1']);
    expect(exit).toBe(1);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      status: 'escalated',
      incidents: [{ outcome: 'escalated', why: 'the budget of 1 s was used up' }],
    });
    expect(answer.incidents[0].failures[0].message).toContain('late');
    repo.commit({ 'test/slow.test.js': slow('end') });
    const green = await dreamos(repo.dir, ['heal', '--json', '--budget', '1']);
    expect(JSON.parse(green.stdout)).toMatchObject({ status: 'green', incidents: [] });
  });

  it('brings a lockfile in step by its own package manager, and may touch nothing else for that', async () => {
    const root = { name: 'shop', version: '1.0.0', private: true };
    const lock = {
      ...root,
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name: 'shop', version: '1.0.0' } },
    };
    const repo = makeRepository({
      'package.json': JSON.stringify({ ...root, dependencies: { local: 'file:./local' } }),
      'package-lock.json': JSON.stringify(lock),
      'local/package.json': '{ "name": "local", "version": "1.0.0" }',
      '.gitignore': 'node_modules\n',
    });
    repo.write({ 'node_modules/local/package.json': '{ "name": "local", "version": "1.0.0" }' });
    const command = 'npm ci --offline --ignore-scripts --dry-run'.split(' ');
    const { exit, stdout } = await dreamos(repo.dir, ['heal', '--json', '--', ...command]);
    const [incident] = JSON.parse(stdout).incidents;
    expect({ exit, fixer: incident.fixer, outcome: incident.outcome }).toEqual({
      ...{ exit: 0, fixer: 'lockfile', outcome: 'healed' },
    });
    expect(repo.git('show', '--name-only', '--format=', incident.commit)).toBe('package-lock.json');
  });

  it('leaves paths alone that the config names, and keeps still when it is off', async () => {
    const repo = makeTyped({
      'src/a.ts': 'export const a: number = b;\n',
      '.github/dreamos.yml': 'leaveAlone: [src/**]\n',
    });
    expect(JSON.parse((await dreamos(repo.dir, ['heal', '--json'])).stdout)).toMatchObject({
      status: 'escalated',
      incidents: [{ outcome: 'refused' }],
    });
    repo.commit({ '.github/dreamos.yml': 'mode: off\n' });
    const off = await dreamos(repo.dir, ['heal', '--json']);
    expect({ exit: off.exit, ...JSON.parse(off.stdout) }).toMatchObject({
      exit: 3,
      status: 'refused',
      error: { code: 'refused' },
    });
  });

  it('hands checks no token and no home folder of the user', async () => {
    const repo = makeTested({
      'test/env.test.js':
        "import assert from 'node:assert';\nimport { test } from 'node:test';\ntest('env', () => {\n  assert.equal(process.env.SECRET_TOKEN, undefined);\n  assert.equal(process.env.CI, 'true');\n});\n",
    });
    expect((await dreamos(repo.dir, ['heal'])).exit).toBe(0);
  });
});

describe('mistakes', () => {
  it.each([
    [
      'not a repository',
      async () => makeFolder(),
      ['heal'],
      2,
      /^dreamos: .* is not in a git working tree\.\n {2}Run it inside a clone/,
    ],
    ['no folder', async () => makeFolder(), ['-C', 'nowhere', 'heal'], 2, /^dreamos: There is no folder /],
    [
      'no check',
      async () => makeRepository({ 'a.txt': 'a' }).dir,
      ['heal'],
      2,
      /^dreamos: No check was found/,
    ],
    [
      'an unknown check',
      async () => makeTested({}).dir,
      ['heal', '--check', 'tset'],
      2,
      /^dreamos: No check is named tset; did you mean test\?/,
    ],
    [
      'an unknown option',
      async () => makeFolder(),
      ['heal', '--fast'],
      2,
      /^dreamos: heal has no option --fast/,
    ],
    [
      'a bad config',
      async () => makeTested({ '.github/dreamos.yml': 'chekcs: {}\n' }).dir,
      ['heal'],
      2,
      /^dreamos: .*chekcs.*checks/s,
    ],
    [
      'a patch file that is not there',
      async () => makeFolder(),
      ['guard', 'no.patch'],
      2,
      /^dreamos: no\.patch cannot be read/,
    ],
  ])('says in a line what to do about %s', async (_what, make, words, exit, says) => {
    const dir = await make();
    const plain = await dreamos(dir, words);
    expect({ exit: plain.exit, stdout: plain.stdout }).toEqual({ exit, stdout: '' });
    expect(plain.stderr).toMatch(says);
    const json = JSON.parse((await dreamos(dir, [...words, '--json'])).stdout);
    expect(json).toMatchObject({
      status: 'error',
      error: { code: expect.any(String), message: expect.any(String), hint: expect.any(String) },
    });
  });

  it('says that a repository has no commits', async () => {
    const dir = makeFolder();
    const repo = makeRepository({ 'a.txt': 'a' }, dir);
    repo.git('update-ref', '-d', 'HEAD');
    expect(await dreamos(dir, ['heal'])).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/has no commits yet/),
    });
  });
});
