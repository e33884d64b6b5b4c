import { ZERO } from './bare-repo.ts';
import { Refusal } from './call.ts';
import { closeFixed } from './close-fixed.ts';
import { toPull } from './render/to-pull.ts';
import { type IssueRow, type Json, now, type PullRow, type RepoRow, type UserRow } from './rows.ts';
import type { World } from './world.ts';

export type PullIssue = IssueRow & { readonly pull: PullRow };

export const isPull = (issue: IssueRow): issue is PullIssue => issue.pull !== null;

/** Tells something of a pull request. */
export async function tellPull(
  world: World,
  repo: RepoRow,
  issue: PullIssue,
  action: string,
  by: UserRow,
  more: Json = {},
): Promise<void> {
  world.outbox.emit('pull_request', action, repo, by, {
    number: issue.number,
    pull_request: await toPull(world, repo, issue, true),
    ...more,
  });
}

/** Open pull requests follow their head branch, also those of other repositories that it is offered to. */
export async function followHead(
  world: World,
  repo: RepoRow,
  branch: string,
  after: string,
  by: UserRow,
): Promise<void> {
  for (const base of world.repos.values()) {
    for (const issue of base.issues.values()) {
      if (!isPull(issue) || issue.state !== 'open') continue;
      const { head } = issue.pull;
      if (head.repo !== repo || head.ref !== branch || head.sha === after) continue;
      if (after === ZERO) await closePull(world, base, issue, by);
      else await moveHead(world, base, issue, after, by);
    }
  }
}

async function moveHead(world: World, base: RepoRow, issue: PullIssue, after: string, by: UserRow) {
  const before = issue.pull.head.sha;
  issue.pull.head.sha = after;
  issue.updatedAt = now();
  await bringHead(base, issue);
  const tip = await base.git.branch(issue.pull.base.ref);
  if (tip !== null) issue.pull.base.sha = tip;
  await tellPull(world, base, issue, 'synchronize', by, { before, after });
}

/** Brings a head's commits into the base's repository, where `refs/pull/N/head` keeps them. */
export async function bringHead(base: RepoRow, issue: PullIssue): Promise<void> {
  const { head } = issue.pull;
  const ref = `refs/pull/${issue.number}/head`;
  if (head.repo !== null && head.repo !== base)
    await base.git.text(['fetch', '-q', '--no-tags', head.repo.git.dir, `+refs/heads/${head.ref}:${ref}`]);
  else await base.git.updateRef(ref, head.sha);
}

/** A base that has a head's commits has it merged; a base that is gone closes it. */
export async function followBase(
  world: World,
  repo: RepoRow,
  branch: string,
  after: string,
  by: UserRow,
): Promise<void> {
  for (const issue of repo.issues.values()) {
    if (!isPull(issue) || issue.state !== 'open' || issue.pull.base.ref !== branch) continue;
    if (after === ZERO) await closePull(world, repo, issue, by);
    else if (await repo.git.contains(after, issue.pull.head.sha))
      await markMerged(world, repo, issue, after, by);
  }
}

async function closePull(world: World, repo: RepoRow, issue: PullIssue, by: UserRow): Promise<void> {
  issue.state = 'closed';
  issue.closedAt = now();
  issue.closedBy = by;
  issue.updatedAt = now();
  await tellPull(world, repo, issue, 'closed', by);
}

export async function markMerged(
  world: World,
  repo: RepoRow,
  issue: PullIssue,
  sha: string,
  by: UserRow,
): Promise<void> {
  const { pull } = issue;
  pull.merged = true;
  pull.mergedAt = now();
  pull.mergedBy = by;
  pull.mergeCommitSha = sha;
  await closePull(world, repo, issue, by);
  if (pull.base.ref === repo.defaultBranch)
    closeFixed(world, repo, `${issue.title}\n${issue.body ?? ''}`, by);
}

/** Closes a pull request, or opens it again where its branch is still there. */
export async function setPullState(
  world: World,
  repo: RepoRow,
  issue: PullIssue,
  state: 'open' | 'closed',
  by: UserRow,
): Promise<void> {
  if (state === 'closed') return closePull(world, repo, issue, by);
  const { head, merged } = issue.pull;
  const sha = head.repo === null ? null : await head.repo.git.branch(head.ref);
  if (merged || sha === null) {
    const message = 'state cannot be changed. The branch is gone, or it was merged.';
    throw new Refusal(422, 'Validation Failed', {
      errors: [{ resource: 'PullRequest', code: 'invalid', field: 'state', message }],
    });
  }
  head.sha = sha;
  await bringHead(repo, issue);
  Object.assign(issue, { state: 'open', closedAt: null, closedBy: null });
  await tellPull(world, repo, issue, 'reopened', by);
}
