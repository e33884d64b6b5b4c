import * as z from 'zod';
import {
  type Answer,
  type Call,
  json,
  list,
  notFound,
  numberOf,
  parseBody,
  Refusal,
  writerOf,
} from '../call.ts';
import { toCheckRun, toCheckRunTold, toSuiteListed } from '../render/to-check.ts';
import { pageOf } from '../render/to-repository.ts';
import { type Route, repoRoute } from '../router.ts';
import { type CheckRunRow, type Json, now } from '../rows.ts';
import { settleSuite, startSuite, tellSuite } from '../suites.ts';

const Annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().optional(),
  end_column: z.int().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string().max(65_535),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_535).optional(),
});
const Output = z.object({
  title: z.string().optional(),
  summary: z.string().max(65_535, 'Only 65535 characters are allowed').nullish(),
  text: z.string().max(65_535, 'Only 65535 characters are allowed').nullish(),
  annotations: z.array(Annotation).max(50, 'No more than 50 items are allowed').optional(),
});
const Facts = z.object({
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z
    .enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'])
    .nullish(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: Output.optional(),
  actions: z
    .array(
      z.object({
        label: z.string().max(20),
        description: z.string().max(40),
        identifier: z.string().max(20),
      }),
    )
    .max(3)
    .optional(),
});
const NewCheck = Facts.extend({
  name: z.string(),
  head_sha: z.string(),
  output: Output.extend({
    title: z.string(),
    summary: z.string().max(65_535, 'Only 65535 characters are allowed'),
  }).optional(),
});
const CheckEdit = Facts.extend({ name: z.string().optional() });

/** Check runs and suites. Only apps make them. */
export const checkRoutes: readonly Route[] = [
  repoRoute('POST', '/check-runs', 'checks:write', null, createCheck),
  repoRoute('GET', '/check-runs/{id}', 'checks:read', 'read', (call) =>
    json(toCheckRun(call.world, call.repo, checkOf(call))),
  ),
  repoRoute('PATCH', '/check-runs/{id}', 'checks:write', null, async (call) => {
    const run = checkOf(call);
    if (run.suite.app !== call.world.appRow)
      throw new Refusal(
        403,
        'Invalid app_id `' +
          `${run.suite.app.id}` +
          '` - check run can only be modified by the GitHub App that created it.',
      );
    const body = parseBody(call, CheckEdit);
    const was = run.status;
    change(run, body);
    await settled(call, run, was === 'completed' ? null : 'completed');
    return json(toCheckRun(call.world, call.repo, run));
  }),
  repoRoute('GET', '/check-runs/{id}/annotations', 'checks:read', 'read', (call) => {
    const run = checkOf(call);
    const blob = `${pageOf(call.world, call.repo)}/blob/${run.suite.sha}/`;
    return list(run.annotations, (row) => ({
      path: row.path,
      blob_href: `${blob}${String(row.path)}`,
      start_line: row.start_line,
      start_column: row.start_column ?? null,
      end_line: row.end_line,
      end_column: row.end_column ?? null,
      annotation_level: row.annotation_level,
      title: row.title ?? null,
      message: row.message,
      raw_details: row.raw_details ?? null,
    }));
  }),
  repoRoute('POST', '/check-runs/{id}/rerequest', 'checks:write', 'write', (call) => {
    tell(call, checkOf(call), 'rerequested');
    return json({}, 201);
  }),
  repoRoute('GET', '/commits/{ref}/check-runs', 'checks:read', 'read', async (call) => {
    const sha = await shaOf(call);
    return listed(
      call,
      [...call.repo.checks.values()].filter((run) => run.suite.sha === sha),
    );
  }),
  repoRoute('GET', '/commits/{ref}/check-suites', 'checks:read', 'read', async (call) => {
    const sha = await shaOf(call);
    const app = call.query.get('app_id');
    const suites = call.repo.suites.filter(
      (row) => row.sha === sha && (app === null || String(row.app.id) === app),
    );
    const shown = new Map<number, Json>();
    for (const suite of suites) shown.set(suite.id, await toSuiteListed(call.world, call.repo, suite));
    return list(suites, (suite) => shown.get(suite.id), 'check_suites');
  }),
  repoRoute('GET', '/check-suites/{id}', 'checks:read', 'read', async (call) => {
    const suite = call.repo.suites.find(({ id }) => id === numberOf(call, 'id'));
    if (suite === undefined) throw notFound();
    return json(await toSuiteListed(call.world, call.repo, suite));
  }),
  repoRoute('GET', '/check-suites/{id}/check-runs', 'checks:read', 'read', (call) =>
    listed(
      call,
      [...call.repo.checks.values()].filter((run) => run.suite.id === numberOf(call, 'id')),
    ),
  ),
  repoRoute('POST', '/check-suites/{id}/rerequest', 'checks:write', 'write', async (call) => {
    const suite = call.repo.suites.find(({ id }) => id === numberOf(call, 'id'));
    if (suite === undefined) throw notFound();
    await tellSuite(call.world, call.repo, suite, 'rerequested', writerOf(call));
    return json({}, 201);
  }),
];

async function createCheck(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const body = parseBody(call, NewCheck);
  const sha = await repo.git.resolve(body.head_sha);
  if (sha === null || sha !== body.head_sha)
    throw new Refusal(422, `No commit found for SHA: ${body.head_sha}`);
  const suite = await startSuite(world, repo, world.appRow, {
    sha,
    branch: await branchOf(call, sha),
    by: writerOf(call),
  });
  const run: CheckRunRow = {
    id: world.nextId(),
    suite,
    name: body.name,
    externalId: '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  change(run, body);
  repo.checks.set(run.id, run);
  tell(call, run, 'created');
  await settled(call, run, 'completed');
  return json(toCheckRun(world, repo, run), 201);
}

function change(run: CheckRunRow, body: z.infer<typeof CheckEdit>): void {
  run.name = body.name ?? run.name;
  run.externalId = body.external_id ?? run.externalId;
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.startedAt = body.started_at ?? run.startedAt;
  const status = body.conclusion ? 'completed' : (body.status ?? run.status);
  if (status === 'completed' && !(body.conclusion ?? run.conclusion))
    throw new Refusal(422, 'Invalid request.\n\nMissing `conclusion` for a completed check run.');
  run.status = status;
  run.conclusion = status === 'completed' ? (body.conclusion ?? run.conclusion) : null;
  run.completedAt = status === 'completed' ? (body.completed_at ?? run.completedAt ?? now()) : null;
  run.actions = body.actions ?? run.actions;
  const { output } = body;
  if (output === undefined) return;
  run.title = output.title ?? run.title;
  if (output.summary !== undefined) run.summary = output.summary;
  if (output.text !== undefined) run.text = output.text;
  run.annotations.push(...(output.annotations ?? []));
}

/** After a run was made or changed. */
async function settled(call: Call, run: CheckRunRow, action: 'completed' | null): Promise<void> {
  if (action !== null && run.status === 'completed') tell(call, run, action);
  await settleSuite(call.world, call.repo, run.suite, writerOf(call));
}

function tell(call: Call, run: CheckRunRow, action: string): void {
  const shown = { ...toCheckRunTold(call.world, call.repo, run), actions: run.actions };
  call.world.outbox.emit('check_run', action, call.repo, writerOf(call), { check_run: shown });
}

function listed(call: Call, runs: readonly CheckRunRow[]): Answer {
  const { query } = call;
  const name = query.get('check_name');
  const app = query.get('app_id');
  const status = query.get('status');
  const found = runs
    .filter((run) => name === null || run.name === name)
    .filter((run) => app === null || String(run.suite.app.id) === app)
    .filter((run) => status === null || run.status === status)
    .toReversed();
  const seen = new Set<string>();
  const latest = found.filter((run) => {
    const key = `${run.suite.id} ${run.name}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
  const rows = query.get('filter') === 'all' ? found : latest;
  return list(rows, (run) => toCheckRun(call.world, call.repo, run), 'check_runs');
}

function checkOf(call: Call): CheckRunRow {
  const run = call.repo.checks.get(numberOf(call, 'id'));
  if (run === undefined) throw notFound();
  return run;
}

async function shaOf(call: Call): Promise<string> {
  const ref = call.params.ref ?? '';
  const sha = await call.repo.git.resolve(ref);
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return sha;
}

async function branchOf(call: Call, sha: string): Promise<string | null> {
  for (const [ref, tip] of await call.repo.git.refs('refs/heads/'))
    if (tip === sha) return ref.slice('refs/heads/'.length);
  return null;
}
