import { beforeAll, describe, expect, it } from '@jest/globals';
import { asking, makeHook, makeWidgets, type Posted, type Widgets } from './make-github.ts';

let at: Widgets;
let posted: Posted[];
beforeAll(async () => {
  at = await makeWidgets();
  ({ posted } = await makeHook(at.github));
});
const REPO = '/repos/ann/widgets';

async function told(): Promise<string[]> {
  await at.github.settled();
  return posted.splice(0).map(({ event, payload }) => `${event}.${payload.action}`);
}

describe('issues', () => {
  it('are made, edited, closed, labelled, and tell it', async () => {
    const { asApp } = at;
    const made = await asApp(`POST ${REPO}/issues`, { title: 'A', body: 'b', labels: ['dreamos'] });
    expect(made.body).toMatchObject({
      number: 1,
      state: 'open',
      labels: [{ name: 'dreamos' }],
      user: { type: 'Bot' },
    });
    await asApp(`PATCH ${REPO}/issues/1`, { title: 'B' });
    await asApp(`PATCH ${REPO}/issues/1`, { title: 'B', state: 'closed', state_reason: 'not_planned' });
    expect((await asApp(`GET ${REPO}/issues/1`)).body).toMatchObject({
      title: 'B',
      state_reason: 'not_planned',
    });
    await asApp(`PATCH ${REPO}/issues/1`, { state: 'open', labels: ['bug'] });
    const actions = ['opened', 'labeled', 'edited', 'closed', 'unlabeled', 'labeled', 'reopened'];
    expect(await told()).toEqual(actions.map((action) => `issues.${action}`));
  });

  it('are listed by label, state and creator, in pages', async () => {
    const { asApp, asAnn } = at;
    for (const title of ['x', 'y', 'z']) await asAnn(`POST ${REPO}/issues`, { title, labels: ['Many'] });
    const titles = async (query: string) =>
      (await asApp(`GET ${REPO}/issues?${query}`)).body.map((one: { title: string }) => one.title);
    expect(await titles('labels=many')).toEqual(['z', 'y', 'x']);
    expect(await titles('labels=many&direction=asc&per_page=2')).toEqual(['x', 'y']);
    expect(await titles('labels=many&direction=asc&per_page=2&page=2')).toEqual(['z']);
    expect(await titles('creator=ann&state=all')).toEqual(['z', 'y', 'x']);
    expect(await titles('labels=many,bug')).toEqual([]);
    const { headers } = await asApp(`GET ${REPO}/issues?labels=many&per_page=2`);
    expect(headers.get('link')).toMatch(/page=2>; rel="next", <.*page=2>; rel="last"/);
  });

  it('hold comments, that only who wrote them may edit', async () => {
    const { github, asApp, asAnn } = at;
    await told();
    const mine = await asApp(`POST ${REPO}/issues/1/comments`, { body: 'One' });
    expect(mine.status).toBe(201);
    expect((await asApp(`PATCH ${REPO}/issues/comments/${mine.body.id}`, { body: 'Two' })).body.body).toBe(
      'Two',
    );
    const hers = await asAnn(`POST ${REPO}/issues/1/comments`, { body: '/dreamos help' });
    expect((await asApp(`PATCH ${REPO}/issues/comments/${hers.body.id}`, { body: 'no' })).status).toBe(403);
    const bob = asking(github, github.addUser('bob').token);
    expect((await bob(`DELETE ${REPO}/issues/comments/${mine.body.id}`)).status).toBe(403);
    expect((await asApp(`GET ${REPO}/issues/1/comments`)).body).toHaveLength(2);
    expect((await asAnn(`DELETE ${REPO}/issues/comments/${hers.body.id}`)).status).toBe(204);
    expect((await asApp(`POST ${REPO}/issues/1/comments`, { body: ' ' })).status).toBe(422);
    expect((await asApp(`POST ${REPO}/issues/1/comments`, { body: 'x'.repeat(70_000) })).status).toBe(422);
    expect(await told()).toEqual(
      ['created', 'edited', 'created', 'deleted'].map((one) => `issue_comment.${one}`),
    );
  });

  it('take a reaction once', async () => {
    const { asApp } = at;
    const comment = (await asApp(`POST ${REPO}/issues/1/comments`, { body: 'One' })).body.id;
    const react = () => asApp(`POST ${REPO}/issues/comments/${comment}/reactions`, { content: 'eyes' });
    expect((await react()).status).toBe(201);
    expect((await react()).status).toBe(200);
    const listed = await asApp(`GET ${REPO}/issues/comments/${comment}/reactions`);
    expect(listed.body).toMatchObject([{ content: 'eyes', user: { login: 'dreamos[bot]' } }]);
    expect((await asApp(`GET ${REPO}/issues/comments/${comment}`)).body.reactions).toMatchObject({
      eyes: 1,
      total_count: 1,
    });
    expect((await asApp(`POST ${REPO}/issues/1/reactions`, { content: 'frown' })).status).toBe(422);
  });

  it('know the labels of the repository', async () => {
    const { asApp } = at;
    const label = { name: 'dreamos:fix', color: '5319e7', description: 'A proved fix' };
    expect((await asApp(`POST ${REPO}/labels`, label)).status).toBe(201);
    expect((await asApp(`POST ${REPO}/labels`, label)).body.errors[0].code).toBe('already_exists');
    expect((await asApp(`GET ${REPO}/labels/dreamos%3Afix`)).body.color).toBe('5319e7');
    expect((await asApp(`GET ${REPO}/labels?per_page=100`)).body.length).toBeGreaterThan(3);
  });
});

describe('every answer', () => {
  it('has an ETag that saves it the second time, and tells the limit', async () => {
    const { asApp } = at;
    const first = await asApp(`GET ${REPO}/labels`);
    const etag = first.headers.get('etag') ?? '';
    const second = await asApp(`GET ${REPO}/labels`, undefined, { 'if-none-match': etag });
    expect([second.status, second.text]).toEqual([304, '']);
    expect(Number(first.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(4000);
    expect(first.headers.get('x-github-request-id')).toBeTruthy();
  });

  it('follows a repository that was renamed', async () => {
    const { github, asApp } = at;
    const repo = await github.addRepo('ann', 'before');
    repo.rename('after');
    const moved = await asApp('GET /repos/ann/before/labels?per_page=1');
    expect(moved.status).toBe(301);
    const to = (moved.headers.get('location') ?? '').replace(github.api, '');
    expect(to).toBe(`/repositories/${repo.id}/labels?per_page=1`);
    expect((await asApp(`GET ${to}`)).body).toHaveLength(1);
    expect((await asApp('POST /repos/ann/before/issues', { title: 'x' })).status).toBe(403);
    expect((await asApp('GET /repos/ann/after')).body.name).toBe('after');
  });
});
