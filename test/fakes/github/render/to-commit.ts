import type { CommitFacts } from '../bare-repo.ts';
import type { ChangedFile } from '../changed-files.ts';
import type { Json, RepoRow } from '../rows.ts';
import { nodeId, type World } from '../world.ts';
import { apiOf, pageOf } from './to-repository.ts';
import { toUser } from './to-user.ts';

const VERIFICATION = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

export function toCommit(world: World, repo: RepoRow, commit: CommitFacts): Json {
  const api = apiOf(world, repo);
  const author = world.byEmail(commit.author.email);
  const committer = world.byEmail(commit.committer.email);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: VERIFICATION,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${pageOf(world, repo)}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: author && toUser(world, author),
    committer: committer && toUser(world, committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${pageOf(world, repo)}/commit/${sha}`,
    })),
  };
}

/** A commit of the git data API. */
export function toGitCommit(world: World, repo: RepoRow, commit: CommitFacts): Json {
  const api = apiOf(world, repo);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${pageOf(world, repo)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${pageOf(world, repo)}/commit/${sha}`,
    })),
    verification: VERIFICATION,
  };
}

/** As the payloads of check suites and workflow runs have it. */
export function toHeadCommit(commit: CommitFacts): Json {
  const { author, committer } = commit;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

export function toFile(world: World, repo: RepoRow, sha: string, file: ChangedFile): Json {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${pageOf(world, repo)}/blob/${sha}/${path}`,
    raw_url: `${pageOf(world, repo)}/raw/${sha}/${path}`,
    contents_url: `${apiOf(world, repo)}/contents/${path}?ref=${sha}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.before === null ? {} : { previous_filename: file.before }),
  };
}
