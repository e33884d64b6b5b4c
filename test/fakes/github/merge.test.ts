import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  asking,
  commit,
  git,
  makeHook,
  makeWidgets,
  type Posted,
  urlWith,
  type Widgets,
} from './make-github.ts';

let at: Widgets;
let posted: Posted[];
beforeAll(async () => {
  at = await makeWidgets();
  ({ posted } = await makeHook(at.github));
});
const REPO = '/repos/ann/widgets';

/** A pull request that brings one commit. */
async function pull(
  name: string,
  files: Readonly<Record<string, string>>,
  more: object = {},
): Promise<number> {
  await git(at.dir, 'fetch', '-q', 'origin');
  await git(at.dir, 'checkout', '-q', '-B', name, 'origin/main');
  await commit(at.dir, files, `Change ${name}`);
  await git(at.dir, 'push', '-q', 'origin', name);
  const made = await at.asApp(`POST ${REPO}/pulls`, { title: name, head: name, base: 'main', ...more });
  return made.body.number;
}

describe('merging', () => {
  it('keeps what the base got meanwhile, closes the issue that it fixes, and tells all of it', async () => {
    const { github, asApp, asAnn, dir } = at;
    const issue = (await asApp(`POST ${REPO}/issues`, { title: 'Broken' })).body.number;
    const number = await pull('one', { 'one.txt': '1\n' }, { body: `Fixes #${issue}` });
    await git(dir, 'checkout', '-q', '-B', 'main', 'origin/main');
    await commit(dir, { 'base.txt': 'b\n' }, 'Base moves');
    await git(dir, 'push', '-q', 'origin', 'main');
    await github.settled();
    posted.splice(0);
    const stale = await asAnn(`PUT ${REPO}/pulls/${number}/merge`, { sha: '1'.repeat(40) });
    expect(stale.status).toBe(409);
    const merged = await asAnn(`PUT ${REPO}/pulls/${number}/merge`);
    expect(merged.body).toMatchObject({ merged: true });
    await git(dir, 'pull', '-q', 'origin', 'main');
    expect(await git(dir, 'rev-parse', 'HEAD')).toBe(merged.body.sha);
    expect(await git(dir, 'ls-tree', '--name-only', 'HEAD')).toBe('README.md\nbase.txt\none.txt\nsrc');
    expect((await asApp(`GET ${REPO}/pulls/${number}`)).body).toMatchObject({
      ...{ state: 'closed', merged: true, merged_by: { login: 'ann' }, merge_commit_sha: merged.body.sha },
      ...{ changed_files: 1, additions: 1 },
    });
    expect((await asApp(`GET ${REPO}/issues/${issue}`)).body).toMatchObject({
      state: 'closed',
      closed_by: { login: 'ann' },
    });
    await github.settled();
    const told = posted.map(({ event, payload }) => `${event}.${payload.action ?? payload.ref}`);
    expect(told).toEqual([
      'pull_request.closed',
      'issues.closed',
      'push.refs/heads/main',
      'check_suite.requested',
    ]);
    expect((await asAnn(`PUT ${REPO}/pulls/${number}/merge`)).status).toBe(405);
  });

  it('refuses a conflict, and says so before', async () => {
    const { asApp, asAnn } = at;
    const left = await pull('left', { 'src/add.js': 'left\n' });
    const right = await pull('right', { 'src/add.js': 'right\n' });
    const squashed = await asAnn(`PUT ${REPO}/pulls/${left}/merge`, { merge_method: 'squash' });
    expect((await asApp(`GET ${REPO}/commits/${squashed.body.sha}`)).body.commit.message).toBe(
      `left (#${left})`,
    );
    expect((await asApp(`GET ${REPO}/pulls/${right}`)).body).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    expect((await asAnn(`PUT ${REPO}/pulls/${right}/merge`)).status).toBe(405);
  });

  it('rebases commit by commit', async () => {
    const { asAnn, dir } = at;
    const number = await pull('re', { r1: '1' });
    await commit(dir, { r2: '2' }, 'Second');
    await git(dir, 'push', '-q', 'origin', 're');
    const before = await git(dir, 'rev-parse', 'origin/main');
    expect((await asAnn(`PUT ${REPO}/pulls/${number}/merge`, { merge_method: 'rebase' })).status).toBe(200);
    await git(dir, 'fetch', '-q', 'origin');
    expect(await git(dir, 'log', '--format=%s', `${before}..origin/main`)).toBe('Second\nChange re');
  });

  it('is seen when the base gets the commits by a push', async () => {
    const { asApp, dir } = at;
    const number = await pull('ff', { ff: '1' });
    await git(dir, 'push', '-q', 'origin', 'ff:main');
    expect((await asApp(`GET ${REPO}/pulls/${number}`)).body.merged).toBe(true);
  });

  it('takes pull requests from forks', async () => {
    const { github, asApp, asAnn, dir } = at;
    const bob = github.addUser('bob');
    const asBob = asking(github, bob.token);
    const fork = await asBob(`POST ${REPO}/forks`);
    expect(fork.body).toMatchObject({
      full_name: 'bob/widgets',
      fork: true,
      parent: { full_name: 'ann/widgets' },
    });
    await git(dir, 'checkout', '-q', '-B', 'theirs', 'origin/main');
    await commit(dir, { theirs: '1' }, 'Theirs');
    const url = urlWith({ ...at.repo, cloneUrl: fork.body.clone_url }, bob.token);
    await git(dir, 'push', '-q', url, 'theirs');
    const made = await asBob(`POST ${REPO}/pulls`, {
      title: 'From a fork',
      head: 'bob:theirs',
      base: 'main',
    });
    expect(made.body).toMatchObject({
      head: { label: 'bob:theirs', repo: { fork: true } },
      changed_files: 1,
    });
    const { number } = made.body;
    const second = await commit(dir, { theirs: '2' }, 'More');
    await git(dir, 'push', '-q', url, 'theirs');
    expect((await asApp(`GET ${REPO}/pulls/${number}`)).body.head.sha).toBe(second);
    expect(await git(dir, 'ls-remote', 'origin', `refs/pull/${number}/head`)).toContain(second);
    expect((await asApp(`GET ${REPO}/pulls?head=bob:theirs`)).body).toHaveLength(1);
    expect((await asAnn(`PUT ${REPO}/pulls/${number}/merge`)).status).toBe(200);
  });
});
