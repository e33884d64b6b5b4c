import { describe, expect, it } from '@jest/globals';
import { makeTested } from '../run.ts';
import { heal } from './survive.ts';

const BROKEN = {
  'src/slug.js': "export function slugfy(title) {\n  return title.toLowerCase().replaceAll(' ', '-');\n}\n",
  'test/slug.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slugify } from '../src/slug.js';\n\ntest('slugs', () => {\n  assert.equal(slugify('A B'), 'a-b');\n});\n",
};

describe('a machine as it is', () => {
  it('may have no git identity, and two heals at once make one branch', async () => {
    const repo = makeTested(BROKEN);
    const [one, two] = await Promise.all([1, 2].map(() => heal(repo.dir, ['heal', '--json'])));
    const branches = [one, two].map((answer) => answer?.json.incidents[0]?.branch);
    expect([one?.exit, two?.exit]).toEqual([0, 0]);
    expect(new Set(branches).size).toBe(1);
    expect(repo.git('branch', '--list', 'dreamos/*', '--format=%(refname:short)')).toBe(branches[0]);
    expect(repo.git('fsck', '--no-dangling')).toBe('');
    expect(repo.git('notes', '--ref=refs/notes/dreamos-proof', 'list').split('\n')).toHaveLength(1);
  });
});
