import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { IDENTITY } from '../../../src/adapters/git/git.ts';
import { Mirror } from '../../../src/adapters/git/mirror.ts';
import type { FakeGitHub, FakeRepo, FakeUser } from '../../fakes/github/fake-github.ts';
import { git, makeGitHub, makeToken } from '../../fakes/github/make-github.ts';
import { makeFolder } from '../../make.ts';

let github: FakeGitHub;
let repo: FakeRepo;
let ada: FakeUser;
let token: string;
const clone = makeFolder();
const home = makeFolder();

const open = (name = 'mirror.git', secret = () => token) =>
  new Mirror({
    ...{ dir: join(home, name), url: repo.cloneUrl, own: 'dreamos/', temp: join(home, 'temp') },
    token: async () => secret(),
    defaultBranch: 'main',
    sleep: async () => {},
    env: toGitEnvironment({ PATH: process.env.PATH ?? '', HOME: home }),
  });
/** The maintainer pushes a commit to a branch. */
const pushed = async (branch: string, message: string) => {
  await git(clone, 'commit', '-q', '--allow-empty', '-m', message);
  await git(clone, 'push', '-q', '--force', 'origin', `HEAD:refs/heads/${branch}`);
  return (await git(clone, 'rev-parse', 'HEAD')).trim();
};
const there = async (branch: string) => (await open('reader.git').sync()).branches.get(branch);

beforeAll(async () => {
  github = await makeGitHub();
  ada = github.addUser('ada');
  repo = await github.addRepo('ada', 'widgets', { isPrivate: true });
  token = await makeToken(github, github.install(repo));
  await git(clone, 'init', '-q', '-b', 'main');
  await git(clone, 'remote', 'add', 'origin', repo.cloneUrl.replace('://', `://ada:${ada.token}@`));
});

