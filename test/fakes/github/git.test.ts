import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeFolder } from '../../make.ts';
import { commit, git, makeHook, makeToken, makeWidgets, urlWith, type Widgets } from './make-github.ts';

let at: Widgets;
beforeAll(async () => {
  at = await makeWidgets();
});

describe('git over HTTP', () => {
  it('clones for anybody, and pushes for whoever may write', async () => {
    const { github, repo, installation, dir } = at;
    const there = makeFolder();
    await git(there, 'clone', '-q', repo.cloneUrl, 'c');
    expect(await git(`${there}/c`, 'rev-parse', 'HEAD')).toBe(await git(dir, 'rev-parse', 'HEAD'));
    const bob = github.addUser('bob');
    await commit(`${there}/c`, { x: '1' }, 'x');
    await expect(git(`${there}/c`, 'push', urlWith(repo, bob.token), 'HEAD:x')).rejects.toThrow('403');
    await expect(git(`${there}/c`, 'push', repo.cloneUrl, 'HEAD:x')).rejects.toThrow(
      /could not read|Authentication/,
    );
    const reader = await makeToken(github, installation, { permissions: { contents: 'read' } });
    await expect(git(`${there}/c`, 'push', urlWith(repo, reader), 'HEAD:x')).rejects.toThrow('403');
    const writer = await makeToken(github, installation, { permissions: { contents: 'write' } });
    await git(`${there}/c`, 'push', '-q', urlWith(repo, writer), 'HEAD:x');
    expect(await git(repo.gitDir, 'rev-parse', 'x')).toBe(await git(`${there}/c`, 'rev-parse', 'HEAD'));
  });

  it('keeps a private repository from whoever may not read it', async () => {
    const { github } = at;
    const repo = await github.addRepo('ann', 'secret', { isPrivate: true });
    const bob = github.addUser('bob');
    const there = makeFolder();
    await expect(git(there, 'clone', repo.cloneUrl)).rejects.toThrow();
    await expect(git(there, 'clone', urlWith(repo, bob.token))).rejects.toThrow('not found');
    repo.setPermission('bob', 'read');
    await git(there, 'clone', '-q', urlWith(repo, bob.token));
  });

  it('takes the first branch for the default one where there is no main', async () => {
    const { github, ann, dir, asAnn } = at;
    const repo = await github.addRepo('ann', 'old');
    await git(dir, 'push', '-q', urlWith(repo, ann.token), 'HEAD:trunk');
    expect((await asAnn('GET /repos/ann/old')).body.default_branch).toBe('trunk');
    expect(await git(repo.gitDir, 'symbolic-ref', 'HEAD')).toBe('refs/heads/trunk');
  });

  it("takes no CI file of the app's", async () => {
    const { repo, token, dir, asApp } = at;
    await git(dir, 'checkout', '-q', '-b', 'ci');
    await commit(dir, { '.github/workflows/ci.yml': 'on: push\n' }, 'CI');
    const push = git(dir, 'push', '-q', urlWith(repo, token), 'ci');
    await expect(push).rejects.toThrow('refusing to allow a GitHub App to create or update workflow');
    const file = { message: 'CI', content: '' };
    expect((await asApp('PUT /repos/ann/widgets/contents/.github/workflows/x.yml', file)).status).toBe(403);
    await git(dir, 'push', '-q', 'origin', 'ci');
    await commit(dir, { y: '1' }, 'No CI');
    await git(dir, 'push', '-q', urlWith(repo, token), 'ci');
    await git(dir, 'checkout', '-q', 'main');
  });

  it('tells pushes: created, moved, forced, deleted, tags', async () => {
    const { github, dir } = at;
    const { posted } = await makeHook(github);
    const pushes = async () => {
      await github.settled();
      return posted
        .splice(0)
        .filter((one) => one.event === 'push')
        .map((one) => one.payload);
    };
    const first = await commit(dir, { 'a.txt': '1' }, 'One');
    await git(dir, 'push', '-q', 'origin', 'HEAD:refs/heads/b');
    const [created] = await pushes();
    expect(created).toMatchObject({ ref: 'refs/heads/b', created: true, forced: false, after: first });
    expect(created.commits).toMatchObject([
      { id: first, added: ['a.txt'], removed: [], modified: [], message: 'One' },
    ]);
    expect(created.head_commit.id).toBe(first);
    expect(created.pusher.name).toBe('ann');
    await commit(dir, { 'a.txt': '2' }, 'Two');
    await git(dir, 'push', '-q', 'origin', 'HEAD:refs/heads/b');
    expect((await pushes())[0]).toMatchObject({ created: false, forced: false, before: first });
    await git(dir, 'push', '-qf', 'origin', 'main~1:refs/heads/b');
    expect((await pushes())[0]).toMatchObject({ forced: true, deleted: false, commits: [] });
    await git(dir, 'push', '-q', 'origin', ':refs/heads/b');
    expect((await pushes())[0]).toMatchObject({ deleted: true, head_commit: null, after: '0'.repeat(40) });
    await git(dir, 'tag', 'v1');
    await git(dir, 'push', '-q', 'origin', 'v1');
    expect((await pushes())[0]).toMatchObject({ ref: 'refs/tags/v1', created: true });
  });
});
