import * as z from 'zod';
import { type Call, json, list, notFound, nothing, numberOf, parseBody, Refusal, writerOf } from '../call.ts';
import { toComment, toIssue, toReaction } from '../render/to-issue.ts';
import { type Route, repoRoute } from '../router.ts';
import { type CommentRow, type Json, now, type ReactionRow, type UserRow } from '../rows.ts';
import { issueOf, mayHold, mayTriage } from './issues.ts';

const Body = z.object({ body: z.string() });
const Content = z.object({
  content: z.enum(['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes']),
});
const READ = 'issues|pull_requests:read';
const WRITE = 'issues|pull_requests:write';

/** Comments on issues and pull requests, and reactions to both. */
export const commentRoutes: readonly Route[] = [
  repoRoute('GET', '/issues/comments', READ, 'read', (call) =>
    list(newerThan(call, [...call.repo.comments.values()]), (row) => toComment(call.world, call.repo, row)),
  ),
  repoRoute('GET', '/issues/{number}/comments', READ, 'read', (call) => {
    const { number } = issueOf(call);
    const rows = [...call.repo.comments.values()].filter((comment) => comment.issue === number);
    return list(newerThan(call, rows), (row) => toComment(call.world, call.repo, row));
  }),
  repoRoute('POST', '/issues/{number}/comments', WRITE, 'read', (call) => {
    const issue = issueOf(call);
    const { body } = parseBody(call, Body);
    if (body.trim() === '')
      throw new Refusal(422, 'Validation Failed', {
        errors: [
          { resource: 'IssueComment', code: 'unprocessable', field: 'data', message: 'Body cannot be blank' },
        ],
      });
    mayHold(body);
    const comment: CommentRow = {
      id: call.world.nextId(),
      issue: issue.number,
      user: writerOf(call),
      body,
      createdAt: now(),
      updatedAt: now(),
      reactions: [],
      viaApp: call.who.kind === 'installation',
    };
    call.repo.comments.set(comment.id, comment);
    issue.updatedAt = now();
    tell(call, 'created', comment);
    return json(toComment(call.world, call.repo, comment), 201);
  }),
  repoRoute('GET', '/issues/comments/{id}', READ, 'read', (call) =>
    json(toComment(call.world, call.repo, commentOf(call))),
  ),
  repoRoute('PATCH', '/issues/comments/{id}', WRITE, 'read', (call) => {
    const comment = mine(call);
    const { body } = parseBody(call, Body);
    mayHold(body);
    const from = comment.body;
    comment.body = body;
    comment.updatedAt = now();
    if (from !== body) tell(call, 'edited', comment, { changes: { body: { from } } });
    return json(toComment(call.world, call.repo, comment));
  }),
  repoRoute('DELETE', '/issues/comments/{id}', WRITE, 'read', (call) => {
    const comment = mine(call);
    tell(call, 'deleted', comment);
    call.repo.comments.delete(comment.id);
    return nothing();
  }),
  ...reactionRoutes('/issues/comments/{id}', (call) => commentOf(call).reactions),
  ...reactionRoutes('/issues/{number}', (call) => issueOf(call).reactions),
];

function reactionRoutes(path: string, rowsOf: (call: Call) => ReactionRow[]): Route[] {
  return [
    repoRoute('GET', `${path}/reactions`, READ, 'read', (call) => {
      const content = call.query.get('content');
      const rows = rowsOf(call).filter((row) => content === null || row.content === content);
      return list(rows, (row) => toReaction(call.world, row));
    }),
    repoRoute('POST', `${path}/reactions`, WRITE, 'read', (call) => {
      const { content } = parseBody(call, Content);
      const user = writerOf(call);
      const rows = rowsOf(call);
      const known = rows.find((row) => row.user === user && row.content === content);
      if (known) return json(toReaction(call.world, known), 200);
      const row: ReactionRow = { id: call.world.nextId(), user, content, createdAt: now() };
      rows.push(row);
      return json(toReaction(call.world, row), 201);
    }),
    repoRoute('DELETE', `${path}/reactions/{reaction}`, WRITE, 'read', (call) => {
      const rows = rowsOf(call);
      const at = rows.findIndex((row) => row.id === numberOf(call, 'reaction'));
      if (at < 0 || rows[at]?.user !== writerOf(call)) throw notFound();
      rows.splice(at, 1);
      return nothing();
    }),
  ];
}

function newerThan(call: Call, rows: readonly CommentRow[]): readonly CommentRow[] {
  const since = call.query.get('since');
  return rows.filter((row) => since === null || Date.parse(row.updatedAt) >= Date.parse(since));
}

function commentOf(call: Call): CommentRow {
  const comment = call.repo.comments.get(numberOf(call, 'id'));
  if (comment === undefined) throw notFound();
  return comment;
}

/** Comments are edited by who wrote them, and by those who may write in the repository. */
function mine(call: Call): CommentRow {
  const comment = commentOf(call);
  const by: UserRow = writerOf(call);
  const mayAll = call.who.kind === 'user' && mayTriage(call, by);
  if (comment.user !== by && !mayAll) throw new Refusal(403, 'Must have admin rights to Repository.');
  return comment;
}

function tell(call: Call, action: string, comment: CommentRow, more: Json = {}): void {
  const { world, repo } = call;
  const issue = repo.issues.get(comment.issue);
  if (issue === undefined) throw notFound();
  world.outbox.emit('issue_comment', action, repo, writerOf(call), {
    issue: toIssue(world, repo, issue),
    comment: toComment(world, repo, comment),
    ...more,
  });
}
