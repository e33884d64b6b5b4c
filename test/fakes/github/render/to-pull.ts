import { changedFiles } from '../changed-files.ts';
import type { IssueRow, Json, PullRow, RepoRow, UserRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { associationOf, toLabel } from './to-issue.ts';
import { apiOf, pageOf, toRepository } from './to-repository.ts';
import { toUser } from './to-user.ts';

type Pull = IssueRow & { readonly pull: PullRow };

/** As lists show it: without what has to be computed. */
export function toPullSimple(world: World, repo: RepoRow, issue: Pull): Json {
  const { pull } = issue;
  const url = `${apiOf(world, repo)}/pulls/${issue.number}`;
  const issueUrl = `${apiOf(world, repo)}/issues/${issue.number}`;
  const page = `${pageOf(world, repo)}/pull/${issue.number}`;
  const statuses = `${apiOf(world, repo)}/statuses/${pull.head.sha}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: toUser(world, issue.user),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: issue.assignees[0] ? toUser(world, issue.assignees[0]) : null,
    assignees: issue.assignees.map((user) => toUser(world, user)),
    requested_reviewers: pull.reviewers.map((user) => toUser(world, user)),
    requested_teams: pull.teams.map((slug) => toTeam(world, repo, slug)),
    labels: issue.labels.map((label) => toLabel(world, repo, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiOf(world, repo)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    head: toSide(world, pull.head.repo, pull.head.owner, pull.head.ref, pull.head.sha),
    base: toSide(world, repo, repo.owner, pull.base.ref, pull.base.sha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${apiOf(world, repo)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: associationOf(repo, issue.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** In full. `isTold`: as deliveries have it, before GitHub knows whether it can be merged. */
export async function toPull(world: World, repo: RepoRow, issue: Pull, isTold = false): Promise<Json> {
  const { pull } = issue;
  const isKnown = issue.state === 'open' && !isTold;
  const { git } = repo;
  const base = pull.base.sha;
  const head = pull.head.sha;
  const fork = await git.mergeBase(base, head);
  const files = fork === null ? [] : await changedFiles(git, fork, head);
  const sum = (key: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[key], 0);
  const merge = isKnown ? await tryMerge(world, repo, issue) : null;
  return {
    ...toPullSimple(world, repo, issue),
    merge_commit_sha: pull.merged ? pull.mergeCommitSha : merge,
    merged: pull.merged,
    mergeable: isKnown ? merge !== null : null,
    rebaseable: isKnown ? merge !== null : null,
    mergeable_state: isKnown ? stateOf(issue, merge) : 'unknown',
    merged_by: pull.mergedBy && toUser(world, pull.mergedBy),
    comments: [...repo.comments.values()].filter((comment) => comment.issue === issue.number).length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: false,
    commits: (await git.aheadBehind(base, head)).ahead,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

function stateOf(issue: Pull, merge: string | null): string {
  if (merge === null) return 'dirty';
  return issue.pull.draft ? 'draft' : 'clean';
}

/** The commit that a merge would make, as `refs/pull/N/merge`; null where they conflict. */
async function tryMerge(world: World, repo: RepoRow, issue: Pull): Promise<string | null> {
  const { git } = repo;
  const { head, base } = issue.pull;
  const tip = await git.branch(base.ref);
  if (tip === null) return null;
  return git.keep(`tryMerge ${issue.number} ${tip} ${head.sha}`, async () => {
    const tree = await git.mergeTree(tip, head.sha);
    if (tree === null) return null;
    const by = world.noreply(issue.user);
    const commit = await git.commitTree(tree, [tip, head.sha], `Merge ${head.sha} into ${tip}`, by);
    await git.updateRef(`refs/pull/${issue.number}/merge`, commit);
    return commit;
  });
}

function toSide(world: World, repo: RepoRow | null, owner: UserRow, ref: string, sha: string): Json {
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: toUser(world, owner),
    repo: repo && toPullRepository(world, repo),
  };
}

function toPullRepository(world: World, repo: RepoRow): Json {
  return {
    ...toRepository(world, repo),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    merge_commit_message: 'PR_TITLE',
    merge_commit_title: 'MERGE_MESSAGE',
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
    use_squash_pr_title_as_default: false,
  };
}

export function toTeam(world: World, repo: RepoRow, slug: string): Json {
  const url = `${world.api}/organizations/${repo.owner.id}/team/${slug}`;
  return {
    id: [...slug].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000,
    node_id: nodeId('T', slug),
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    url,
    html_url: `${world.url}/orgs/${repo.owner.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    permission: 'pull',
    parent: null,
  };
}

/** As check runs and suites name the pull requests of their commit: those of this repository only. */
export function pullsOf(world: World, repo: RepoRow, sha: string): Json[] {
  const side = (ref: string, at: string): Json => ({
    ref,
    sha: at,
    repo: { id: repo.id, url: apiOf(world, repo), name: repo.name },
  });
  return [...repo.issues.values()].flatMap(({ pull, state, number }) => {
    if (pull === null || state !== 'open' || pull.head.repo !== repo || pull.head.sha !== sha) return [];
    return {
      url: `${apiOf(world, repo)}/pulls/${number}`,
      id: pull.id,
      number,
      head: side(pull.head.ref, pull.head.sha),
      base: side(pull.base.ref, pull.base.sha),
    };
  });
}
