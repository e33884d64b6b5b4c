import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  asking,
  commit,
  git,
  makeHook,
  makeToken,
  makeWidgets,
  type Posted,
  type Widgets,
} from './make-github.ts';

let at: Widgets;
let posted: Posted[];
let sha: string;
beforeAll(async () => {
  at = await makeWidgets();
  ({ posted } = await makeHook(at.github));
  sha = await git(at.dir, 'rev-parse', 'HEAD');
});
const REPO = '/repos/ann/widgets';

async function told(): Promise<Posted['payload'][]> {
  await at.github.settled();
  return posted.splice(0).map(({ event, payload }) => ({ event, ...payload }));
}

const note = (line: number) => ({
  path: 'src/add.js',
  start_line: line,
  end_line: line,
  annotation_level: 'failure',
  message: `Line ${line}`,
});

describe('check runs', () => {
  it('are made by apps only, and belong to ours', async () => {
    const { asApp, asAnn } = at;
    const check = { name: 'dreamos/watch', head_sha: sha, external_id: 'a-1' };
    expect((await asAnn(`POST ${REPO}/check-runs`, check)).status).toBe(403);
    expect((await asApp(`POST ${REPO}/check-runs`, { ...check, head_sha: '1'.repeat(40) })).status).toBe(422);
    const made = await asApp(`POST ${REPO}/check-runs`, { ...check, status: 'in_progress' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      status: 'in_progress',
      conclusion: null,
      external_id: 'a-1',
      app: { slug: 'dreamos' },
    });
    expect((await told()).map((one) => `${one.event}.${one.action}`)).toEqual([
      'check_suite.requested',
      'check_run.created',
    ]);
  });

  it('add annotations call by call, at most fifty each', async () => {
    const { asApp } = at;
    const { body } = await asApp(`GET ${REPO}/commits/main/check-runs?check_name=dreamos/watch`);
    const { id } = body.check_runs[0];
    const notes = Array.from({ length: 51 }, (_, index) => note(index + 1));
    const output = (annotations: object[]) => ({ output: { title: 'T', summary: 'S', annotations } });
    const patch = (change: object) => asApp(`PATCH ${REPO}/check-runs/${id}`, change);
    expect((await patch(output(notes))).status).toBe(422);
    expect((await patch(output(notes.slice(0, 50)))).body.output.annotations_count).toBe(50);
    expect((await patch({ ...output(notes.slice(50)), conclusion: 'failure' })).body).toMatchObject({
      ...{ status: 'completed', conclusion: 'failure', output: { annotations_count: 51, summary: 'S' } },
    });
    expect((await patch({ output: { title: 'T', summary: 'x'.repeat(65_536) } })).status).toBe(422);
    const shown = await asApp(`GET ${REPO}/check-runs/${id}/annotations?per_page=100`);
    expect(shown.body).toHaveLength(51);
    expect(shown.body[50]).toMatchObject({ start_line: 51, title: null });
    const events = (await told()).map((one) => `${one.event}.${one.action}`);
    expect(events).toEqual(['check_run.completed', 'check_suite.completed']);
  });

  it('show the latest of a name unless all are asked for', async () => {
    const { github, asApp, asAnn } = at;
    const again = await asApp(`POST ${REPO}/check-runs`, {
      name: 'dreamos/watch',
      head_sha: sha,
      conclusion: 'neutral',
    });
    const of = async (query: string) => (await asApp(`GET ${REPO}/commits/${sha}/check-runs?${query}`)).body;
    expect((await of('')).check_runs.map((one: { id: number }) => one.id)).toEqual([again.body.id]);
    expect((await of('filter=all')).total_count).toBe(2);
    expect((await of(`app_id=${github.app.id + 1}`)).total_count).toBe(0);
    await told();
    expect((await asAnn(`POST ${REPO}/check-runs/${again.body.id}/rerequest`)).status).toBe(201);
    expect((await told())[0]).toMatchObject({
      ...{ event: 'check_run', action: 'rerequested', sender: { login: 'ann' } },
      check_run: { name: 'dreamos/watch', check_suite: { head_branch: 'main' }, app: { id: github.app.id } },
    });
  });
});

describe('workflow runs', () => {
  it('tell that CI is red, and keep what it printed', async () => {
    const { repo, asApp } = at;
    await told();
    const run = repo.addWorkflowRun({
      sha,
      branch: 'main',
      name: 'CI',
      conclusion: 'failure',
      log: 'FAIL add.test\n',
    });
    expect(await told()).toMatchObject([
      {
        event: 'workflow_run',
        action: 'completed',
        workflow_run: { id: run.id, head_sha: sha, conclusion: 'failure' },
      },
      {
        event: 'check_suite',
        action: 'completed',
        check_suite: { head_branch: 'main', app: { slug: 'github-actions' } },
      },
    ]);
    const runs = await asApp(`GET ${REPO}/actions/runs?head_sha=${sha}&status=failure`);
    expect(runs.body).toMatchObject({ total_count: 1, workflow_runs: [{ id: run.id, name: 'CI' }] });
    const jobs = await asApp(`GET ${REPO}/actions/runs/${run.id}/jobs`);
    const log = await asApp(`GET ${REPO}/actions/jobs/${jobs.body.jobs[0].id}/logs`);
    expect(log.status).toBe(302);
    expect(await (await fetch(log.headers.get('location') ?? '')).text()).toBe('FAIL add.test\n');
    const blind = asking(
      at.github,
      await makeToken(at.github, at.installation, { permissions: { contents: 'read' } }),
    );
    expect((await blind(`GET ${REPO}/actions/runs`)).status).toBe(403);
  });
});

describe('reviews', () => {
  it('stand on lines that the diff shows', async () => {
    const { github, repo, asApp, asAnn, dir } = at;
    await git(dir, 'checkout', '-q', '-b', 'review');
    await commit(dir, { 'src/add.js': 'a\nb\nC\nD\ne\nf\ng\nh\n' }, 'Change');
    await git(dir, 'push', '-q', 'origin', 'review');
    const made = await asAnn(`POST ${REPO}/pulls`, { title: 'Hers', head: 'review', base: 'main' });
    const review = (comment: object) =>
      asApp(`POST ${REPO}/pulls/${made.body.number}/reviews`, {
        ...{ event: 'COMMENT', body: 'Try this', commit_id: made.body.head.sha },
        comments: [{ path: 'src/add.js', body: '```suggestion\nc\n```', ...comment }],
      });
    const good = await review({ start_line: 3, start_side: 'RIGHT', line: 4, side: 'RIGHT' });
    expect(good.body).toMatchObject({ state: 'COMMENTED', user: { login: 'dreamos[bot]' } });
    expect((await review({ line: 400, side: 'RIGHT' })).status).toBe(422);
    expect((await review({ path: 'README.md', line: 1 })).status).toBe(422);
    const at1 = `${REPO}/pulls/${made.body.number}`;
    expect((await asApp(`GET ${at1}/comments`)).body).toMatchObject([
      { start_line: 3, line: 4, side: 'RIGHT' },
    ]);
    expect((await asApp(`GET ${at1}/reviews`)).body).toHaveLength(1);
    github.addUser('bob');
    const ask = (login: string) => asApp(`POST ${at1}/requested_reviewers`, { reviewers: [login] });
    expect((await ask('bob')).status).toBe(422);
    expect((await ask('ann')).status).toBe(422);
    repo.setPermission('bob', 'write');
    expect((await ask('bob')).body.requested_reviewers).toMatchObject([{ login: 'bob' }]);
  });
});
