import type { WorkflowRunFacts } from './fake-github.ts';
import { toSuite } from './render/to-check.ts';
import { toRun, toWorkflow } from './render/to-run.ts';
import { type CheckRunRow, now, type RepoRow, type SuiteRow, type WorkflowRunRow } from './rows.ts';
import type { World } from './world.ts';

/** A finished run of the repository's own CI, with one job that printed a log. */
export function addWorkflowRun(
  world: World,
  repo: RepoRow,
  facts: WorkflowRunFacts,
): { readonly id: number } {
  const times = { createdAt: now(), updatedAt: now() };
  const suite: SuiteRow = {
    id: world.nextId(),
    app: world.ciApp,
    sha: facts.sha,
    branch: facts.branch,
    before: null,
    status: 'completed',
    conclusion: facts.conclusion,
    ...times,
  };
  const check: CheckRunRow = {
    id: world.nextId(),
    suite,
    name: facts.name,
    externalId: '',
    detailsUrl: null,
    status: 'completed',
    conclusion: facts.conclusion,
    startedAt: now(),
    completedAt: now(),
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  const alike = [...repo.runs.values()].filter((run) => run.name === facts.name);
  const run: WorkflowRunRow = {
    id: world.nextId(),
    suite,
    workflow: alike[0]?.workflow ?? world.nextId(),
    runNumber: alike.length + 1,
    name: facts.name,
    branch: facts.branch,
    sha: facts.sha,
    actor: repo.owner,
    conclusion: facts.conclusion,
    createdAt: now(),
    job: { id: check.id, check, log: facts.log },
  };
  repo.suites.push(suite);
  repo.checks.set(check.id, check);
  repo.runs.set(run.id, run);
  world.outbox.after(() => tell(world, repo, run));
  return { id: run.id };
}

async function tell(world: World, repo: RepoRow, run: WorkflowRunRow): Promise<void> {
  const by = run.actor;
  world.outbox.emit('workflow_run', 'completed', repo, by, {
    workflow_run: await toRun(world, repo, run),
    workflow: toWorkflow(world, repo, run),
  });
  world.outbox.emit('check_suite', 'completed', repo, by, {
    check_suite: await toSuite(world, repo, run.suite),
  });
}
