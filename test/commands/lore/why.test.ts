import { describe, expect, it } from '@jest/globals';
import { entryPath } from '../../../src/lore/entry-path.ts';
import { renderEntry } from '../../../src/lore/markdown.ts';
import { dreamos } from '../../e2e/run.ts';
import { makeEntry } from '../../lore/make.ts';
import { makeRepository } from '../../make.ts';

const idOf = (digit: number) => `01M862KT9SD9W76CY6B9CVDT0${digit}`;

describe('lore why', () => {
  it('says who wrote the line, and marks what has changed since', async () => {
    const { dir, git, commit } = makeRepository({ 'src/a.ts': 'one\ntwo\n', 'src/b.ts': '' });
    const stale = { path: 'src/a.ts', blob: git('rev-parse', 'HEAD:src/a.ts') };
    const fix = commit({ 'src/a.ts': 'one\n2\n' }, 'fix: two');
    const fresh = { path: 'src/a.ts', blob: git('rev-parse', 'HEAD:src/a.ts') };
    const entries = [
      makeEntry({
        id: idOf(0),
        kind: 'fix',
        files: ['src/a.ts'],
        head: fix,
        cites: [stale],
        outcome: 'proposed',
      }),
      makeEntry({ id: idOf(1), kind: 'failure', cites: [stale] }),
      makeEntry({ id: idOf(2), cites: [fresh] }),
      makeEntry({ id: idOf(3), files: ['src/a.ts'] }),
      makeEntry({ id: idOf(4), supersedes: [idOf(3)] }),
      makeEntry({ id: idOf(5), kind: 'outcome', refers: [idOf(0)], outcome: 'merged' }),
      makeEntry({ id: idOf(6), files: ['src/b.ts'] }),
    ];
    commit(Object.fromEntries(entries.map((entry) => [entryPath(entry), renderEntry(entry)])));

    const line = JSON.parse((await dreamos(dir, ['lore', 'why', 'src/a.ts:2', '--json'])).stdout);
    expect(line).toMatchObject({
      path: 'src/a.ts',
      line: 2,
      total: 3,
      commit: { sha: fix, subject: 'fix: two' },
    });
    expect(line.entries).toMatchObject([
      { id: idOf(0), outcome: 'merged', state: 'stale', wroteLine: true },
      { id: idOf(2), state: 'fresh', wroteLine: false },
      { id: idOf(1), state: 'stale', wroteLine: false },
    ]);
    const told = await dreamos(`${dir}/src`, ['lore', 'why', './a.ts:1', '--limit', '1']);
    expect(told).toMatchObject({ exit: 0, stderr: '' });
    expect(told.stdout).toContain('src/a.ts:1 is of ');
    expect(told.stdout).toContain('… and 2 more: --limit 3');

    commit({ 'src/a.ts': null });
    expect((await dreamos(dir, ['lore', 'why', 'src/a.ts'])).stdout).toContain('broken: the file is gone');
  }, 180_000);

  it.each([
    ['gone.ts', 'no file of HEAD'],
    ['a.ts:9', 'has no line 9'],
    ['../a.ts', 'not in the repository'],
  ])(
    'refuses %s',
    async (place, why) => {
      const { dir } = makeRepository({ 'a.ts': 'x\n' });
      const ended = await dreamos(dir, ['lore', 'why', place]);
      expect(ended).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining(why) });
    },
    180_000,
  );
});
