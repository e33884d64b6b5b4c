import { describe, expect, it } from '@jest/globals';
import { findDefaultCommit } from '../../../src/adapters/git/default-branch.ts';
import { openGit } from '../../../src/adapters/git/git.ts';
import { makeFolder, makeRepository } from '../../make.ts';

const find = (dir: string) => findDefaultCommit(openGit({ dir }, { PATH: process.env.PATH ?? '' }));

function makeClone() {
  const origin = makeRepository({ 'a.txt': 'a\n' });
  origin.git('branch', '-M', 'trunk');
  const dir = makeFolder();
  origin.git('clone', '-q', origin.dir, dir);
  const git = (...words: string[]) =>
    origin.git('-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words);
  return { dir, git, head: git('rev-parse', 'HEAD') };
}

describe('findDefaultCommit', () => {
  it('takes the branch that origin calls its default, wherever HEAD is', async () => {
    const { dir, git, head } = makeClone();
    git('switch', '-q', '-c', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'aside');
    expect(await find(dir)).toBe(head);
  });

  it('counts what was merged there and is not pushed yet, but not what has left it', async () => {
    const { dir, git, head } = makeClone();
    git('commit', '-q', '--allow-empty', '-m', 'ahead');
    expect(await find(dir)).toBe(git('rev-parse', 'HEAD'));
    git('checkout', '-q', '--orphan', 'other');
    git('commit', '-q', '--allow-empty', '-m', 'unrelated');
    git('branch', '-f', 'trunk', 'other');
    expect(await find(dir)).toBe(head);
  });

  it('takes the usual name without a remote, and HEAD where there is none', async () => {
    const repo = makeRepository({ 'a.txt': 'a\n' });
    const first = repo.git('rev-parse', 'HEAD');
    repo.git('branch', '-M', 'master');
    repo.git('switch', '-q', '-c', 'work');
    repo.git('commit', '-q', '--allow-empty', '-m', 'aside');
    expect(await find(repo.dir)).toBe(first);
    repo.git('branch', '-D', 'master');
    expect(await find(repo.dir)).toBe(repo.git('rev-parse', 'HEAD'));
  });
});
