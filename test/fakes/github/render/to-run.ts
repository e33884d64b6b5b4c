import type { Json, RepoRow, WorkflowRunRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { toHeadCommit } from './to-commit.ts';
import { pullsOf } from './to-pull.ts';
import { apiOf, pageOf, toMinimalRepository } from './to-repository.ts';
import { toUser } from './to-user.ts';

export async function toRun(world: World, repo: RepoRow, run: WorkflowRunRow): Promise<Json> {
  const api = apiOf(world, repo);
  const url = `${api}/actions/runs/${run.id}`;
  const commit = await repo.git.commit(run.sha);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.name.toLowerCase().replace(/\W+/g, '-')}.yml`,
    display_title: commit?.message.split('\n')[0] ?? run.name,
    run_number: run.runNumber,
    event: 'push',
    status: 'completed',
    conclusion: run.conclusion,
    workflow_id: run.workflow,
    check_suite_id: run.suite.id,
    check_suite_node_id: nodeId('CS', run.suite.id),
    url,
    html_url: `${pageOf(world, repo)}/actions/runs/${run.id}`,
    pull_requests: pullsOf(world, repo, run.sha),
    created_at: run.createdAt,
    updated_at: run.createdAt,
    actor: toUser(world, run.actor),
    run_attempt: 1,
    referenced_workflows: [],
    run_started_at: run.createdAt,
    triggering_actor: toUser(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/actions/workflows/${run.workflow}`,
    head_commit: commit && toHeadCommit(commit),
    repository: toMinimalRepository(world, repo),
    head_repository: toMinimalRepository(world, repo),
  };
}

export function toJob(world: World, repo: RepoRow, run: WorkflowRunRow): Json {
  const api = apiOf(world, repo);
  const { job } = run;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.name,
    head_branch: run.branch,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: 1,
    node_id: nodeId('CR', job.id),
    head_sha: run.sha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${pageOf(world, repo)}/actions/runs/${run.id}`,
    status: 'completed',
    conclusion: run.conclusion,
    created_at: run.createdAt,
    started_at: run.createdAt,
    completed_at: run.createdAt,
    name: job.check.name,
    steps: [
      {
        name: 'Run checks',
        status: 'completed',
        conclusion: run.conclusion,
        number: 1,
        started_at: run.createdAt,
        completed_at: run.createdAt,
      },
    ],
    check_run_url: `${api}/check-runs/${job.check.id}`,
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
  };
}

export function toWorkflow(world: World, repo: RepoRow, run: WorkflowRunRow): Json {
  const path = `.github/workflows/${run.name.toLowerCase().replace(/\W+/g, '-')}.yml`;
  return {
    id: run.workflow,
    node_id: nodeId('W', run.workflow),
    name: run.name,
    path,
    state: 'active',
    created_at: repo.createdAt,
    updated_at: repo.createdAt,
    url: `${apiOf(world, repo)}/actions/workflows/${run.workflow}`,
    html_url: `${pageOf(world, repo)}/blob/${repo.defaultBranch}/${path}`,
    badge_url: `${pageOf(world, repo)}/workflows/${encodeURIComponent(run.name)}/badge.svg`,
  };
}
