import * as z from 'zod';
import { type Answer, type Call, json, list, numberOf, parseBody, Refusal, writerOf } from '../call.ts';
import { changedFiles, shownLines } from '../changed-files.ts';
import { type PullIssue, tellPull } from '../follow-pulls.ts';
import { toPullSimple, toTeam } from '../render/to-pull.ts';
import { toReview, toReviewComment } from '../render/to-review.ts';
import { toUser } from '../render/to-user.ts';
import { type Route, repoRoute } from '../router.ts';
import { now, type ReviewCommentRow, type ReviewRow, type UserRow } from '../rows.ts';
import { forkOf, pullOf } from './pulls.ts';

const Comment = z.object({
  path: z.string(),
  body: z.string(),
  line: z.int().optional(),
  start_line: z.int().nullish(),
  side: z.enum(['LEFT', 'RIGHT']).optional(),
  start_side: z.enum(['LEFT', 'RIGHT', 'side']).nullish(),
});
const NewReview = z.object({
  body: z.string().nullish(),
  commit_id: z.string().optional(),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  comments: z.array(Comment).optional(),
});
const Reviewers = z.object({
  reviewers: z.array(z.string()).optional(),
  team_reviewers: z.array(z.string()).optional(),
});
const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
const READ = 'pull_requests:read';
const WRITE = 'pull_requests:write';

/** Reviews of pull requests, their comments on lines, and who is asked for one. */
export const reviewRoutes: readonly Route[] = [
  repoRoute('GET', '/pulls/{number}/reviews', READ, 'read', (call) => {
    const issue = pullOf(call);
    return list(issue.pull.reviews, (review) => toReview(call.world, call.repo, issue.number, review));
  }),
  repoRoute('POST', '/pulls/{number}/reviews', WRITE, 'read', createReview),
  repoRoute('GET', '/pulls/{number}/comments', READ, 'read', (call) => {
    const issue = pullOf(call);
    return list(issue.pull.reviewComments, (row) =>
      toReviewComment(call.world, call.repo, issue.number, row),
    );
  }),
  repoRoute('GET', '/pulls/{number}/reviews/{id}/comments', READ, 'read', (call) => {
    const issue = pullOf(call);
    const rows = issue.pull.reviewComments.filter((row) => row.review === numberOf(call, 'id'));
    return list(rows, (row) => toReviewComment(call.world, call.repo, issue.number, row));
  }),
  repoRoute('GET', '/pulls/{number}/requested_reviewers', READ, 'read', (call) => {
    const { pull } = pullOf(call);
    return json({
      users: pull.reviewers.map((user) => toUser(call.world, user)),
      teams: pull.teams.map((slug) => toTeam(call.world, call.repo, slug)),
    });
  }),
  repoRoute('POST', '/pulls/{number}/requested_reviewers', WRITE, 'triage', requestReviewers),
  repoRoute('DELETE', '/pulls/{number}/requested_reviewers', WRITE, 'triage', (call) => {
    const issue = pullOf(call);
    const body = parseBody(call, Reviewers);
    issue.pull.reviewers = issue.pull.reviewers.filter(({ login }) => !body.reviewers?.includes(login));
    issue.pull.teams = issue.pull.teams.filter((slug) => !body.team_reviewers?.includes(slug));
    return json(toPullSimple(call.world, call.repo, issue));
  }),
];

async function createReview(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const issue = pullOf(call);
  const body = parseBody(call, NewReview);
  const by = writerOf(call);
  if (body.event !== undefined && body.event !== 'COMMENT' && issue.user === by)
    throw new Refusal(422, 'Review Can not approve your own pull request');
  if (body.event !== 'APPROVE' && !body.body && !body.comments?.length)
    throw new Refusal(422, 'Unprocessable Entity', { errors: ['Body is required for this event'] });
  const sha = body.commit_id ?? issue.pull.head.sha;
  const review: ReviewRow = {
    id: world.nextId(),
    user: by,
    body: body.body ?? '',
    state: body.event === undefined ? 'PENDING' : STATES[body.event],
    sha,
    submittedAt: body.event === undefined ? null : now(),
  };
  const rows: ReviewCommentRow[] = [];
  for (const comment of body.comments ?? []) rows.push(await toRow(call, issue, review, comment));
  issue.pull.reviews.push(review);
  issue.pull.reviewComments.push(...rows);
  issue.updatedAt = now();
  const shown = { ...toReview(world, repo, issue.number, review), state: review.state.toLowerCase() };
  const facts = { review: shown, pull_request: toPullSimple(world, repo, issue) };
  if (body.event !== undefined) world.outbox.emit('pull_request_review', 'submitted', repo, by, facts);
  return json(toReview(world, repo, issue.number, review));
}

/** A comment stands on lines that the diff shows, and its first and last line in one hunk. */
async function toRow(
  call: Call,
  issue: PullIssue,
  review: ReviewRow,
  comment: z.infer<typeof Comment>,
): Promise<ReviewCommentRow> {
  const files = await changedFiles(call.repo.git, await forkOf(call, issue), review.sha);
  const patch = files.find((file) => file.path === comment.path)?.patch ?? null;
  if (patch === null) throw unplaceable('Path could not be resolved');
  const line = comment.line ?? 0;
  const side = comment.side ?? 'RIGHT';
  const startLine = comment.start_line ?? null;
  const hunk = patch
    .split(/^(?=@@ )/m)
    .find((part) => shownLines(part)[side === 'LEFT' ? 'left' : 'right'].has(line));
  if (hunk === undefined) throw unplaceable('Line could not be resolved');
  const lines = shownLines(hunk)[side === 'LEFT' ? 'left' : 'right'];
  if (startLine !== null && (startLine >= line || !lines.has(startLine)))
    throw unplaceable('Start line could not be resolved');
  return {
    id: call.world.nextId(),
    review: review.id,
    user: review.user,
    body: comment.body,
    path: comment.path,
    sha: review.sha,
    line,
    startLine,
    position: shownLines(patch)[side === 'LEFT' ? 'left' : 'right'].get(line) ?? 0,
    side,
    diffHunk: hunk.replace(/\n$/, ''),
    replyTo: null,
    createdAt: now(),
  };
}

const unplaceable = (error: string): Refusal => new Refusal(422, 'Unprocessable Entity', { errors: [error] });

async function requestReviewers(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const issue = pullOf(call);
  const body = parseBody(call, Reviewers);
  const by = writerOf(call);
  const users = (body.reviewers ?? []).map((login) => {
    const user = world.findUser(login);
    if (user === issue.user) throw new Refusal(422, 'Review cannot be requested from pull request author.');
    if (user === null || !isCollaborator(call, user))
      throw new Refusal(
        422,
        `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${repo.owner.login}/${repo.name} repository.`,
      );
    return user;
  });
  for (const user of users.filter((one) => !issue.pull.reviewers.includes(one))) {
    issue.pull.reviewers.push(user);
    await tellPull(world, repo, issue, 'review_requested', by, { requested_reviewer: toUser(world, user) });
  }
  for (const slug of body.team_reviewers ?? [])
    if (!issue.pull.teams.includes(slug)) issue.pull.teams.push(slug);
  return json(toPullSimple(world, repo, issue), 201);
}

function isCollaborator(call: Call, user: UserRow): boolean {
  const given = call.repo.permissions.get(user.login.toLowerCase());
  return given !== undefined && given !== 'none';
}