describe('Mirror', () => {
  it('says that the repository is empty until something is pushed', async () => {
    expect(await open().sync()).toEqual({ defaultBranch: 'main', head: null, branches: new Map() });
  });

  it('has what the forge has, and writes its token nowhere', async () => {
    const sha = await pushed('main', 'Begin');
    const mirror = open();
    expect(await mirror.sync()).toEqual({
      ...{ defaultBranch: 'main', head: sha, branches: new Map([['main', sha]]) },
    });
    const all = readdirSync(join(home, 'mirror.git'), { recursive: true, withFileTypes: true });
    const texts = all
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    const secret = Buffer.from(`x-access-token:${token}`).toString('base64');
    expect(texts.some((text) => text.includes(token) || text.includes(secret))).toBe(false);
  });

  it('is refused without a good token', async () => {
    await expect(open('other.git', () => 'nobody').sync()).rejects.toMatchObject({ code: 'git-failed' });
  });

  it('brings a branch of its own to the forge once', async () => {
    const mirror = open();
    await mirror.sync();
    const commit = await mirror.commit(
      'dreamos/configure',
      [{ path: '.github/dreamos.yml', text: '{}\n' }],
      'Ask\n',
    );
    expect(await mirror.push('dreamos/configure')).toBe('pushed');
    expect(await mirror.push('dreamos/configure')).toBe('unchanged');
    expect(await there('dreamos/configure')).toBe(commit);
    expect(await mirror.isOurs(commit)).toBe(true);
    const again = open();
    await again.sync();
    expect(
      await again.commit('dreamos/configure', [{ path: '.github/dreamos.yml', text: '{}\n' }], 'Ask\n'),
    ).toBe(commit);
  });

  it('replaces its own commits there, and never those of a person', async () => {
    const mirror = open();
    await mirror.sync();
    const other = await mirror.commit(
      'dreamos/configure',
      [{ path: 'other.txt', text: 'other\n' }],
      'Other\n',
    );
    expect(await mirror.push('dreamos/configure')).toBe('pushed');
    expect(await there('dreamos/configure')).toBe(other);
    await git(clone, 'fetch', '-q', 'origin');
    await git(clone, 'switch', '-q', '-c', 'dreamos/configure', 'origin/dreamos/configure');
    const persons = await pushed('dreamos/configure', 'A person goes on');
    await mirror.sync();
    await mirror.commit('dreamos/configure', [{ path: 'third.txt', text: 'third\n' }], 'Third\n');
    expect(await mirror.push('dreamos/configure')).toBe('rejected');
    await mirror.remove('dreamos/configure');
    expect(await there('dreamos/configure')).toBe(persons);
  });

  it('does not push over what came since it looked', async () => {
    const mirror = open();
    await git(clone, 'push', '-q', 'origin', ':refs/heads/dreamos/configure');
    await mirror.sync();
    await mirror.commit('dreamos/configure', [{ path: 'a.txt', text: 'a\n' }], 'A\n');
    const persons = await pushed('dreamos/configure', 'Quicker');
    expect(await mirror.push('dreamos/configure')).toBe('rejected');
    expect(await there('dreamos/configure')).toBe(persons);
  });

  it('tells what a hook or a rule of the forge says from what a person pushed', async () => {
    const mirror = open();
    await mirror.sync();
    await mirror.commit('dreamos/fix/test-9', [{ path: 'a.txt', text: 'a\n' }], 'A\n');
    const hook = join(repo.gitDir, 'hooks', 'pre-receive');
    const rules = 'GH013: Repository rule violations found\\n\\n- Cannot create ref.';
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nprintf 'error: ${rules}\\n' >&2\nexit 1\n`, { mode: 0o755 });
    try {
      expect(await mirror.push('dreamos/fix/test-9')).toEqual({ refused: 'Cannot create ref.' });
    } finally {
      rmSync(hook);
    }
    expect(await mirror.push('dreamos/fix/test-9')).toBe('pushed');
    await mirror.remove('dreamos/fix/test-9');
  });

  it('goes forward on a branch of a person where it is told to, and over nothing', async () => {
    await git(clone, 'switch', '-q', '-c', 'topic', 'origin/main');
    await git(clone, 'push', '-q', 'origin', 'topic');
    const mirror = open();
    await mirror.sync();
    const files = [{ path: 'b.txt', text: 'b\n' }];
    const commit = await mirror.commit('dreamos/fix/test-2', files, 'B\n', true);
    expect(await git(clone, 'ls-remote', 'origin', 'refs/heads/topic')).not.toContain(commit);
    expect(await mirror.advance('topic', commit)).toBe('pushed');
    expect(await mirror.advance('topic', commit)).toBe('unchanged');
    expect(await there('topic')).toBe(commit);
    expect((await mirror.log(commit, 1))[0]?.isSignedOff).toBe(true);
    expect(await mirror.advance('nowhere', commit)).toBe('rejected');
    const aside = await mirror.commit('dreamos/fix/test-2', [{ path: 'c.txt', text: 'c\n' }], 'C\n');
    expect(await mirror.advance('topic', aside)).toBe('rejected');
    await git(clone, 'pull', '-q', '--ff-only', 'origin', 'topic');
    const persons = await pushed('topic', 'Quicker again');
    // It was not looked at since: what was synced is there no more.
    expect(await mirror.advance('topic', aside)).toBe('rejected');
    expect(await there('topic')).toBe(persons);
    await git(clone, 'push', '-q', 'origin', ':refs/heads/topic');
  });

  it('tells what a branch of its own here has beyond a commit, and on what it stands', async () => {
    const mirror = open();
    const { head } = await mirror.sync();
    const base = head ?? '';
    const commit = await mirror.commit('dreamos/fix/test-3', [{ path: 'd.txt', text: 'd\n' }], 'D\n');
    expect(await mirror.added(base, 'dreamos/fix/test-3')).toEqual([{ sha: commit, parents: [base] }]);
    expect(await mirror.added(base, commit)).toEqual([{ sha: commit, parents: [base] }]);
    expect(await mirror.added(commit, commit)).toEqual([]);
    expect(await mirror.added(base, 'dreamos/fix/nowhere')).toEqual([]);
  });

  it('leaves nothing of a run that did not end, and pushes no branch of others', async () => {
    const mirror = open();
    await mirror.sync();
    await mirror.commit('dreamos/fix/test-1', [{ path: 'a.txt', text: 'a\n' }], 'A\n');
    await mirror.sync();
    expect(existsSync(join(home, 'mirror.git/refs/heads/dreamos/fix/test-1'))).toBe(false);
    await expect(mirror.push('main')).rejects.toMatchObject({ code: 'internal' });
    const sha = (await mirror.sync()).head ?? '';
    const begin = { sha, subject: 'Begin', isSignedOff: false };
    expect(await mirror.log(sha, 5)).toEqual([begin]);
    expect(await mirror.log(sha, 5, sha)).toEqual([]);
    expect(await mirror.log(sha, 5, 'f'.repeat(40))).toEqual([]);
    expect(IDENTITY.email).not.toBe('ada@example.com');
  });

  it('packs what many fetches brought, and clears what was cut off', async () => {
    const dir = join(home, 'mirror.git');
    const packs = () =>
      readdirSync(join(dir, 'objects', 'pack')).filter((name) => name.endsWith('.pack')).length;
    const tree = (await git(clone, 'rev-parse', 'HEAD^{tree}')).trim();
    const early = await open().sync();
    for (let n = 0; n <= 50; n += 1) {
      const sha = (await git(clone, 'commit-tree', tree, '-m', `Pack ${n}`)).trim();
      const args = ['-C', clone, 'pack-objects', '-q', join(dir, 'objects/pack/pack')];
      execFileSync('git', args, { input: `${sha}\n` });
    }
    writeFileSync(join(dir, 'objects/pack/tmp_pack_x'), 'half');
    expect(packs()).toBeGreaterThan(50);
    // It was looked at lately.
    expect(await open().sync()).toEqual(early);
    expect(packs()).toBeGreaterThan(50);
    expect(existsSync(join(dir, 'objects/pack/tmp_pack_x'))).toBe(false);
    utimesSync(join(dir, 'packed-at'), 0, 0);
    expect(await open().sync()).toEqual(early);
    expect(packs()).toBeLessThan(10);
  });

  it('brings a commit of no branch when it is asked for, and none that nobody asked for', async () => {
    await git(clone, 'switch', '-q', '--detach', 'origin/main');
    const strange = await pushed('strange', 'Of a stranger');
    await git(repo.gitDir, 'update-ref', 'refs/pull/7/head', strange);
    await git(clone, 'push', '-q', 'origin', ':refs/heads/strange');
    const mirror = open('strange.git');
    const { head } = await mirror.sync();
    const has = () => git(join(home, 'strange.git'), 'cat-file', '-t', strange).catch(() => 'missing');
    expect(await has()).toBe('missing');
    expect(await mirror.mergeBase(head ?? '', strange)).toBe(head);
    expect(await has()).toBe('commit');
    await mirror.pointAt(strange);
    await expect(mirror.pointAt('1'.repeat(40))).rejects.toMatchObject({ code: 'not-found' });
  });
});
