import { toIssue } from './render/to-issue.ts';
import { type IssueRow, now, type RepoRow, type UserRow } from './rows.ts';
import type { World } from './world.ts';

const WORDS = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/** Closes the issues that a text says it fixes. */
export function closeFixed(world: World, repo: RepoRow, text: string, by: UserRow): void {
  for (const [, number] of text.matchAll(WORDS)) {
    const issue = repo.issues.get(Number(number));
    if (issue && issue.pull === null && issue.state === 'open')
      setIssueState(world, repo, issue, 'closed', by);
  }
}

/** Closes or opens an issue (not a pull request) and says so. */
export function setIssueState(
  world: World,
  repo: RepoRow,
  issue: IssueRow,
  state: 'open' | 'closed',
  by: UserRow,
  reason: string | null = null,
): void {
  const isClosed = state === 'closed';
  issue.state = state;
  issue.stateReason = reason ?? (isClosed ? 'completed' : 'reopened');
  issue.closedAt = isClosed ? now() : null;
  issue.closedBy = isClosed ? by : null;
  issue.updatedAt = now();
  world.outbox.emit('issues', isClosed ? 'closed' : 'reopened', repo, by, {
    issue: toIssue(world, repo, issue),
  });
}
