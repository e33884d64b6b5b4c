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
});
