import type { IssueRow } from './rows.ts';

/** Sets title and body where they are given; what they were, as deliveries tell it under `changes`. */
export function editText(
  issue: IssueRow,
  wanted: { readonly title?: string | undefined; readonly body?: string | null | undefined },
): Record<string, { from: string }> {
  const changes: Record<string, { from: string }> = {};
  if (wanted.title !== undefined && wanted.title !== issue.title) {
    changes.title = { from: issue.title };
    issue.title = wanted.title;
  }
  if (wanted.body !== undefined && wanted.body !== issue.body) {
    changes.body = { from: issue.body ?? '' };
    issue.body = wanted.body;
  }
  return changes;
}
