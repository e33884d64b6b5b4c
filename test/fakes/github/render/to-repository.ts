import type { Json, RepoRow, UserRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { toUser } from './to-user.ts';

/** Ends of the addresses that each repository has, by their key. */
const ADDRESSES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

export const apiOf = (world: World, repo: RepoRow): string =>
  `${world.api}/repos/${repo.owner.login}/${repo.name}`;
export const pageOf = (world: World, repo: RepoRow): string =>
  `${world.url}/${repo.owner.login}/${repo.name}`;

/** What stands wherever a repository is named. */
export function toMinimalRepository(world: World, repo: RepoRow): Json {
  const at = apiOf(world, repo);
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: `${repo.owner.login}/${repo.name}`,
    private: repo.isPrivate,
    owner: toUser(world, repo.owner),
    html_url: pageOf(world, repo),
    description: null,
    fork: repo.parent !== null,
    url: at,
    ...Object.fromEntries(Object.entries(ADDRESSES).map(([key, end]) => [key, `${at}${end}`])),
  };
}

export function toRepository(world: World, repo: RepoRow, viewer: UserRow | null = null): Json {
  const page = pageOf(world, repo);
  const open = [...repo.issues.values()].filter((issue) => issue.state === 'open').length;
  const forks = [...world.repos.values()].filter((other) => other.parent === repo).length;
  return {
    ...toMinimalRepository(world, repo),
    created_at: repo.createdAt,
    updated_at: repo.updatedAt,
    pushed_at: repo.pushedAt,
    git_url: page.replace(/^http:/, 'git:').concat('.git'),
    ssh_url: `git@127.0.0.1:${repo.owner.login}/${repo.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_pull_requests: true,
    pull_request_creation_policy: 'all',
    forks_count: forks,
    mirror_url: null,
    archived: repo.isArchived,
    disabled: repo.isDisabled,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.isPrivate ? 'private' : 'public',
    forks,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
    ...(viewer === null ? {} : { permissions: toPermissions(world, repo, viewer) }),
  };
}

export function toFullRepository(world: World, repo: RepoRow, viewer: UserRow | null): Json {
  return {
    ...toRepository(world, repo, viewer),
    temp_clone_token: null,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
    ...(repo.parent === null
      ? {}
      : { parent: toRepository(world, repo.parent), source: toRepository(world, repo.parent) }),
  };
}

function toPermissions(world: World, repo: RepoRow, viewer: UserRow): Json {
  const has = world.permission(viewer, repo);
  return {
    admin: world.isAtLeast(has, 'admin'),
    maintain: world.isAtLeast(has, 'maintain'),
    push: world.isAtLeast(has, 'write'),
    triage: world.isAtLeast(has, 'triage'),
    pull: world.isAtLeast(has, 'read'),
  };
}
