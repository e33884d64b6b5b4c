import { beforeAll, describe, expect, it } from '@jest/globals';
import { asking, git, makeHook, makeWidgets, type Posted, type Widgets } from './make-github.ts';

let at: Widgets;
let posted: Posted[];
beforeAll(async () => {
  at = await makeWidgets();
  ({ posted } = await makeHook(at.github));
});
const REPO = '/repos/ann/widgets';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('contents', () => {
  it('gives a file as base64 and as text, and a folder as a list', async () => {
    const { asApp } = at;
    const file = await asApp(`GET ${REPO}/contents/README.md`);
    expect(file.body).toMatchObject({ type: 'file', encoding: 'base64', size: 10, path: 'README.md' });
    expect(Buffer.from(file.body.content, 'base64').toString()).toBe('# Widgets\n');
    const raw = await asApp(`GET ${REPO}/contents/README.md`, undefined, {
      accept: 'application/vnd.github.raw+json',
    });
    expect([raw.text, raw.headers.get('content-type')]).toEqual([
      '# Widgets\n',
      'application/vnd.github.raw+json; charset=utf-8',
    ]);
    const names = (await asApp(`GET ${REPO}/contents/`)).body.map((one: { name: string; type: string }) => [
      one.name,
      one.type,
    ]);
    expect(names).toEqual([
      ['README.md', 'file'],
      ['src', 'dir'],
    ]);
    expect((await asApp(`GET ${REPO}/contents/src`)).body).toMatchObject([{ path: 'src/add.js' }]);
    expect((await asApp(`GET ${REPO}/contents/nothing`)).status).toBe(404);
    expect((await asApp(`GET ${REPO}/contents/README.md?ref=nowhere`)).status).toBe(404);
  });

  it('lets a person edit a file, which is a push', async () => {
    const { github, asAnn, asApp, dir } = at;
    const path = `${REPO}/contents/docs/fran%C3%A7ais%20%E2%9C%93.md`;
    const made = await asAnn(`PUT ${path}`, { message: 'Add a page', content: base64('oui\n') });
    expect(made.status).toBe(201);
    await github.settled();
    const [push] = posted.filter((one) => one.event === 'push').map((one) => one.payload);
    expect(push).toMatchObject({
      ...{ ref: 'refs/heads/main', after: made.body.commit.sha, pusher: { name: 'ann' } },
      commits: [{ added: ['docs/français ✓.md'], author: { username: 'ann' } }],
    });
    expect((await asAnn(`PUT ${path}`, { message: 'x', content: '' })).status).toBe(422);
    const stale = { message: 'x', content: '', sha: '1'.repeat(40) };
    expect((await asAnn(`PUT ${path}`, stale)).status).toBe(409);
    const edit = { message: 'x', content: base64('non\n'), sha: made.body.content.sha };
    expect((await asAnn(`PUT ${path}`, edit)).status).toBe(200);
    await git(dir, 'pull', '-q', 'origin', 'main');
    expect(await git(dir, 'show', 'HEAD:docs/français ✓.md')).toBe('non');
    const removal = { message: 'Gone', sha: (await asApp(`GET ${path}`)).body.sha };
    expect((await asAnn(`DELETE ${path}`, removal)).status).toBe(200);
    expect((await asApp(`GET ${path}`)).status).toBe(404);
  });

  it('begins an empty repository', async () => {
    const { github, ann } = at;
    await github.addRepo('ann', 'empty');
    const ask = asking(github, ann.token);
    expect((await ask('GET /repos/ann/empty/commits')).status).toBe(409);
    expect((await ask('GET /repos/ann/empty/contents/')).status).toBe(404);
    const made = await ask('PUT /repos/ann/empty/contents/a', { message: 'a', content: base64('a') });
    expect(made.body.commit.parents).toEqual([]);
    expect((await ask('GET /repos/ann/empty/branches/main')).body.commit.sha).toBe(made.body.commit.sha);
  });
});

describe('commits', () => {
  it('are listed, shown with what they changed, and compared', async () => {
    const { asApp, asAnn, dir } = at;
    const first = await git(dir, 'rev-list', '--max-parents=0', 'HEAD');
    const list = await asApp(`GET ${REPO}/commits?per_page=1`);
    expect(list.headers.get('link')).toContain('rel="next"');
    const one = await asApp(`GET ${REPO}/commits/${first}`);
    expect(one.body).toMatchObject({
      stats: { additions: 9 },
      files: [{ filename: 'README.md', status: 'added' }, {}],
    });
    await asAnn(`POST ${REPO}/git/refs`, { ref: 'refs/heads/a/b', sha: first });
    expect((await asApp(`GET ${REPO}/branches/a%2Fb`)).body.commit.sha).toBe(first);
    expect((await asApp(`GET ${REPO}/git/ref/heads/a/b`)).body.object.sha).toBe(first);
    const compared = (await asApp(`GET ${REPO}/compare/a%2Fb...main`)).body;
    expect(compared).toMatchObject({ status: 'ahead', behind_by: 0, files: [] });
    expect(compared.commits).toHaveLength(3);
    expect((await asApp(`GET ${REPO}/compare/main...a%2Fb`)).body.status).toBe('behind');
  });
});
