import { randomBytes } from 'node:crypto';
import { type Answer, type Call, json, list, notFound, nothing, numberOf } from '../call.ts';
import { toJob, toRun } from '../render/to-run.ts';
import { type Route, repoRoute } from '../router.ts';
import type { Json, WorkflowRunRow } from '../rows.ts';

const READ = 'actions:read';

/** What the repository's own CI ran, and printed. */
export const actionRoutes: readonly Route[] = [
  repoRoute('GET', '/actions/runs', READ, 'read', listRuns),
  repoRoute('GET', '/actions/runs/{id}', READ, 'read', async (call) =>
    json(await toRun(call.world, call.repo, runOf(call))),
  ),
  repoRoute('GET', '/actions/runs/{id}/jobs', READ, 'read', (call) =>
    list([runOf(call)], (run) => toJob(call.world, call.repo, run), 'jobs'),
  ),
  repoRoute('GET', '/actions/jobs/{id}', READ, 'read', (call) =>
    json(toJob(call.world, call.repo, jobOf(call))),
  ),
  repoRoute('GET', '/actions/jobs/{id}/logs', READ, 'read', (call) => {
    // A plain address with its secret inside, as GitHub's storage has: it takes no token.
    const path = `/_logs/${randomBytes(12).toString('hex')}`;
    call.world.logs.set(path, jobOf(call).job.log);
    return nothing(302, { location: `${call.world.url}${path}` });
  }),
];

async function listRuns(call: Call): Promise<Answer> {
  const { query, repo, world } = call;
  const status = query.get('status');
  const rows = [...repo.runs.values()]
    .filter((run) => is(query.get('head_sha'), run.sha))
    .filter((run) => is(query.get('branch'), run.branch))
    .filter(() => is(query.get('event'), 'push'))
    .filter((run) => is(query.get('check_suite_id'), String(run.suite.id)))
    .filter((run) => is(query.get('actor'), run.actor.login))
    .filter((run) => status === null || status === 'completed' || status === run.conclusion)
    .reverse();
  const shown = new Map<number, Json>();
  for (const run of rows) shown.set(run.id, await toRun(world, repo, run));
  return list(rows, (run) => shown.get(run.id), 'workflow_runs');
}

const is = (asked: string | null, has: string): boolean => asked === null || asked === has;

function runOf(call: Call): WorkflowRunRow {
  const run = call.repo.runs.get(numberOf(call, 'id'));
  if (run === undefined) throw notFound();
  return run;
}

function jobOf(call: Call): WorkflowRunRow {
  const id = numberOf(call, 'id');
  const run = [...call.repo.runs.values()].find(({ job }) => job.id === id);
  if (run === undefined) throw notFound();
  return run;
}
