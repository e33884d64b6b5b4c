import { describe, expect, it } from '@jest/globals';
import type { FileChange } from '../../src/domain/patch.ts';
import { patchOf } from '../../src/domain/patch.ts';
import { citesAfter } from '../../src/lore/cites-after.ts';
import { makeRepository } from '../make.ts';

const change = (path: string, before: string | null, after: string | null): FileChange => ({
  path,
  renamedFrom: null,
  before,
  after,
  beforeMode: before === null ? null : '100644',
  afterMode: after === null ? null : '100644',
  binary: false,
});

describe('citesAfter', () => {
  it('names files as git will once the fix is merged, and others as they were', () => {
    const repo = makeRepository({ 'a.js': 'fixed: ä\n', 'b.js': 'b\n', 'new.js': 'new\n' });
    const now = (path: string) => repo.git('rev-parse', `HEAD:${path}`);
    const old = '1'.repeat(40);
    const cites = ['a.js', 'b.js', 'gone.js'].map((path) => ({
      path,
      blob: path === 'b.js' ? now(path) : old,
    }));
    const patch = patchOf('mend', [
      change('a.js', 'broken\n', 'fixed: ä\n'),
      change('new.js', null, 'new\n'),
      change('gone.js', 'gone\n', null),
    ]);
    expect(citesAfter(cites, patch, repo.git('rev-parse', 'HEAD'))).toEqual(
      ['a.js', 'new.js', 'b.js'].map((path) => ({ path, blob: now(path) })),
    );
  });
});
