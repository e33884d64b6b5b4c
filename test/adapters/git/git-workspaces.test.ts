import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { patchOf } from '../../../src/domain/patch.ts';
import { hashFolder, makeFolder, makeRepository } from '../../make.ts';
import { openAdapters } from './open.ts';

const FILES = {
  'a.txt': 'one\n',
  'dir/b.txt': 'two\n',
  'name with ü and "quote".txt': 'three\n',
  '.gitignore': 'ignored/\n',
};

describe('GitWorkspaces', () => {
  it('lends a checkout of the commit and leaves the repository byte-identical', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository, temp } = await openAdapters(repo.dir);
    repo.write({ 'a.txt': 'changed on disk\n', 'untracked.txt': 'mine\n' });
    const before = hashFolder(repo.dir);
    await workspaces.use(repository.head, async (workspace) => {
      expect(await workspace.read('a.txt')).toBe('one\n');
      expect(await workspace.read('untracked.txt')).toBeNull();
      expect([...(await workspace.files())].sort()).toEqual(Object.keys(FILES).sort());
      writeFileSync(join(workspace.root, 'a.txt'), 'scribbled');
    });
    expect(hashFolder(repo.dir)).toBe(before);
    expect(readdirSync(temp)).toEqual([]);
  });

  it('gives the repository’s own tools a git folder that is not ours', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository } = await openAdapters(repo.dir);
    await workspaces.use(repository.head, async (workspace) => {
      const ran = await workspace.run('git status --porcelain && git log --oneline | wc -l', {
        timeoutMs: 10_000,
      });
      expect(ran).toMatchObject({ exit: 0, output: '1\n' });
      await workspace.run('git config core.fsmonitor "touch planted" && git config core.hooksPath hooks', {
        timeoutMs: 10_000,
      });
      await workspace.apply(patchOf('x', [{ path: 'a.txt', before: 'one\n', after: 'uno\n' }]));
      expect(await workspace.diff()).toContain('+uno');
      expect(existsSync(join(workspace.root, 'planted'))).toBe(false);
    });
  });

  it('goes back to base after anything, but keeps what is ignored', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository } = await openAdapters(repo.dir);
    await workspaces.use(repository.head, async (workspace) => {
      writeFileSync(join(workspace.root, 'a.txt'), 'two\n');
      writeFileSync(join(workspace.root, 'new.txt'), 'new');
      mkdirSync(join(workspace.root, 'ignored'));
      writeFileSync(join(workspace.root, 'ignored', 'cache'), 'warm');
      await workspace.run('git rm -q dir/b.txt && chmod +x a.txt', { timeoutMs: 10_000 });
      await workspace.reset();
      expect(readFileSync(join(workspace.root, 'a.txt'), 'utf8')).toBe('one\n');
      expect(statSync(join(workspace.root, 'a.txt')).mode & 0o111).toBe(0);
      expect(existsSync(join(workspace.root, 'dir/b.txt'))).toBe(true);
      expect(existsSync(join(workspace.root, 'new.txt'))).toBe(false);
      expect(existsSync(join(workspace.root, 'ignored', 'cache'))).toBe(true);
      expect(await workspace.diff()).toBe('');
    });
  });

  it('shows what changed as data and as a patch that git takes', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository } = await openAdapters(repo.dir);
    const patch = patchOf('change three files', [
      { path: 'a.txt', before: 'one\n', after: 'uno' },
      { path: 'name with ü and "quote".txt', before: 'three\n', after: null },
      { path: 'deep/new.txt', before: null, after: 'nuevo\n' },
    ]);
    const diff = await workspaces.use(repository.head, async (workspace) => {
      expect(await workspace.apply(patch)).toEqual({ applied: true });
      const changes = await workspace.changes();
      expect(changes.map(({ path, before, after }) => [path, before, after])).toEqual([
        ['a.txt', 'one\n', 'uno'],
        ['deep/new.txt', null, 'nuevo\n'],
        ['name with ü and "quote".txt', 'three\n', null],
      ]);
      return workspace.diff();
    });
    writeFileSync(join(repo.dir, '..', 'it.patch'), diff);
    const other = makeRepository(FILES);
    writeFileSync(join(other.dir, '.git', 'it.patch'), diff);
    other.git('apply', '.git/it.patch');
    expect(readFileSync(join(other.dir, 'a.txt'), 'utf8')).toBe('uno');
    expect(existsSync(join(other.dir, 'name with ü and "quote".txt'))).toBe(false);
  });

  it('keeps the executable bit of a file that a patch changes', async () => {
    const repo = makeRepository(FILES);
    chmodSync(join(repo.dir, 'a.txt'), 0o755);
    const sha = repo.commit({});
    const { workspaces } = await openAdapters(repo.dir);
    await workspaces.use(sha, async (workspace) => {
      await workspace.apply(patchOf('x', [{ path: 'a.txt', before: 'one\n', after: 'uno\n' }]));
      expect(await workspace.diff()).not.toContain('mode');
    });
  });

  it.each([
    ['a path outside', '../outside.txt'],
    ['an absolute path', '/tmp/outside.txt'],
    ['the git folder', '.git/config'],
    ['the git folder in capitals', '.GIT/config'],
    ['a path through a link', 'link/inside.txt'],
  ])('refuses to write %s', async (_what, path) => {
    const repo = makeRepository(FILES);
    const outside = makeFolder();
    symlinkSync(outside, join(repo.dir, 'link'));
    const sha = repo.commit({});
    const { workspaces } = await openAdapters(repo.dir);
    await workspaces.use(sha, async (workspace) => {
      const good = { path: 'a.txt', before: 'one\n', after: 'uno\n' };
      const applied = await workspace.apply(patchOf('x', [good, { path, before: null, after: 'x' }]));
      expect(applied.applied).toBe(false);
      expect(await workspace.read('a.txt')).toBe('one\n');
    });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('says why a patch does not fit', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository } = await openAdapters(repo.dir);
    await workspaces.use(repository.head, async (workspace) => {
      const stale = patchOf('x', [{ path: 'a.txt', before: 'something else\n', after: 'uno\n' }]);
      expect(await workspace.apply(stale)).toEqual({
        applied: false,
        why: 'a.txt is not what the patch was made for',
      });
    });
  });

  it('removes its folders when the work throws, and those of dead processes on clean', async () => {
    const repo = makeRepository(FILES);
    const { workspaces, repository, temp } = await openAdapters(repo.dir);
    await expect(
      workspaces.use(repository.head, async () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    expect(readdirSync(temp)).toEqual([]);
    mkdirSync(join(temp, 'run-999999999-abcd', 'tree'), { recursive: true });
    mkdirSync(join(temp, `run-${process.pid}-abcd`));
    expect(await workspaces.clean()).toEqual([join(temp, 'run-999999999-abcd')]);
    expect(readdirSync(temp)).toEqual([`run-${process.pid}-abcd`]);
  });
});
