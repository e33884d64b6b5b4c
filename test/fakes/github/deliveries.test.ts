import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { asking, makeHook, makeKey, makeWidgets, type Posted, type Widgets } from './make-github.ts';

let at: Widgets;
let posted: Posted[];
beforeAll(async () => {
  at = await makeWidgets({ checkItself: true });
  ({ posted } = await makeHook(at.github));
});
const REPO = '/repos/ann/widgets';

describe('deliveries', () => {
  it('are signed, and carry their names', async () => {
    const { github, asAnn } = at;
    await asAnn(`POST ${REPO}/issues`, { title: 'Für alle ✓' });
    await github.settled();
    const { headers = {}, text = '' } = posted[0] ?? {};
    const digest = createHmac('sha256', github.app.webhookSecret).update(text).digest('hex');
    expect(headers).toMatchObject({
      'x-hub-signature-256': `sha256=${digest}`,
      'x-github-event': 'issues',
      'x-github-hook-installation-target-id': String(github.app.id),
      'x-github-hook-installation-target-type': 'integration',
    });
    expect(headers['x-github-delivery']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(github.deliveries.at(-1)).toMatchObject({
      event: 'issues',
      action: 'opened',
      status: 202,
      sent: 1,
    });
  });

  it('come again under the same id', async () => {
    const { github } = at;
    const id = github.deliveries.at(-1)?.id ?? '';
    await github.redeliver(id);
    expect(posted.filter((one) => one.id === id)).toHaveLength(2);
    expect(github.deliveries.at(-1)?.sent).toBe(2);
  });

  it('keep their order in a repository', async () => {
    const { github, asAnn } = at;
    posted.splice(0);
    for (let index = 0; index < 20; index += 1)
      await asAnn(`POST ${REPO}/issues/1/comments`, { body: `${index}` });
    await github.settled();
    expect(posted.map((one) => Number(one.payload.comment.body))).toEqual([...Array(20).keys()]);
  });

  it('tell of a hook that does not answer', async () => {
    const { github, asAnn } = at;
    github.deliverTo('http://127.0.0.1:9/');
    await asAnn(`POST ${REPO}/issues/1/comments`, { body: 'x' });
    await github.settled();
    expect(github.deliveries.at(-1)?.status).toBe(0);
  });

  it('are told to the app by its key alone, and sent again for it', async () => {
    const { github, asApp } = at;
    const asKey = asking(github, makeKey(github), 'bearer');
    expect((await asApp('GET /app/hook/deliveries')).status).toBe(401);
    const first = await asKey('GET /app/hook/deliveries?per_page=3');
    const [missed] = first.body;
    expect(missed).toMatchObject({
      event: 'issue_comment',
      action: 'created',
      status_code: 0,
      redelivery: false,
    });
    expect(first.body[1]).toMatchObject({ status: 'OK', status_code: 202, repository_id: at.repo.id });
    const next = /<[^>]*\/v3([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1];
    const second = await asKey(`GET ${next}`);
    const ids = [...first.body, ...second.body].map(({ id }: { id: number }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(6);
    const hook = await makeHook(github);
    expect((await asKey(`POST /app/hook/deliveries/${missed.id}/attempts`)).status).toBe(202);
    await github.settled();
    expect(hook.posted.map(({ id }) => id)).toEqual([missed.guid]);
    const [again] = (await asKey('GET /app/hook/deliveries?per_page=1')).body;
    expect(again).toMatchObject({ guid: missed.guid, status: 'OK', redelivery: true });
    expect((await asKey('POST /app/hook/deliveries/1000/attempts')).status).toBe(404);
    expect([github.violations, github.mistakes]).toEqual([[], []]);
  });

  it('tell the installation, its repositories and their fate', async () => {
    const { github, repo } = at;
    const hook = await makeHook(github);
    const other = await github.addRepo('bob', 'first');
    const installation = github.install(other);
    github.install(await github.addRepo('bob', 'second'));
    other.rename('one');
    github.uninstall(other);
    await github.settled();
    const told = hook.posted.map(({ event, payload }) => `${event}.${payload.action}`).toSorted();
    expect(told).toEqual([
      ...['installation.created', 'installation_repositories.added', 'installation_repositories.removed'],
      'repository.renamed',
    ]);
    const created = hook.posted.find((one) => one.event === 'installation')?.payload;
    expect(created).toMatchObject({
      installation: { id: installation },
      repositories: [{ full_name: 'bob/first' }],
    });
    expect(repo.name).toBe('widgets');
  });
});

/** Keys of real payloads, by the way to them. */
function keysOf(value: unknown, way = ''): string[] {
  if (Array.isArray(value)) return keysOf(value[0], `${way}[]`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [`${way}.${key}`, ...keysOf(one, `${way}.${key}`)]);
}

describe('payloads', () => {
  it('have the keys of real ones', async () => {
    const { github, asAnn, asApp, repo } = at;
    const { posted: hooked } = await makeHook(github);
    const sha = (await asApp(`GET ${REPO}/commits/main`)).body.sha;
    const content = Buffer.from('x').toString('base64');
    await asAnn(`PUT ${REPO}/contents/x`, { message: 'x', content });
    await asAnn(`POST ${REPO}/issues/1/labels`, { labels: ['bug'] });
    await asAnn(`POST ${REPO}/issues/1/comments`, { body: 'x' });
    await asAnn(`POST ${REPO}/git/refs`, { ref: 'refs/heads/b', sha });
    await asAnn(`PUT ${REPO}/contents/y`, { message: 'x', content, branch: 'b' });
    await asAnn(`POST ${REPO}/pulls`, { title: 'x', head: 'b', base: 'main', body: 'x' });
    const output = { title: 'x', summary: 'y' };
    await asApp(`POST ${REPO}/check-runs`, { name: 'n', head_sha: sha, conclusion: 'failure', output });
    repo.addWorkflowRun({ sha, branch: 'main', name: 'CI', conclusion: 'failure', log: 'x' });
    await github.settled();
    const require = createRequire(import.meta.url);
    const examples = require('@octokit/webhooks-examples') as {
      name: string;
      examples: { action?: string; ref?: string }[];
    }[];
    const missing: string[] = [];
    for (const [name, action] of [
      ['push', null],
      ['issues', 'labeled'],
      ['issue_comment', 'created'],
      ['pull_request', 'opened'],
      ['check_run', 'created'],
      ['check_suite', 'completed'],
      ['workflow_run', 'completed'],
    ] as const) {
      const ours = hooked.filter((one) => one.event === name && (action ?? undefined) === one.payload.action);
      const keys = new Set(ours.flatMap((one) => keysOf(one.payload)));
      expect([name, ours.length > 0]).toEqual([name, true]);
      const all = examples.find((one) => one.name === name)?.examples ?? [];
      const real = all.filter((one) =>
        action === null ? one.ref?.startsWith('refs/heads/') : one.action === action,
      );
      expect([name, real.length > 0]).toEqual([name, true]);
      for (const key of new Set(real.flatMap((one) => keysOf(one))))
        if (
          !keys.has(key) &&
          ![...keys].some((has) => key.startsWith(`${has}.`) || key.startsWith(`${has}[]`))
        )
          missing.push(`${name} ${key}`);
    }
    // The owners here are people.
    expect(missing.filter((one) => !one.includes(' .organization'))).toEqual([]);
  });
});
