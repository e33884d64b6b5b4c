import { beforeAll, describe, expect, it } from '@jest/globals';
import { commit, git, makeHook, makeWidgets, type Posted, type Widgets } from './make-github.ts';

let at: Widgets;
let posted: Posted[];
beforeAll(async () => {
  at = await makeWidgets();
  ({ posted } = await makeHook(at.github));
});

const REPO = '/repos/ann/widgets';

/** Pushes a branch of its own from main, with these files. */
async function branch(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  await git(at.dir, 'fetch', '-q', 'origin');
  await git(at.dir, 'checkout', '-q', '-B', name, 'origin/main');
  const sha = await commit(at.dir, files, `Change ${name}`);
  await git(at.dir, 'push', '-q', 'origin', name);
  return sha;
}

async function told(event: string): Promise<Posted['payload'][]> {
  await at.github.settled();
  const found = posted.filter((one) => one.event === event).map((one) => one.payload);
  posted.splice(0);
  return found;
}

describe('pull requests', () => {
  it('shows what git says: files with patches, commits, mergeable; and follows its branch', async () => {
    const { asApp, dir } = at;
    const sha = await branch('one', { 'src/add.js': 'a\nb\nc\nD\ne\nf\ng\nh\n', 'new.txt': 'x\n' });
    const made = await asApp(`POST ${REPO}/pulls`, { title: 'One', head: 'one', base: 'main', body: 'Why' });
    expect(made.status).toBe(201);
    const { number } = made.body;
    expect(made.body).toMatchObject({
      ...{ state: 'open', draft: false, mergeable: true, merged: false, commits: 1, changed_files: 2 },
      ...{
        additions: 2,
        deletions: 1,
        head: { sha, ref: 'one', label: 'ann:one' },
        user: { login: 'dreamos[bot]' },
      },
    });
    const { body: files } = await asApp(`GET ${REPO}/pulls/${number}/files`);
    expect(files).toMatchObject([
      { filename: 'new.txt', status: 'added', additions: 1, patch: '@@ -0,0 +1 @@\n+x' },
      { filename: 'src/add.js', status: 'modified', additions: 1, deletions: 1 },
    ]);
    expect(files[1].patch).toContain('\n-d\n+D\n');
    const second = await commit(dir, { 'new.txt': 'y\n' }, 'Again');
    await git(dir, 'push', '-q', 'origin', 'one');
    expect((await asApp(`GET ${REPO}/pulls/${number}`)).body.head.sha).toBe(second);
    const shas = (await asApp(`GET ${REPO}/pulls/${number}/commits`)).body.map(
      (one: { sha: string }) => one.sha,
    );
    expect(shas).toEqual([sha, second]);
    const actions = (await told('pull_request')).map(({ action, before, after, number: of }) => ({
      action,
      before,
      after,
      of,
    }));
    expect(actions).toEqual([
      { action: 'opened', of: number },
      { action: 'synchronize', before: sha, after: second, of: number },
    ]);
    const diff = await asApp(`GET ${REPO}/pulls/${number}`, undefined, {
      accept: 'application/vnd.github.diff',
    });
    expect(diff.text).toMatch(/^diff --git a\/new.txt b\/new.txt/);
    expect(await git(dir, 'ls-remote', 'origin', `refs/pull/${number}/head`)).toContain(second);
    const issue = await asApp(`GET ${REPO}/issues/${number}`);
    expect(issue.body.pull_request.url).toMatch(/pulls\/1$/);
    expect((await asApp(`GET ${REPO}/issues`)).body).toHaveLength(1);
  });

  it('refuses what GitHub refuses', async () => {
    const { asApp } = at;
    const make = (head: string, base = 'main') => asApp(`POST ${REPO}/pulls`, { title: 'x', head, base });
    await branch('two', { two: '2' });
    expect((await make('nowhere')).body.errors[0]).toMatchObject({ field: 'head', code: 'invalid' });
    expect((await asApp(`GET ${REPO}/branches/nowhere`)).status).toBe(404);
    expect((await make('two', 'nowhere')).status).toBe(422);
    expect((await make('main')).body.errors[0].message).toMatch(/^No commits between main and main/);
    expect((await make('two')).status).toBe(201);
    const twin = await make('ann:two');
    expect([twin.status, twin.body.errors[0].message]).toEqual([
      422,
      'A pull request already exists for ann:two.',
    ]);
    const found = await asApp(`GET ${REPO}/pulls?head=ann:two&state=all&base=main`);
    expect(found.body.map((one: { head: { ref: string } }) => one.head.ref)).toEqual(['two']);
    expect((await asApp(`GET ${REPO}/pulls?head=ann:nowhere`)).body).toEqual([]);
  });

  it('keeps labels and comments of a pull request under its number', async () => {
    const { asApp } = at;
    await told('pull_request');
    const labels = await asApp(`POST ${REPO}/issues/1/labels`, { labels: ['dreamos', 'bug'] });
    expect(labels.body.map((one: { name: string }) => one.name)).toEqual(['dreamos', 'bug']);
    expect((await asApp(`GET ${REPO}/pulls/1`)).body.labels).toHaveLength(2);
    expect((await told('pull_request')).map(({ action, label }) => [action, label.name])).toEqual([
      ['labeled', 'dreamos'],
      ['labeled', 'bug'],
    ]);
    const comment = await asApp(`POST ${REPO}/issues/1/comments`, { body: 'Hm.' });
    const [told1] = await told('issue_comment');
    expect(told1).toMatchObject({ action: 'created', comment: { id: comment.body.id } });
    expect(told1.issue.pull_request.url).toMatch(/pulls\/1$/);
    expect((await asApp(`DELETE ${REPO}/issues/1/labels/bug`)).status).toBe(200);
    expect((await asApp(`DELETE ${REPO}/issues/1/labels/bug`)).status).toBe(404);
  });

  it('closes one whose branch is deleted, and can close and open one', async () => {
    const { asApp, asAnn } = at;
    await branch('three', { three: '3' });
    const { number } = (
      await asApp(`POST ${REPO}/pulls`, { title: 'x', head: 'three', base: 'main', draft: true })
    ).body;
    const set = (state: string) => asApp(`PATCH ${REPO}/pulls/${number}`, { state });
    expect((await set('closed')).body.state).toBe('closed');
    expect((await set('open')).body).toMatchObject({ state: 'open', draft: true, mergeable_state: 'draft' });
    expect((await asAnn(`DELETE ${REPO}/git/refs/heads/three`)).status).toBe(204);
    expect((await asApp(`GET ${REPO}/pulls/${number}`)).body.state).toBe('closed');
    expect((await set('open')).status).toBe(422);
  });
});
