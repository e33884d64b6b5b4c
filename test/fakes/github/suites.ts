import { toSuite } from './render/to-check.ts';
import { type AppRow, now, type RepoRow, type SuiteRow, type UserRow } from './rows.ts';
import type { World } from './world.ts';

/** The suite of an app for a commit, made where it is not there. */
export async function startSuite(
  world: World,
  repo: RepoRow,
  app: AppRow,
  of: {
    readonly sha: string;
    readonly branch: string | null;
    readonly before?: string;
    readonly by: UserRow;
  },
): Promise<SuiteRow> {
  const known = repo.suites.find((suite) => suite.app === app && suite.sha === of.sha);
  if (known) return known;
  const suite: SuiteRow = {
    id: world.nextId(),
    app,
    sha: of.sha,
    branch: of.branch,
    before: of.before ?? null,
    status: 'queued',
    conclusion: null,
    createdAt: now(),
    updatedAt: now(),
  };
  repo.suites.push(suite);
  await tellSuite(world, repo, suite, 'requested', of.by);
  return suite;
}

/** What follows for a suite from its runs; tells when it is done. */
export async function settleSuite(world: World, repo: RepoRow, suite: SuiteRow, by: UserRow): Promise<void> {
  const runs = [...repo.checks.values()].filter((run) => run.suite === suite);
  const isDone = runs.every((run) => run.status === 'completed');
  const isNew = isDone && suite.status !== 'completed';
  suite.status = isDone ? 'completed' : 'in_progress';
  suite.conclusion = isDone ? worst(runs.map((run) => run.conclusion)) : null;
  suite.updatedAt = now();
  if (isNew) await tellSuite(world, repo, suite, 'completed', by);
}

const WORST = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
  'neutral',
  'skipped',
];

function worst(conclusions: readonly (string | null)[]): string {
  return WORST.find((one) => conclusions.includes(one)) ?? 'success';
}

export async function tellSuite(
  world: World,
  repo: RepoRow,
  suite: SuiteRow,
  action: 'requested' | 'rerequested' | 'completed',
  by: UserRow,
): Promise<void> {
  world.outbox.emit('check_suite', action, repo, by, { check_suite: await toSuite(world, repo, suite) });
}
