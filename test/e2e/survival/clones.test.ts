import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { requireSnapshot, withSnapshot } from '../../../src/adapters/git/working-tree.ts';
import { patchOf } from '../../../src/domain/patch.ts';
import { openAdapters } from '../../adapters/git/open.ts';
import { hashFolder, makeFolder, makeRepository } from '../../make.ts';

const FILES = { 'a.txt': 'one\n', 'deep/b.txt': 'two\n', '.gitignore': 'ignored/\nnode_modules/\n' };

function git(cwd: string, ...words: string[]): string {
  const allowed = ['-c', 'protocol.file.allow=always', '-c', 'uploadpack.allowFilter=true'];
  const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...allowed, ...words], { cwd, encoding: 'utf8', env, stdio: 'pipe' }).trim();
}

function makeOrigin() {
  const origin = makeRepository(FILES);
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  origin.commit({ 'a.txt': 'uno\n' });
  return origin;
}

function clone(...options: string[]): string {
  const dir = join(makeFolder(), 'clone');
  git('/', 'clone', '-q', ...options, `file://${makeOrigin().dir}`, dir);
  return dir;
}

/** Lends a checkout of HEAD, lets `work` see it, and sees that the repository is as it was. */
async function look(dir: string, work: (root: string) => void = () => {}): Promise<readonly string[]> {
  const before = hashFolder(dir);
  const { workspaces, repository } = await openAdapters(dir);
  await workspaces.use(repository.head, async (workspace) => {
    work(workspace.root);
    expect(await workspace.diff()).toBe('');
    writeFileSync(join(workspace.root, 'a.txt'), 'scribbled\n');
    await workspace.run('true', { timeoutMs: 10_000 });
    await workspace.reset();
    expect(await workspace.read('a.txt')).toBe('uno\n');
  });
  expect(hashFolder(dir)).toBe(before);
  return workspaces.notes();
}

