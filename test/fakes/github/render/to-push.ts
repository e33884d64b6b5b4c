import { type BareRepo, type CommitFacts, ZERO } from '../bare-repo.ts';
import { changedFiles, EMPTY_TREE } from '../changed-files.ts';
import type { Json, RepoRow, UserRow } from '../rows.ts';
import type { World } from '../world.ts';
import { pageOf, toRepository } from './to-repository.ts';

/** GitHub names at most so many. */
const MOST_COMMITS = 2048;
/** Each commit's files cost a process: those of older ones in a large push are left empty, which GitHub does not do. */
const MOST_WITH_FILES = 20;

/** The payload of a push, without what every payload has. */
export async function toPush(
  world: World,
  repo: RepoRow,
  change: { readonly ref: string; readonly before: string; readonly after: string },
  by: UserRow,
): Promise<Json> {
  const { ref, before, after } = change;
  const created = before === ZERO;
  const deleted = after === ZERO;
  const tip = deleted ? null : await repo.git.resolve(after);
  const commits = tip === null ? [] : await newCommits(repo.git, change, tip);
  const shown: Json[] = [];
  for (const [at, commit] of commits.entries())
    shown.push(await toPushed(world, repo, commit, commits.length - at <= MOST_WITH_FILES));
  const head = tip === null ? null : await repo.git.commit(tip);
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && tip !== null && !(await repo.git.contains(tip, before)),
    base_ref: null,
    compare: compareUrl(pageOf(world, repo), change),
    commits: shown,
    head_commit: head && (shown.find((one) => one.id === tip) ?? (await toPushed(world, repo, head, true))),
    pusher: { name: by.login, email: world.noreply(by).email },
    // Payloads of pushes have the times of their repository as numbers, and the owner's name.
    repository: pushedRepository(world, repo),
  };
}

/** A push tells its repository a little differently from every other event. */
function pushedRepository(world: World, repo: RepoRow): Json {
  const shown = toRepository(world, repo);
  return {
    ...shown,
    owner: { ...(shown.owner as Json), ...world.noreply(repo.owner) },
    url: pageOf(world, repo),
    created_at: Math.floor(Date.parse(repo.createdAt) / 1000),
    pushed_at: Math.floor(Date.parse(repo.pushedAt) / 1000),
    stargazers: 0,
    master_branch: repo.defaultBranch,
    custom_properties: {},
  };
}

async function newCommits(
  git: BareRepo,
  change: { readonly ref: string; readonly before: string },
  tip: string,
): Promise<CommitFacts[]> {
  if (change.ref.startsWith('refs/tags/')) return [];
  const others = [...(await git.refs('refs/heads/'))].filter(([ref]) => ref !== change.ref);
  const not = change.before === ZERO ? others.map(([, sha]) => `^${sha}`) : [`^${change.before}`];
  return git.commits([`-${MOST_COMMITS}`, '--reverse', '--topo-order', tip, ...not]);
}

async function toPushed(world: World, repo: RepoRow, commit: CommitFacts, hasFiles: boolean): Promise<Json> {
  const files = hasFiles ? await changedFiles(repo.git, commit.parents[0] ?? EMPTY_TREE, commit.sha) : [];
  const paths = (...statuses: string[]): string[] =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  const person = (who: CommitFacts['author']): Json => {
    const user = world.byEmail(who.email);
    return { name: who.name, email: who.email, date: who.date, ...(user ? { username: user.login } : {}) };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${pageOf(world, repo)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths('added', 'renamed'),
    removed: [...paths('removed'), ...files.flatMap((file) => file.before ?? [])],
    modified: paths('modified', 'changed'),
  };
}

function compareUrl(page: string, change: { ref: string; before: string; after: string }): string {
  const short = (sha: string): string => sha.slice(0, 12);
  const name = change.ref.replace(/^refs\/(heads|tags)\//, '');
  if (change.before === ZERO) return `${page}/compare/${name}`;
  return `${page}/compare/${short(change.before)}...${short(change.after)}`;
}
