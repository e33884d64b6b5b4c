import * as z from 'zod';
import type { Forge, PullRequest, RepoRef, Suggestion } from '../../domain/forge.ts';
import { Anything, AReview, Pull } from './answers.ts';
import type { Calls } from './open-calls.ts';
import { pullLines } from './pull-lines.ts';

const Files = z.array(
  z
    .object({ filename: z.string(), patch: z.string().nullish() })
    .transform(({ filename, patch }) => ({ id: filename, patch: patch ?? '' })),
);

const Draft = z.object({ node_id: z.string(), draft: z.boolean().nullish() });

const MARK_READY = `mutation ($pull: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;

const MARK_DRAFT = `mutation ($pull: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;

type PullsPart = Pick<
  Forge,
  | 'pull'
  | 'pulls'
  | 'openPull'
  | 'editPull'
  | 'markReady'
  | 'markDraft'
  | 'requestReviewers'
  | 'pullLines'
  | 'review'
  | 'reviews'
>;

export function forgePulls(calls: Calls, { owner }: RepoRef): PullsPart {
  /** Where it is none yet. */
  const makeDraft = async (number: number, isDraft: boolean) => {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
    const { node_id, draft } = await calls.call(route, Draft, { pull_number: number });
    if ((draft ?? false) !== isDraft)
      await calls.mutate(isDraft ? MARK_DRAFT : MARK_READY, { pull: node_id });
  };
  return {
    pull: async (number) => {
      const found = await calls.find('GET /repos/{owner}/{repo}/pulls/{pull_number}', Pull, {
        pull_number: number,
      });
      return found && withoutId(found);
    },
    pulls: async ({ state, head, base }) => {
      const found = await calls.list('GET /repos/{owner}/{repo}/pulls', z.array(Pull), {
        state,
        sort: 'created',
        direction: 'desc',
        ...(head === undefined ? {} : { head: `${owner}:${head}` }),
        ...(base === undefined ? {} : { base }),
      });
      return found.map(withoutId);
    },
    openPull: async ({ head, base, title, body, isDraft }) =>
      withoutId(
        await calls.call('POST /repos/{owner}/{repo}/pulls', Pull, {
          head,
          base,
          title,
          body,
          draft: isDraft,
        }),
      ),
    editPull: async (number, edit) => {
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      await calls.call(route, Anything, { pull_number: number, ...edit });
    },
    markReady: (number) => makeDraft(number, false),
    markDraft: (number) => makeDraft(number, true),
    requestReviewers: async (number, logins, teams) => {
      if (logins.length + teams.length === 0) return;
      const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';
      await calls.call(route, Anything, {
        pull_number: number,
        reviewers: [...logins],
        team_reviewers: [...teams],
      });
    },
    pullLines: async (number) => {
      const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
      const files = await calls.list(route, Files, { pull_number: number });
      return new Map(files.map(({ id, patch }) => [id, pullLines(patch)]));
    },
    review: async (number, { sha, body, suggestions }) => {
      await calls.call('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', Anything, {
        pull_number: number,
        commit_id: sha,
        event: 'COMMENT',
        body,
        comments: suggestions.map(toReviewComment),
      });
    },
    reviews: async (number) => {
      const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
      const all = await calls.list(route, z.array(AReview), { pull_number: number });
      return all.filter(({ createdAt }) => createdAt !== '');
    },
  };
}

/** GitHub refuses a beginning that is not before the end. */
function toReviewComment({ path, startLine, endLine, body }: Suggestion): object {
  const end = { path, body, line: endLine, side: 'RIGHT' };
  return startLine < endLine ? { ...end, start_line: startLine, start_side: 'RIGHT' } : end;
}

function withoutId({ id: _, ...pull }: PullRequest & { readonly id: number }): PullRequest {
  return pull;
}
