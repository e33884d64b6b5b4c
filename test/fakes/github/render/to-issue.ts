import type { CommentRow, IssueRow, Json, LabelRow, ReactionRow, RepoRow, UserRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { apiOf, pageOf } from './to-repository.ts';
import { toApp, toUser } from './to-user.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

export function toLabel(world: World, repo: RepoRow, label: LabelRow): Json {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${apiOf(world, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function toReaction(world: World, reaction: ReactionRow): Json {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: toUser(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

function toReactions(url: string, reactions: readonly ReactionRow[]): Json {
  const counts = CONTENTS.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

/** How somebody stands to a repository. */
export function associationOf(repo: RepoRow, user: UserRow): string {
  if (user === repo.owner) return 'OWNER';
  const given = repo.permissions.get(user.login.toLowerCase());
  return given === undefined || given === 'none' ? 'NONE' : 'COLLABORATOR';
}

export function toIssue(world: World, repo: RepoRow, issue: IssueRow): Json {
  const url = `${apiOf(world, repo)}/issues/${issue.number}`;
  const { pull } = issue;
  const page = `${pageOf(world, repo)}/${pull === null ? 'issues' : 'pull'}/${issue.number}`;
  const comments = [...repo.comments.values()].filter((comment) => comment.issue === issue.number);
  return {
    url,
    repository_url: apiOf(world, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId(pull === null ? 'I' : 'PR', issue.id),
    number: issue.number,
    title: issue.title,
    user: toUser(world, issue.user),
    labels: issue.labels.map((label) => toLabel(world, repo, label)),
    state: issue.state,
    locked: false,
    assignee: issue.assignees[0] ? toUser(world, issue.assignees[0]) : null,
    assignees: issue.assignees.map((user) => toUser(world, user)),
    milestone: null,
    comments: comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(repo, issue.user),
    active_lock_reason: null,
    ...(pull === null ? {} : { draft: pull.draft, pull_request: toPullKey(world, repo, issue) }),
    body: issue.body,
    closed_by: issue.closedBy && toUser(world, issue.closedBy),
    reactions: toReactions(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.viaApp ? toApp(world, world.appRow) : null,
    state_reason: issue.stateReason,
  };
}

function toPullKey(world: World, repo: RepoRow, issue: IssueRow): Json {
  const page = `${pageOf(world, repo)}/pull/${issue.number}`;
  return {
    url: `${apiOf(world, repo)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.mergedAt ?? null,
  };
}

export function toComment(world: World, repo: RepoRow, comment: CommentRow): Json {
  const url = `${apiOf(world, repo)}/issues/comments/${comment.id}`;
  const issue = repo.issues.get(comment.issue);
  const kind = issue?.pull ? 'pull' : 'issues';
  return {
    url,
    html_url: `${pageOf(world, repo)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${apiOf(world, repo)}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: toUser(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repo, comment.user),
    body: comment.body,
    reactions: toReactions(url, comment.reactions),
    performed_via_github_app: comment.viaApp ? toApp(world, world.appRow) : null,
  };
}
