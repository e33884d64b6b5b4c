import type { Json, RepoRow, ReviewCommentRow, ReviewRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { associationOf } from './to-issue.ts';
import { apiOf, pageOf } from './to-repository.ts';
import { toUser } from './to-user.ts';

export function toReview(world: World, repo: RepoRow, number: number, review: ReviewRow): Json {
  const html = `${pageOf(world, repo)}/pull/${number}#pullrequestreview-${review.id}`;
  const pull = `${apiOf(world, repo)}/pulls/${number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: toUser(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(repo, review.user),
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.sha,
  };
}

export function toReviewComment(world: World, repo: RepoRow, number: number, row: ReviewCommentRow): Json {
  const url = `${apiOf(world, repo)}/pulls/comments/${row.id}`;
  const pull = `${apiOf(world, repo)}/pulls/${number}`;
  const html = `${pageOf(world, repo)}/pull/${number}#discussion_r${row.id}`;
  return {
    url,
    pull_request_review_id: row.review,
    id: row.id,
    node_id: nodeId('PRRC', row.id),
    diff_hunk: row.diffHunk,
    path: row.path,
    position: row.position,
    original_position: row.position,
    commit_id: row.sha,
    original_commit_id: row.sha,
    user: toUser(world, row.user),
    body: row.body,
    created_at: row.createdAt,
    updated_at: row.createdAt,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(repo, row.user),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    start_line: row.startLine,
    original_start_line: row.startLine,
    start_side: row.startLine === null ? null : row.side,
    line: row.line,
    original_line: row.line,
    side: row.side,
    subject_type: 'line',
  };
}
