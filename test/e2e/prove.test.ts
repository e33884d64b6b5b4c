import { describe, expect, it } from '@jest/globals';
import { dreamos, makeTested } from './run.ts';

const SOURCE = 'export const half = (cents) => cents;\n';
const FIXED = 'export const half = (cents) => cents / 2;\n';
const TEST =
  "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { half } from '../src/price.js';\n\ntest('halves', () => {\n  assert.equal(half(10), 5);\n});\n";

/** A linter of its own: prints as compilers do. */
const LINT =
  "const fs = require('node:fs');\nfor (const name of fs.readdirSync('src'))\n  if (fs.readFileSync(`src/${name}`, 'utf8').includes('BAD')) {\n    console.log(`src/${name}(1,1): error TS1005: bad word`);\n    process.exitCode = 2;\n  }\n";

async function prove(
  base: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
) {
  const repo = makeTested(base);
  repo.git('checkout', '-q', '-b', 'person');
  repo.commit(change, 'a person’s change');
  const { exit, stdout } = await dreamos(repo.dir, ['prove', 'main..person', '--json']);
  return { exit, answer: JSON.parse(stdout) };
}

describe('prove', () => {
  it('proves a good change', async () => {
    const { exit, answer } = await prove(
      { 'src/price.js': SOURCE, 'test/price.test.js': TEST },
      { 'src/price.js': FIXED },
    );
    expect({ exit, ...answer }).toMatchObject({
      exit: 0,
      status: 'proved',
      missing: [],
      checks: [{ check: 'test', result: 'fixed', withNewTests: false }],
    });
  });

  it('proves a fix that brings its own test, by laying that test over base', async () => {
    const green = "import { test } from 'node:test';\ntest('nothing', () => {});\n";
    const { exit, answer } = await prove(
      { 'src/price.js': SOURCE, 'test/other.test.js': green },
      { 'src/price.js': FIXED, 'test/price.test.js': TEST },
    );
    expect({ exit, ...answer }).toMatchObject({
      exit: 0,
      status: 'proved',
      checks: [{ result: 'fixed', withNewTests: true }],
    });
  });

  it('does not prove one that weakens a test', async () => {
    const weak = TEST.replace('assert.equal(half(10), 5)', 'assert.ok(half(10))');
    const { exit, answer } = await prove(
      { 'src/price.js': SOURCE, 'test/price.test.js': TEST },
      { 'test/price.test.js': weak },
    );
    expect({ exit, status: answer.status, allowed: answer.guard.allowed }).toEqual({
      exit: 1,
      status: 'unproved',
      allowed: false,
    });
    expect(answer.missing.join('\n')).toContain('guard: test/price.test.js');
  });

  it('does not prove one that leaves it red, or that breaks what was green', async () => {
    const wrong = await prove(
      { 'src/price.js': SOURCE, 'test/price.test.js': TEST },
      { 'src/price.js': 'export const half = (cents) => cents / 3;\n' },
    );
    expect(wrong.exit).toBe(1);
    const broke = await prove(
      { 'src/price.js': FIXED, 'test/price.test.js': TEST },
      { 'src/price.js': SOURCE },
    );
    expect({ exit: broke.exit, result: broke.answer.checks[0].result }).toEqual({ exit: 1, result: 'broke' });
  });

  it('says that nothing was red where nothing was', async () => {
    const { exit, answer } = await prove(
      { 'src/price.js': FIXED, 'test/price.test.js': TEST },
      { 'src/price.js': `// a word\n${FIXED}` },
    );
    expect(exit).toBe(1);
    expect(answer.missing).toEqual([expect.stringContaining('no check was red at base')]);
  });

  it('says that a head behind its base has no change', async () => {
    const repo = makeTested({ 'src/price.js': SOURCE, 'test/price.test.js': TEST });
    repo.git('branch', 'old');
    repo.commit({ 'src/price.js': FIXED }, 'ahead');
    const { exit, stderr } = await dreamos(repo.dir, ['prove', 'main..old']);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining('old is behind main') });
  });

  it('does not prove one that deletes what was red', async () => {
    const repo = makeTested({ 'lint.cjs': LINT, 'src/dead.js': 'BAD\n', 'src/live.js': 'fine\n' });
    repo.git('checkout', '-q', '-b', 'person');
    repo.commit({ 'src/dead.js': null }, 'a person’s change');
    const { exit, stdout } = await dreamos(repo.dir, [
      'prove',
      'main..person',
      '--json',
      '--',
      'node',
      'lint.cjs',
    ]);
    const { missing } = JSON.parse(stdout);
    expect({ exit, missing }).toEqual({ exit: 1, missing: [expect.stringContaining('src/dead.js')] });
  });

  it('repeats the proof of a fix branch on a clone, and knows its record', async () => {
    const repo = makeTested({
      'src/slug.js': 'export function slugfy(title) {\n  return title.toLowerCase();\n}\n',
      'test/slug.test.js':
        "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { slugify } from '../src/slug.js';\ntest('slugs', () => assert.equal(slugify('A'), 'a'));\n",
    });
    const healed = JSON.parse((await dreamos(repo.dir, ['heal', '--json'])).stdout);
    const { branch } = healed.incidents[0];
    const proved = await dreamos(repo.dir, ['prove', branch, '--json']);
    expect({ exit: proved.exit, ...JSON.parse(proved.stdout) }).toMatchObject({
      exit: 0,
      status: 'proved',
      recorded: 'matches',
    });
    expect((await dreamos(repo.dir, ['apply', branch])).exit).toBe(0);
    expect(repo.git('diff', '--stat')).toContain('src/slug.js');
    expect((await dreamos(repo.dir, ['apply', branch])).exit).toBe(2);
    const cleaned = await dreamos(repo.dir, ['clean', '--branches', '--json']);
    expect(JSON.parse(cleaned.stdout).deleted).toEqual([branch]);
  });
});
