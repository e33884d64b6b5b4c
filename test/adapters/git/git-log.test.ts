import { describe, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { openGit } from '../../../src/adapters/git/git.ts';
import { GitLog } from '../../../src/adapters/git/git-log.ts';
import { makeRepository } from '../../make.ts';

const open = (dir: string) =>
  new GitLog(openGit({ dir }, toGitEnvironment({ PATH: process.env.PATH ?? '' })));

describe('GitLog', () => {
  it('blames a line on its commit, and a line that is not there on none', async () => {
    const { dir, commit } = makeRepository({ 'a b.txt': 'one\n' });
    const second = commit({ 'a b.txt': 'one\ntwo\n' });
    const third = commit({ 'a b.txt': 'one\n2\n' });
    const log = open(dir);
    expect(await log.blame(third, 'a b.txt', 2)).toBe(third);
    expect(await log.blame(second, 'a b.txt', 2)).toBe(second);
    expect(await log.blame(third, 'a b.txt', 3)).toBe(null);
    expect(await log.blame(third, 'gone', 1)).toBe(null);
  });

  it('knows commits that no branch has any more from those that it never had', async () => {
    const { dir, git, commit } = makeRepository({ a: '' });
    git('switch', '-q', '-c', 'given-up');
    const lost = [commit({ a: '1' }), commit({ a: '2' })];
    git('switch', '-q', 'main');
    const kept = commit({ a: '3' });
    const log = open(dir);
    expect(await log.dropped([...lost, kept])).toEqual(new Set());
    git('branch', '-D', 'given-up');
    expect(await log.dropped([...lost, kept, 'f'.repeat(40)])).toEqual(new Set(lost));
    git('update-ref', 'refs/remotes/origin/given-up', lost[0] ?? '');
    expect(await log.dropped(lost)).toEqual(new Set(lost.slice(1)));
  });

  it('tells what the newest commits changed, merges as a whole, and reads what is wanted', async () => {
    const { dir, git, commit } = makeRepository({ 'a.js': 'one\n', 'b c.js': 'one\n' });
    git('switch', '-q', '-c', 'side');
    commit({ 'a.js': 'two\n' });
    commit({ 'a.js': 'three\n', 'big.txt': 'x\n' });
    git('switch', '-q', 'main');
    const old = commit({ 'b c.js': 'two\n' });
    git('merge', '-q', '--no-ff', '-m', 'bring it', 'side');
    const merge = git('rev-parse', 'HEAD');
    const empty = commit({});
    const gone = commit({ 'b c.js': null, 'd.js': 'two\n' });
    const asked: (readonly string[])[] = [];
    const found = await open(dir).recent(gone, 4, (paths) => {
      asked.push(paths);
      return paths.filter((path) => path.endsWith('.js'));
    });
    expect(found.map(({ sha, parents }) => [sha, parents.length])).toEqual([
      ...[[gone, 1] as const, [empty, 1] as const, [merge, 2] as const, [old, 1] as const],
    ]);
    expect(asked).toEqual([['b c.js', 'd.js'], [], ['a.js', 'big.txt'], ['b c.js']]);
    const told = found.map(({ changes }) =>
      changes.map(({ path, before, after }) => [path, before, after].join('|')),
    );
    expect(told).toEqual([
      ['b c.js|two\n|', 'd.js||two\n'],
      [],
      ['a.js|one\n|three\n'],
      ['b c.js|one\n|two\n'],
    ]);
    expect((await open(dir).recent(gone, 100, () => [])).at(-1)?.parents).toEqual([]);
  });
});