describe('a clone as it is', () => {
  it('may have a detached HEAD', async () => {
    const dir = clone();
    git(dir, 'checkout', '-q', '--detach');
    expect(await look(dir)).toEqual([]);
  });

  it('may be shallow', async () => {
    const dir = clone('--depth', '1');
    expect(existsSync(join(dir, '.git', 'shallow'))).toBe(true);
    expect(await look(dir)).toEqual([]);
  });

  it('may be bare: there is no tree that could be dirty, and none to apply to', async () => {
    const dir = clone('--bare');
    await look(dir);
    const { repository, history } = await openAdapters(dir);
    expect(repository.tree).toBeNull();
    expect(await history.isDirty()).toBe(false);
    await expect(history.checkoutChange('HEAD', 'HEAD')).rejects.toMatchObject({ code: 'bad-usage' });
  });

  it('may be a linked worktree: the work is its HEAD’s, and the main tree stays as it is', async () => {
    const dir = clone();
    const linked = join(dir, '..', 'linked');
    git(dir, 'worktree', 'add', '-q', '-b', 'side', linked);
    const before = hashFolder(dir);
    expect(await look(linked)).toEqual([]);
    expect(hashFolder(dir)).toBe(before);
    writeFileSync(join(linked, 'a.txt'), 'changed\n');
    expect(await (await openAdapters(linked)).history.isDirty()).toBe(true);
    expect(await (await openAdapters(dir)).history.isDirty()).toBe(false);
  });

  it('may be sparse: a checkout has all files, and what is not on disk is no change', async () => {
    const dir = clone('--sparse');
    expect(existsSync(join(dir, 'deep'))).toBe(false);
    await look(dir, (root) => expect(existsSync(join(root, 'deep', 'b.txt'))).toBe(true));
    expect(await (await openAdapters(dir)).history.isDirty()).toBe(false);
  });

  it('may be partial and whole: old contents are missing, and none is fetched', async () => {
    const dir = clone('--filter=blob:none');
    expect(await look(dir)).toEqual([]);
    const { history } = await openAdapters(dir);
    const first = await history.resolve('HEAD~1');
    expect(await history.read(String(first), 'a.txt')).toBeNull();
    expect(git(dir, 'cat-file', '-p', 'HEAD~1:a.txt')).toBe('one');
  });

  it('may be partial and sparse: what the clone lacks is left out, and said', async () => {
    const dir = clone('--filter=blob:none', '--sparse');
    const { workspaces, repository } = await openAdapters(dir, { isSparse: true });
    await workspaces.use(repository.head, async (workspace) => {
      expect(existsSync(join(workspace.root, 'deep', 'b.txt'))).toBe(false);
      expect(await workspace.diff()).toBe('');
      await workspace.apply(patchOf('x', [{ path: 'a.txt', before: 'uno\n', after: 'eins\n' }]));
      expect(await workspace.diff()).not.toContain('deep');
    });
    expect(await workspaces.notes()).toEqual([expect.stringContaining('1 file outside the sparse checkout')]);
  });

  it('says what to fetch where a partial clone lacks files of the commit', async () => {
    const dir = clone('--filter=blob:none', '--no-checkout');
    await expect(look(dir)).rejects.toMatchObject({
      code: 'incomplete-clone',
      message: expect.stringContaining('nothing is fetched behind your back'),
    });
    git(dir, 'fetch', '-q', '--refetch', '--no-filter');
    git(dir, 'checkout', '-q', 'HEAD', '--', '.');
    await look(dir);
  });

  it('may have names with spaces, newlines and what is not ASCII, in its own path too', async () => {
    const dir = join(makeFolder(), 'a folder\nwith “all” of it');
    mkdirSync(dir);
    const names = ['a b.txt', 'line\nbreak.txt', 'ü/ñandú "x".txt', '-dash.txt'];
    const repo = makeRepository(Object.fromEntries(names.map((name) => [name, 'one\n'])), dir);
    const { workspaces, repository, history } = await openAdapters(join(repo.dir, 'ü'));
    expect(repository).toMatchObject({ root: dir, prefix: 'ü' });
    expect([...(await history.files(repository.head))].sort()).toEqual([...names].sort());
    const edits = names.map((path) => ({ path, before: 'one\n', after: 'uno\n' }));
    const diff = await workspaces.use(repository.head, async (workspace) => {
      expect(await workspace.apply(patchOf('x', edits))).toEqual({ applied: true });
      expect((await workspace.changes()).map(({ path }) => path).sort()).toEqual([...names].sort());
      return workspace.diff();
    });
    execFileSync('git', ['apply', '-'], { cwd: dir, input: diff });
    expect(readFileSync(join(dir, 'line\nbreak.txt'), 'utf8')).toBe('uno\n');
  });

  it('may have CRLF: in git, by attribute, or by the user’s setting; patches keep it', async () => {
    const crlf = 'one\r\ntwo\r\n';
    const repo = makeRepository({
      'in-git.txt': crlf,
      'by-attribute.txt': 'one\ntwo\n',
      '.gitattributes': 'by-attribute.txt text eol=crlf\n',
    });
    const { workspaces, repository, history } = await openAdapters(repo.dir);
    const diff = await workspaces.use(repository.head, async (workspace) => {
      const edits = ['in-git.txt', 'by-attribute.txt'].map((path) => ({
        path,
        before: crlf,
        after: 'one\r\nzwei\r\n',
      }));
      expect(await workspace.apply(patchOf('x', edits))).toEqual({ applied: true });
      // As read from history, where the attribute's file has plain line ends.
      await workspace.reset();
      const plain = [{ path: 'by-attribute.txt', before: 'one\ntwo\n', after: 'one\nzwei\n' }];
      expect(await workspace.apply(patchOf('x', [...edits.slice(0, 1), ...plain]))).toEqual({
        applied: true,
      });
      expect(await workspace.read('by-attribute.txt')).toBe('one\r\nzwei\r\n');
      return workspace.diff();
    });
    expect(diff).toContain('+zwei\r\n');
    expect(diff).toContain('+zwei\n');
    execFileSync('git', ['apply', '-'], { cwd: repo.dir, input: diff });
    expect(readFileSync(join(repo.dir, 'in-git.txt'), 'utf8')).toBe('one\r\nzwei\r\n');
    repo.git('checkout', '-q', '--', '.');
    repo.git('config', 'core.autocrlf', 'true');
    rmSync(join(repo.dir, 'by-attribute.txt'));
    repo.git('checkout', '-q', '--', '.');
    expect(await history.isDirty()).toBe(false);
  });

  it('has pointers of git LFS as pointers, and says so', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
    const repo = makeRepository({
      'a.txt': 'uno\n',
      'logo.png': pointer,
      '.gitattributes': '*.png filter=lfs diff=lfs merge=lfs -text\n',
    });
    const notes = await look(repo.dir, (root) =>
      expect(readFileSync(join(root, 'logo.png'), 'utf8')).toBe(pointer),
    );
    expect(notes).toEqual(['1 file of git LFS is a pointer in the checkout, not the content: logo.png']);
  });

  it('may have submodules: those that are there come with it, those that are not are named', async () => {
    const lib = makeRepository({ 'lib.txt': 'lib\n' });
    const repo = makeRepository({ 'a.txt': 'uno\n' });
    for (const name of ['here', 'gone']) git(repo.dir, 'submodule', '-q', 'add', lib.dir, name);
    repo.commit({});
    repo.git('submodule', 'deinit', '-q', '-f', 'gone');
    const notes = await look(repo.dir, (root) => {
      expect(readFileSync(join(root, 'here', 'lib.txt'), 'utf8')).toBe('lib\n');
      expect(readdirSync(join(root, 'gone'))).toEqual([]);
      writeFileSync(join(root, 'here', 'lib.txt'), 'scribbled\n');
    });
    expect(notes).toEqual([expect.stringContaining('git submodule update --init gone')]);
  });

  it('may be dirty: its working tree is one commit in a store of ours, ignored files left out', async () => {
    const dir = clone();
    writeFileSync(join(dir, 'a.txt'), 'staged\n');
    git(dir, 'add', 'a.txt');
    writeFileSync(join(dir, 'a.txt'), 'on disk\n');
    writeFileSync(join(dir, 'untracked name.txt'), 'new\n');
    rmSync(join(dir, 'deep', 'b.txt'));
    mkdirSync(join(dir, 'ignored'));
    writeFileSync(join(dir, 'ignored', 'secret'), 'x');
    symlinkSync('/nowhere', join(dir, 'node_modules'));
    const before = hashFolder(dir);
    const { repository, temp, history } = await openAdapters(dir);
    expect(await history.isDirty()).toBe(true);
    const env = { PATH: process.env.PATH ?? '' };
    const shot = await requireSnapshot({ repository, temp, env }, join(temp, 'store-1-tree'));
    const { git: overlay } = withSnapshot(repository, shot, env);
    expect((await overlay.text(['ls-tree', '-r', '--name-only', shot.sha])).trim().split('\n')).toEqual([
      '.gitignore',
      'a.txt',
      'untracked name.txt',
    ]);
    expect(await overlay.text(['cat-file', '-p', `${shot.sha}:a.txt`])).toBe('on disk\n');
    expect(await overlay.word(['rev-parse', `${shot.sha}^`])).toBe(repository.head);
    expect(hashFolder(dir)).toBe(before);
  });
});
