import { describe, expect, it } from '@jest/globals';
import { entryPath } from '../../../src/lore/entry-path.ts';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

describe('lore doctor', () => {
  it('notes what happens by itself, and ends with 1 where a person must act', async () => {
    const { dir, git, commit } = makeRepository({ 'a.ts': 'x' });
    const stale = makeEntry({ cites: [{ path: 'a.ts', blob: git('rev-parse', 'HEAD:a.ts') }] });
    commit({ 'a.ts': 'y', [entryPath(stale)]: renderEntry(stale) });
    const noted = await dreamos(dir, ['lore', 'doctor']);
    expect(noted).toMatchObject({ exit: 0, stderr: '' });
    expect(noted.stdout).toMatch(/^stale: lore\/2026\/11\/\S+\.md: a file that it cites has changed\n/);

    const twin = { ...stale, id: stale.id.replace(/W$/, 'X') };
    commit({ [entryPath(twin)]: renderEntry(twin), 'lore/2026/11/bad.md': 'x' });
    const found = await dreamos(dir, ['lore', 'doctor', '--json']);
    expect(found.exit).toBe(1);
    const { status, entries, findings } = JSON.parse(found.stdout);
    expect({ status, entries }).toEqual({ status: 'flawed', entries: 2 });
    expect(findings).toMatchObject([
      { rule: 'duplicate', level: 'mend', ids: [stale.id, twin.id] },
      { rule: 'unreadable', paths: ['lore/2026/11/bad.md'] },
      { rule: 'stale' },
      { rule: 'stale' },
    ]);
  }, 180_000);
});
