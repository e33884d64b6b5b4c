import { afterEach, describe, expect, it } from '@jest/globals';
import { readSelf } from '../../../src/adapters/github/open-forges.ts';
import type { Annotation, CheckRunText } from '../../../src/domain/forge.ts';
import { type Answer, type Asked, startScripted } from './scripted-github.ts';

type Scripted = Awaited<ReturnType<typeof startScripted>>;
const open: Scripted[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(answer: (asked: Asked) => Answer): Promise<Scripted> {
  const one = await startScripted(answer);
  open.push(one);
  return one;
}

/** Answers of one path in turn, the last one again and again; `{}` for a token. */
function inTurn(path: RegExp, ...answers: Answer[]): (asked: Asked) => Answer {
  return (asked) => {
    if (!path.test(asked.path)) return {};
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
  };
}

const issue = (number: number) => ({
  id: 1000 + number,
  number,
  title: 't',
  body: null,
  state: 'open',
  user: null,
  labels: [{ name: 'dreamos' }, 'old'],
  html_url: 'x',
  created_at: '2026-11-24T10:00:00Z',
});
const REPO = {
  id: 7,
  default_branch: 'main',
  archived: false,
  fork: false,
  private: true,
  clone_url: 'c',
  html_url: 'h',
};
const OPEN_ISSUE = { title: 't', body: 'b', labels: [] };
const limit = (seconds: string): Answer => ({
  status: 403,
  headers: { 'retry-after': seconds },
  body: { message: 'You have exceeded a secondary rate limit' },
});

describe('a forge over calls that fail', () => {
  it('tries what is harmless again: answers of 503, dropped sockets, cut answers, limits', async () => {
    const cut: Answer = { headers: { 'content-length': '2' }, body: '{}' };
    const { forge, slept } = await start(
      inTurn(/widgets$/, { status: 503 }, 'drop', cut, limit('20'), { body: REPO }),
    );
    expect((await forge.facts()).isPrivate).toBe(true);
    expect(slept).toEqual([500, 1000, 2000, 20_000]);
  });

  it('knows a repository that only has the name of the one that is meant', async () => {
    const { forge } = await start(inTurn(/widgets$/, { body: REPO }, { body: { ...REPO, id: 8 } }));
    expect([(await forge.facts()).isOther, (await forge.facts()).isOther]).toEqual([false, true]);
  });

  it('says in the end how it failed', async () => {
    const { forge, asked } = await start(inTurn(/widgets$/, { status: 503, body: { message: 'down' } }));
    await expect(forge.facts()).rejects.toMatchObject({
      name: 'ForgeError',
      status: 503,
      message: expect.stringContaining('GET /repos/{owner}/{repo}: 503: down'),
    });
    expect(asked()).toHaveLength(6);
  });

  it.each([
    ['an answer of 502', { status: 502 }, 502],
    ['no answer', 'drop' as const, 0],
    ['an answer that cannot be read', { body: 'hello' }, 0],
  ])('never repeats what opens something after %s', async (_, answer, status) => {
    const { forge, asked, slept } = await start(inTurn(/\/issues$/, answer, { body: issue(1) }));
    await expect(forge.openIssue(OPEN_ISSUE)).rejects.toMatchObject({ name: 'ForgeError', status });
    expect(asked()).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it('repeats it where it was refused for a limit, or where there was no token for it', async () => {
    let isFirst = true;
    const answer = inTurn(/\/issues$/, limit('5'), { body: issue(4) });
    const { forge, asked, slept, tokens } = await start((one) => {
      if (!isFirst || !one.path.endsWith('/access_tokens')) return answer(one);
      isFirst = false;
      return { status: 502 };
    });
    expect((await forge.openIssue(OPEN_ISSUE)).number).toBe(4);
    expect([asked().length, tokens().length]).toEqual([2, 2]);
    expect(slept).toEqual([500, 5000]);
  });

  it('tells when to come back from a limit that is too long to wait for', async () => {
    const { forge, slept } = await start(inTurn(/widgets$/, limit('900')));
    await expect(forge.facts()).rejects.toMatchObject({ status: 403, retryAfterMs: 900_000 });
    expect(slept).toEqual([]);
  });

  it('does not ask a refusal again', async () => {
    const { forge, asked } = await start(() => ({ status: 422, body: { message: 'Validation Failed' } }));
    await expect(forge.editIssue(1, { state: 'closed' })).rejects.toMatchObject({ status: 422 });
    expect(asked().length).toBeLessThan(2);
  });
});

describe('what is not there', () => {
  it('is null, or nobody, or nothing to do', async () => {
    const { forge } = await start(({ path }) =>
      path.includes('access_tokens') ? {} : { status: 404, body: { message: 'Not Found' } },
    );
    expect(await forge.readFile('a/b.ts', 'main')).toBeNull();
    expect(await forge.branchHead('feat/x')).toBeNull();
    expect(await forge.pull(3)).toBeNull();
    expect(await forge.issue(3)).toBeNull();
    expect(await forge.permissionOf('nobody')).toBe('none');
    await forge.removeLabel(3, 'dreamos:stop');
    await expect(forge.comments(3)).rejects.toMatchObject({ status: 404 });
  });

  it('is not text either: folders, links to other repositories, bytes', async () => {
    const file = (content: Buffer) => ({
      body: { type: 'file', encoding: 'base64', content: content.toString('base64'), sha: 's' },
    });
    const { forge } = await start(
      inTurn(
        /contents/,
        { body: [] },
        { body: { type: 'submodule', sha: 's' } },
        file(Buffer.from([0xff, 0xfe])),
        file(Buffer.from('a\0b')),
        file(Buffer.from('grüße')),
      ),
    );
    const read = () => forge.readFile('x', 'main');
    expect([await read(), await read(), await read(), await read()]).toEqual([null, null, null, null]);
    expect(await read()).toBe('grüße');
  });

  it('asks for the content of a large file by its name', async () => {
    const { forge, asked } = await start(({ path }) => {
      if (path.includes('/contents/'))
        return { body: { type: 'file', encoding: 'none', content: '', sha: 'blob-1' } };
      return path.includes('/git/blobs/blob-1') ? { body: { encoding: 'base64', content: 'aGk=' } } : {};
    });
    expect(await forge.readFile('large.txt', 'main')).toBe('hi');
    expect(asked()).toHaveLength(2);
  });
});

describe('lists', () => {
  it('are whole, and hold each item once though they shift while they are read', async () => {
    const { forge, url, asked } = await start(({ path }) => {
      const page = Number(/[?&]page=(\d+)/.exec(path)?.[1]);
      if (!page) return {};
      // A new issue came before the second page was asked for: its first item was the first page's last.
      const numbers = page === 1 ? [300, 299, 298] : page === 2 ? [298, 297] : [296];
      const link = page < 3 ? `<${url}/repos/acme/widgets/issues?page=${page + 1}>; rel="next"` : '';
      return { headers: { link }, body: numbers.map(issue) };
    });
    const found = await forge.issues({ label: 'dreamos', state: 'all' });
    expect(found.map(({ number }) => number)).toEqual([300, 299, 298, 297, 296]);
    expect(found[0]).toMatchObject({
      author: { login: 'ghost', isBot: false },
      labels: ['dreamos', 'old'],
      body: '',
      isPull: false,
    });
    expect(found[0]).not.toHaveProperty('id');
    expect(asked()[0]?.path).toContain('labels=dreamos');
    expect(asked()[0]?.path).not.toContain('creator=');
    await forge.issues({ state: 'all' });
    expect(asked().at(-1)?.path).toContain(`creator=${forge.self}&state=all`);
  });
});

const text = (count: number): CheckRunText => ({
  status: 'completed',
  conclusion: 'neutral',
  title: 'one',
  summary: 's',
  annotations: Array.from(
    { length: count },
    (_, line): Annotation => ({
      path: 'src/a.ts',
      startLine: line + 1,
      endLine: line + 1,
      level: 'warning',
      title: '',
      message: `m${line}`,
    }),
  ),
});

describe('check runs', () => {
  /** A check run as GitHub keeps it: annotations are added to those that are there. */
  function keep(fault: (asked: Asked, calls: number) => 'before' | 'after' | null = () => null) {
    const kept: { path: string; start_line: number; message: string }[] = [];
    let calls = 0;
    const state = { conclusion: null as string | null, most: 0 };
    const answer = (asked: Asked): Answer => {
      if (asked.path.includes('access_tokens')) return {};
      if (asked.path.includes('/annotations')) return { body: kept };
      calls += 1;
      const broken = fault(asked, calls);
      if (broken === 'before') return 'drop';
      const sent = asked.body.output.annotations ?? [];
      state.most = Math.max(state.most, sent.length);
      kept.push(...sent);
      state.conclusion = asked.body.conclusion ?? state.conclusion;
      if (broken === 'after') return 'drop';
      const run = { id: 1, name: 'dreamos/watch', head_sha: 'x', app: { id: 4242 } };
      return { status: 201, body: { ...run, status: 'in_progress', conclusion: null } };
    };
    return { kept, state, answer };
  }
  const lines = (kept: readonly { start_line: number }[]) => kept.map(({ start_line }) => start_line);
  const upTo = (count: number) => Array.from({ length: count }, (_, line) => line + 1);
  const CHECK = { name: 'dreamos/watch', sha: 'x', externalId: 'e' };

  it('gets all of its annotations, at most 50 a call, and its conclusion last', async () => {
    const { kept, state, answer } = keep();
    const { forge, asked } = await start(answer);
    const run = await forge.startCheck({ ...CHECK, text: text(120) });
    expect(run).toMatchObject({ isOurs: true, status: 'completed', conclusion: 'neutral' });
    expect(lines(kept)).toEqual(upTo(120));
    expect(state).toEqual({ conclusion: 'neutral', most: 50 });
    expect(asked().map(({ body }) => body.conclusion ?? null)).toEqual([null, null, null, 'neutral']);
  });

  it.each(['before', 'after'] as const)(
    'gets none twice when the socket drops %s the write',
    async (when) => {
      const { kept, state, answer } = keep((_, calls) => (calls === 2 || calls === 3 ? when : null));
      const { forge } = await start(answer);
      await forge.startCheck({ ...CHECK, text: text(130) });
      expect(lines(kept)).toEqual(upTo(130));
      expect(state.conclusion).toBe('neutral');
    },
  );

  it('is not told again what it has already', async () => {
    const { kept, answer } = keep();
    const { forge } = await start(answer);
    await forge.startCheck({ ...CHECK, text: text(20) });
    await forge.updateCheck(1, text(30));
    await forge.updateCheck(1, text(30));
    expect(lines(kept)).toEqual(upTo(30));
  });

  it('is cut to what GitHub takes, between two characters', async () => {
    const { kept, answer } = keep();
    const { forge, asked } = await start(answer);
    const [annotation] = text(1).annotations;
    if (!annotation) throw new Error('none');
    const long = { ...annotation, title: 'ü'.repeat(400), message: '💥'.repeat(40_000) };
    await forge.startCheck({
      ...CHECK,
      text: { ...text(0), summary: 'é'.repeat(50_000), text: 'é'.repeat(50_000), annotations: [long, long] },
    });
    expect(kept).toHaveLength(1);
    const [{ body }] = asked() as [Asked];
    for (const [words, most] of [
      [body.output.summary, 65_535],
      [body.output.text, 65_535],
      [body.output.annotations[0].title, 255],
      [body.output.annotations[0].message, 65_536],
    ] as const) {
      expect(Buffer.byteLength(words)).toBeLessThanOrEqual(most);
      expect(Buffer.byteLength(words)).toBeGreaterThan(most - 8);
      expect(words).not.toContain('\ufffd');
    }
  });
});

describe('logs', () => {
  it('are those of the failed jobs, from where they are kept, without showing our token there', async () => {
    const store = await start(({ path }) =>
      path === '/gone' ? { status: 410 } : { body: '\ufeffline 1\nline 2\n' },
    );
    const { forge } = await start(({ path }) => {
      if (path.includes('/jobs?') || path.endsWith('/jobs'))
        return {
          body: {
            jobs: [
              { id: 1, name: 'a', conclusion: 'failure' },
              { id: 2, name: 'b', conclusion: 'success' },
              { id: 3, name: 'c', conclusion: 'timed_out' },
              { id: 4, name: 'd', conclusion: 'failure' },
            ],
          },
        };
      const job = /jobs\/(\d)\/logs/.exec(path)?.[1];
      if (job === '3') return { status: 410, body: { message: 'gone' } };
      return job ? { status: 302, headers: { location: `${store.url}/${job === '4' ? 'gone' : job}` } } : {};
    });
    expect(await forge.runLog(5)).toBe('line 1\nline 2\n');
    expect(store.asked().map(({ path }) => path)).toEqual(['/1', '/gone']);
    for (const { headers } of store.asked()) expect(headers.authorization).toBeUndefined();
  });

  it('are of the latest run of each workflow: what is green since, or runs again, tells', async () => {
    const run = (id: number, workflow_id: number, conclusion: string | null, minute: number) => ({
      ...{ id, name: `w${workflow_id}`, head_sha: 'a', html_url: 'x', workflow_id, conclusion },
      run_started_at: `2026-11-24T10:0${minute}:00Z`,
    });
    const workflow_runs = [
      ...[run(9, 1, 'success', 5), run(8, 1, 'failure', 1)],
      // An older one that was started again after it.
      ...[run(7, 2, 'success', 2), run(6, 2, 'failure', 4)],
      ...[run(5, 3, null, 6), run(4, 3, 'failure', 3), run(3, 3, 'success', 1)],
      ...[run(2, 4, 'success', 6), run(1, 4, 'failure', 1)],
    ];
    const { forge } = await start(inTurn(/actions\/runs/, { body: { workflow_runs } }));
    expect((await forge.failedRuns('a')).map(({ id }) => id)).toEqual([6, 4]);
  });

  it('that are very long are kept from their end', async () => {
    const row = `${'x'.repeat(1023)}\n`;
    const store = await start(() => ({ body: Buffer.from(`${row.repeat(21 * 1024)}the end\n`) }));
    const { forge } = await start(({ path }) => {
      if (path.includes('/logs')) return { status: 302, headers: { location: `${store.url}/log` } };
      const jobs = [1, 2].map((id) => ({ id, name: 'a', conclusion: 'failure' }));
      return path.includes('/jobs') ? { body: { jobs } } : {};
    });
    const log = (await forge.runLog(5)) ?? '';
    expect(Buffer.byteLength(log)).toBeLessThanOrEqual(20 * 1024 * 1024);
    expect(Buffer.byteLength(log)).toBeGreaterThan(20 * 1024 * 1024 - 4096);
    expect(log.startsWith('x')).toBe(true);
    expect(log.trimEnd().endsWith('the end')).toBe(true);
  });
});

describe('a draft that is to be ready', () => {
  const failed = (type?: string): Answer => ({
    body: { data: { markPullRequestReadyForReview: null }, errors: [{ type, message: 'It says no' }] },
  });
  const done: Answer = {
    body: { data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } } },
  };
  const draftAnd = (...answers: Answer[]) => {
    const graphql = inTurn(/graphql$/, ...answers);
    return (asked: Asked): Answer =>
      /pulls/.test(asked.path) ? { body: { node_id: 'PR_x', draft: true } } : graphql(asked);
  };
  const written = (asked: readonly Asked[]) => asked.filter(({ method }) => method === 'POST');

  it('is named by its node, and tried again for what passes', async () => {
    const { forge, asked, slept } = await start(draftAnd({ status: 502 }, 'drop', failed(), done));
    await forge.markReady(3);
    expect(slept).toEqual([500, 1000, 2000]);
    expect(written(asked()).at(-1)?.body.variables).toEqual({ pull: 'PR_x' });
    expect(written(asked()).at(-1)?.body.query).toContain('markPullRequestReadyForReview');
  });

  it.each([
    ['FORBIDDEN', 403],
    ['NOT_FOUND', 404],
    ['UNPROCESSABLE', 422],
  ])('is refused by an answer of 200 with %s, once', async (type, status) => {
    const { forge, asked } = await start(draftAnd(failed(type)));
    await expect(forge.markReady(3)).rejects.toMatchObject({
      ...{ name: 'ForgeError', status },
      message: expect.stringContaining('It says no'),
    });
    expect(written(asked())).toHaveLength(1);
  });

  it('waits for a limit that such an answer tells of', async () => {
    const limited = { ...(failed('RATE_LIMITED') as object), headers: { 'retry-after': '7' } };
    const { forge, slept } = await start(draftAnd(limited, done));
    await forge.markReady(3);
    expect(slept).toEqual([7000]);
  });

  it('is made a draft again by the call for that', async () => {
    const { forge, asked } = await start(({ path }) =>
      path.includes('/pulls/') ? { body: { node_id: 'PR_x', draft: false } } : done,
    );
    await forge.markDraft(3);
    expect(written(asked()).at(-1)?.body.query).toContain('convertPullRequestToDraft');
  });

  it('is left where it is ready already', async () => {
    const { forge, asked } = await start(({ path }) =>
      path.includes('/pulls/') ? { body: { node_id: 'PR_x', draft: false } } : {},
    );
    await forge.markReady(3);
    expect(written(asked())).toEqual([]);
  });
});

describe('who we are', () => {
  it('asks for a git token of this repository and its contents alone', async () => {
    const { forge, tokens } = await start(() => ({}));
    expect(await forge.gitToken()).toBe('ghs_x');
    expect(tokens().at(-1)?.body).toEqual({ repository_ids: [7], permissions: { contents: 'write' } });
    expect(forge.self).toBe('dreamos[bot]');
  });

  it('is asked of GitHub', async () => {
    const { probot, time } = await start(() => ({ body: { id: 4242, slug: 'dreamos' } }));
    expect(await readSelf(probot, time)).toEqual({ appId: 4242, slug: 'dreamos' });
  });
});
