import type { CheckRunRow, Json, RepoRow, SuiteRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { toHeadCommit } from './to-commit.ts';
import { pullsOf } from './to-pull.ts';
import { apiOf, pageOf, toMinimalRepository } from './to-repository.ts';
import { toApp } from './to-user.ts';

export function toCheckRun(world: World, repo: RepoRow, run: CheckRunRow): Json {
  const url = `${apiOf(world, repo)}/check-runs/${run.id}`;
  const page = `${pageOf(world, repo)}/commits/${run.suite.sha}/checks#check-${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.suite.sha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: toApp(world, run.suite.app),
    pull_requests: pullsOf(world, repo, run.suite.sha),
  };
}

/** As deliveries have it: with the suite in full, and the buttons. */
export function toCheckRunTold(world: World, repo: RepoRow, run: CheckRunRow): Json {
  return { ...toCheckRun(world, repo, run), check_suite: toSuiteShort(world, repo, run.suite) };
}

function toSuiteShort(world: World, repo: RepoRow, suite: SuiteRow): Json {
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.branch,
    head_sha: suite.sha,
    status: suite.status,
    conclusion: suite.conclusion,
    url: `${apiOf(world, repo)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.sha,
    pull_requests: pullsOf(world, repo, suite.sha),
    app: toApp(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

/** As deliveries have it; the REST API adds the repository. */
export async function toSuite(world: World, repo: RepoRow, suite: SuiteRow): Promise<Json> {
  const commit = await repo.git.commit(suite.sha);
  return {
    ...toSuiteShort(world, repo, suite),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: [...repo.checks.values()].filter((run) => run.suite === suite).length,
    check_runs_url: `${apiOf(world, repo)}/check-suites/${suite.id}/check-runs`,
    head_commit: commit && toHeadCommit(commit),
  };
}

export async function toSuiteListed(world: World, repo: RepoRow, suite: SuiteRow): Promise<Json> {
  return { ...(await toSuite(world, repo, suite)), repository: toMinimalRepository(world, repo) };
}
