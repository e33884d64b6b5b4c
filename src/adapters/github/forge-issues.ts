import * as z from 'zod';
import { type Forge, ForgeError, type Issue } from '../../domain/forge.ts';
import { AComment, AnIssue, Anything } from './answers.ts';
import { type Calls, nullFor } from './open-calls.ts';

type IssuesPart = Pick<
  Forge,
  | 'issues'
  | 'issue'
  | 'openIssue'
  | 'editIssue'
  | 'addLabels'
  | 'makeLabel'
  | 'removeLabel'
  | 'comments'
  | 'comment'
  | 'editComment'
  | 'react'
>;

/** `self`: login of the app's own account, by which GitHub finds what is ours without listing what is not. */
export function forgeIssues(calls: Calls, self: string): IssuesPart {
  const at = (number: number) => ({ issue_number: number });
  return {
    issues: async ({ label, state }) => {
      const which = label === undefined ? { creator: self } : { labels: label };
      const query = { ...which, state, sort: 'created', direction: 'desc' };
      return (await calls.list('GET /repos/{owner}/{repo}/issues', z.array(AnIssue), query)).map(withoutId);
    },
    issue: async (number) => {
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
      // 410: it was deleted.
      const found = await calls.find(route, AnIssue, at(number)).catch(nullFor(410));
      return found && withoutId(found);
    },
    openIssue: async ({ title, body, labels }) =>
      withoutId(
        await calls.call('POST /repos/{owner}/{repo}/issues', AnIssue, { title, body, labels: [...labels] }),
      ),
    editIssue: async (number, edit) => {
      await calls.call('PATCH /repos/{owner}/{repo}/issues/{issue_number}', Anything, {
        ...at(number),
        ...edit,
      });
    },
    addLabels: async (number, labels) => {
      if (labels.length === 0) return;
      await calls.call('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', Anything, {
        ...at(number),
        labels: [...labels],
      });
    },
    makeLabel: async (label) => {
      await calls
        .call('POST /repos/{owner}/{repo}/labels', Anything, { ...label })
        .catch((error: unknown) => {
          if (!(error instanceof ForgeError) || !/already_exists/.test(error.message)) throw error;
        });
    },
    removeLabel: async (number, label) => {
      // 404: it has no such label, as it should be.
      await calls.find('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', Anything, {
        ...at(number),
        name: label,
      });
    },
    comments: (number) =>
      calls.list('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', z.array(AComment), at(number)),
    comment: (number, body) =>
      calls.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', AComment, {
        ...at(number),
        body,
      }),
    editComment: async (id, body) => {
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
      await calls.call(route, Anything, { comment_id: id, body });
    },
    react: async (comment, content) => {
      const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
      await calls.call(route, Anything, { comment_id: comment, content });
    },
  };
}

function withoutId({ id: _, ...issue }: Issue & { readonly id: number }): Issue {
  return issue;
}
