import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChaosKind } from './fake-github.ts';
import { git, makeHook, makeWidgets, type Widgets } from './make-github.ts';

let at: Widgets;
beforeAll(async () => {
  at = await makeWidgets();
});
beforeEach(() => at.github.faults.clear());
const REPO = '/repos/ann/widgets';

async function titles(): Promise<string[]> {
  const { body } = await at.asAnn(`GET ${REPO}/issues?state=all&per_page=100`);
  return body.map((one: { title: string }) => one.title);
}

describe('faults', () => {
  it('answer with what they say, as often as they say, and only the app', async () => {
    const { github, asApp, asAnn } = at;
    const match = /^GET \/repos\/ann\/widgets$/;
    github.faults.add({
      match,
      times: 2,
      status: 503,
      headers: { 'retry-after': '7' },
      body: '<html>',
      only: 'app',
    });
    expect((await asAnn(`GET ${REPO}`)).status).toBe(200);
    const first = await asApp(`GET ${REPO}`);
    expect([first.status, first.text, first.headers.get('retry-after')]).toEqual([503, '<html>', '7']);
    expect((await asApp(`GET ${REPO}/labels`)).status).toBe(200);
    expect((await asApp(`GET ${REPO}`)).status).toBe(503);
    expect((await asApp(`GET ${REPO}`)).status).toBe(200);
  });

  it('cut the line before a write is done, or after', async () => {
    const { github, asApp } = at;
    const make = (title: string) => asApp(`POST ${REPO}/issues`, { title });
    github.faults.add({ match: /POST .*issues$/, drop: 'before' });
    await expect(make('before')).rejects.toThrow();
    expect(await titles()).not.toContain('before');
    github.faults.add({ match: /POST .*issues$/, drop: 'after' });
    await expect(make('after')).rejects.toThrow();
    expect(await titles()).toContain('after');
    expect(github.requests.filter((one) => one.status === 0)).toHaveLength(2);
  });

  it('delay a call, and reach git too', async () => {
    const { github, repo, asApp } = at;
    github.faults.add({ match: /./, delayMs: 120 });
    const started = performance.now();
    expect((await asApp(`GET ${REPO}`)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(110);
    github.faults.add({ match: /info\/refs/, status: 502 });
    await expect(git(at.dir, 'ls-remote', repo.cloneUrl)).rejects.toThrow('502');
    await git(at.dir, 'ls-remote', repo.cloneUrl);
  });
});

describe('chaos', () => {
  const outcomes = async (seed: number, kinds: readonly ChaosKind[]) => {
    const { github, asApp } = at;
    github.chaos(seed, { rate: 0.5, kinds });
    const found: (number | string)[] = [];
    for (let index = 0; index < 12; index += 1)
      found.push(
        await asApp(`POST ${REPO}/labels`, { name: `c${seed}${index}${kinds}`.slice(0, 50) }).then(
          ({ status }) => status,
          () => 'cut',
        ),
      );
    github.faults.clear();
    return found;
  };

  it('is the same for a seed, and leaves people alone', async () => {
    const kinds = ['unavailable', 'secondary-limit'] as const;
    const first = await outcomes(3, kinds);
    expect(new Set(first)).toEqual(new Set([201, 503, 403]));
    const again = await outcomes(3, kinds);
    expect(again.map((one) => (one === 422 ? 201 : one))).toEqual(first);
    expect(await outcomes(4, ['drop-after'])).toContain('cut');
    at.github.chaos(1, { rate: 1 });
    expect((await at.asAnn(`GET ${REPO}`)).status).toBe(200);
  });

  it('hides the newest rows from lists', async () => {
    const { github, asApp, asAnn } = at;
    await asAnn(`POST ${REPO}/issues`, { title: 'newest' });
    github.chaos(1, { rate: 1, kinds: ['lag'], lagMs: 400 });
    const seen = async () =>
      (await asApp(`GET ${REPO}/issues`)).body.map((one: { title: string }) => one.title);
    expect(await seen()).not.toContain('newest');
    await new Promise((resolve) => setTimeout(resolve, 420));
    expect(await seen()).toContain('newest');
  });

  it('delivers twice, and late', async () => {
    const { github, asAnn } = at;
    const { posted } = await makeHook(github);
    github.chaos(1, { rate: 1, kinds: ['duplicate-delivery'] });
    await asAnn(`POST ${REPO}/issues/1/comments`, { body: 'x' });
    await github.settled();
    expect(posted.map((one) => one.id)).toEqual([posted[0]?.id, posted[0]?.id]);
    posted.splice(0);
    github.chaos(1, { rate: 1, kinds: ['reorder-delivery'] });
    await asAnn(`POST ${REPO}/issues/1/comments`, { body: 'late' });
    github.faults.clear();
    await asAnn(`POST ${REPO}/issues/1/comments`, { body: 'early' });
    await github.settled();
    expect(posted.map((one) => one.payload.comment.body)).toEqual(['early', 'late']);
  });
});

describe('violations', () => {
  it('name the calls of the app that GitHub does not describe', async () => {
    const { github, asApp, asAnn } = at;
    const before = github.violations.length;
    await asApp(`GET ${REPO}/issues?label=bug`);
    await asApp(`GET ${REPO}/pulls?state=merged`);
    await asApp(`POST ${REPO}/pulls`, { title: 'x', head: 'b' });
    await asApp(`POST ${REPO}/issues/1/comments`, { text: 'x' });
    await asApp(`POST ${REPO}/issues/1/comments`, { body: 'x', extra: 1 });
    await asApp(`GET ${REPO}/issues/one`);
    await asApp(`GET ${REPO}/hooks/9/nothing`);
    await asAnn(`GET ${REPO}/issues?label=bug`);
    await asApp(`GET ${REPO}/issues?labels=bug&per_page=100&state=all`);
    expect(github.violations.slice(before)).toEqual([
      `GET ${REPO}/issues: unknown query label`,
      `GET ${REPO}/pulls: state cannot be merged`,
      `POST ${REPO}/pulls: it must have required property 'base'`,
      `POST ${REPO}/issues/1/comments: it must have required property 'body'`,
      `POST ${REPO}/issues/1/comments: unknown key text`,
      `POST ${REPO}/issues/1/comments: unknown key extra`,
      `GET ${REPO}/issues/one: issue_number cannot be one`,
      `GET ${REPO}/hooks/9/nothing: not known to the double`,
    ]);
  });
});
