import * as z from 'zod';
import type { Translated } from '../../domain/forge-event.ts';
import { type Heard, ignored, Round, refuseOrder, told, toRound } from './delivery.ts';
import { Sha } from './sha.ts';

/** Pull requests of a commit, as check events list them: empty for those of forks, and sometimes else. */
const Pulls = z
  .array(z.object({ head: z.object({ ref: z.string(), repo: z.object({ id: z.number() }).nullish() }) }))
  .nullish();
const Branch = z.string().nullish();
const App = z.object({ id: z.number(), slug: z.string().nullish(), name: z.string().nullish() });

const CheckSuite = z.object({
  check_suite: z.object({
    head_sha: Sha,
    head_branch: Branch,
    conclusion: z.string().nullish(),
    updated_at: Round,
    app: App.nullish(),
    pull_requests: Pulls,
  }),
});
const CheckRun = z.object({
  check_run: z.object({
    name: z.string(),
    head_sha: Sha,
    app: App.nullish(),
    check_suite: z.object({ head_branch: Branch }).nullish(),
    pull_requests: Pulls,
  }),
});
const WorkflowRun = z.object({
  workflow_run: z.object({
    id: Round,
    run_attempt: Round,
    name: z.string().nullish(),
    head_sha: Sha,
    head_branch: Branch,
    conclusion: z.string().nullish(),
    event: z.string().nullish(),
    head_repository: z.object({ id: z.number() }).nullish(),
    pull_requests: Pulls,
  }),
  workflow: z.object({ name: z.string().nullish() }).nullish(),
});

/** A workflow that could not start is a fault of its file, which is never ours to touch: it is not among these. */
const GREEN = 'success';
const RED: ReadonlySet<string> = new Set(['failure', 'timed_out']);
/** GitHub Actions tells each run twice: as its workflow's, and as a suite of this app. */
const ACTIONS = 'github-actions';
/** For a run by a release, the branch that is told is a tag. */
const BY_TAG = 'release';

/** The branch that a commit was checked on; null where only a fork has it. */
function branchOf(
  heard: Heard,
  branch: string | null | undefined,
  pulls: z.infer<typeof Pulls>,
): string | null {
  if (branch) return branch;
  const own = pulls?.find(({ head }) => head.repo?.id === heard.repository.id);
  return own?.head.ref || null;
}

interface Ended {
  readonly sha: string;
  readonly branch: string | null;
  readonly name: string;
  readonly round: string | undefined;
}

/**
 * The repository's CI ended red. Who sent it is who pushed, be it a bot or us: a red CI is a fact all the same, and one on a branch
 * of ours is worth knowing.
 */
function red(heard: Heard, { sha, branch, name, round }: Ended): Translated {
  if (branch === null) return ignored('no-branch');
  const isDefault = branch === heard.repository.default_branch;
  return told([{ ...heard.common, kind: 'ci-red', sha, branch, isDefault, name, round }]);
}

function green(heard: Heard, { sha, branch, name, round }: Ended): Translated {
  // What it says of another branch ends nothing.
  if (branch === null || branch !== heard.repository.default_branch) return ignored('not-red');
  return told([{ ...heard.common, kind: 'ci-green', sha, name, round }]);
}

export function translateWorkflowRun(heard: Heard): Translated {
  if (heard.action !== 'completed') return ignored('unknown-action');
  const read = WorkflowRun.safeParse(heard.delivery.payload);
  if (!read.success) return ignored('bad-payload');
  const { workflow_run: run, workflow } = read.data;
  const isGreen = run.conclusion === GREEN;
  if (!isGreen && !RED.has(run.conclusion ?? '')) return ignored('not-red');
  // A fork's `main` has the name of ours, and is not ours.
  if (run.head_repository && run.head_repository.id !== heard.repository.id)
    return ignored('fork-repository');
  if (run.event === BY_TAG) return ignored('tag');
  const branch = branchOf(heard, run.head_branch, run.pull_requests);
  const name = run.name || workflow?.name || 'workflow';
  const round = toRound(run.id, run.run_attempt);
  return (isGreen ? green : red)(heard, { sha: run.head_sha, branch, name, round });
}

export function translateCheckSuite(heard: Heard): Translated {
  const { action, delivery, self, common } = heard;
  if (action !== 'completed' && action !== 'rerequested') return ignored('unknown-action');
  const read = CheckSuite.safeParse(delivery.payload);
  if (!read.success) return ignored('bad-payload');
  const { app, conclusion, head_sha: sha, head_branch, pull_requests, updated_at } = read.data.check_suite;
  const isOurs = app?.id === self.appId;
  const branch = branchOf(heard, head_branch, pull_requests);
  if (action === 'rerequested') {
    const refused = isOurs ? refuseOrder(heard) : 'not-ours';
    return refused ? ignored(refused) : told([{ ...common, kind: 'rerun', name: null, sha, branch }]);
  }
  if (isOurs) return ignored('own-event');
  const isGreen = conclusion === GREEN;
  if (!isGreen && !RED.has(conclusion ?? '')) return ignored('not-red');
  if (app?.slug === ACTIONS) return ignored('told-by-workflow');
  const name = app?.name || app?.slug || 'check suite';
  return (isGreen ? green : red)(heard, { sha, branch, name, round: updated_at });
}

/** Somebody asks for a check again. Other apps' checks are told as suites, when all of a suite have ended. */
export function translateCheckRun(heard: Heard): Translated {
  const { action, delivery, self, common } = heard;
  const read = CheckRun.safeParse(delivery.payload);
  if (!read.success) return ignored('bad-payload');
  const { name, head_sha: sha, app, check_suite, pull_requests } = read.data.check_run;
  if (app?.id !== self.appId) return ignored('not-ours');
  if (action === 'created' || action === 'completed') return ignored('own-event');
  if (action !== 'rerequested') return ignored('unknown-action');
  const refused = refuseOrder(heard);
  if (refused) return ignored(refused);
  const branch = branchOf(heard, check_suite?.head_branch, pull_requests);
  return told([{ ...common, kind: 'rerun', name, sha, branch }]);
}
