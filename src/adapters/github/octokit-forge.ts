import type { Forge, RepoRef } from '../../domain/forge.ts';
import type { Self } from './delivery.ts';
import { forgeActions } from './forge-actions.ts';
import { forgeChecks } from './forge-checks.ts';
import { forgeIssues } from './forge-issues.ts';
import { forgePulls } from './forge-pulls.ts';
import { forgeRepo } from './forge-repo.ts';
import { type Octokit, openCalls } from './open-calls.ts';
import type { Time } from './retry-call.ts';

export interface ForgeParts {
  /** Of the repository's installation, without retries of its own: `PlainOctokit`. */
  readonly octokit: Octokit;
  readonly repo: RepoRef;
  readonly self: Pick<Self, 'appId' | 'slug'>;
  readonly time: Time;
  readonly fetch: typeof globalThis.fetch;
}

/** GitHub through Probot's octokit, for one repository. */
export function createForge({ octokit, repo, self, time, fetch }: ForgeParts): Forge {
  const calls = openCalls(octokit, repo, time);
  const login = `${self.slug}[bot]`;
  return {
    repo,
    self: login,
    ...forgeRepo(calls, repo),
    ...forgePulls(calls, repo),
    ...forgeIssues(calls, login),
    ...forgeChecks(calls, self.appId),
    ...forgeActions(calls, fetch),
  };
}
