import type { CommitFacts } from '../bare-repo.ts';
import { type Answer, type Call, json, list, notFound, Refusal, text } from '../call.ts';
import { changedFiles, EMPTY_TREE } from '../changed-files.ts';
import { toCommit, toFile } from '../render/to-commit.ts';
import { apiOf, pageOf } from '../render/to-repository.ts';
import { type Route, repoRoute } from '../router.ts';
import type { RepoRow } from '../rows.ts';

/** Commits, and what lies between two of them. */
export const commitRoutes: readonly Route[] = [
  repoRoute('GET', '/commits', 'contents:read', 'read', async (call) => {
    const { git } = call.repo;
    const from = call.query.get('sha') ?? call.repo.defaultBranch;
    const sha = await git.resolve(from);
    if (sha === null) {
      if (call.query.has('sha')) throw notFound();
      throw new Refusal(409, 'Git Repository is empty.');
    }
    const path = call.query.get('path');
    const since = call.query.get('since');
    const until = call.query.get('until');
    const args = [
      '-3000',
      ...(since ? [`--since=${since}`] : []),
      ...(until ? [`--until=${until}`] : []),
      sha,
    ];
    const commits = path ? await git.commitsOf(args, path) : await git.commits(args);
    return list(commits, (commit) => toCommit(call.world, call.repo, commit));
  }),
  repoRoute('GET', '/commits/{ref}', 'contents:read', 'read', getCommit),
  repoRoute('GET', '/compare/{basehead}', 'contents:read', 'read', compare),
];

async function getCommit(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const name = call.params.ref ?? '';
  const sha = await repo.git.resolve(name);
  const commit = sha === null ? null : await repo.git.commit(sha);
  if (sha === null || commit === null) throw new Refusal(422, `No commit found for SHA: ${name}`);
  if (/\bsha\b/.test(call.accept)) return text('application/vnd.github.sha; charset=utf-8', sha);
  const from = commit.parents[0] ?? EMPTY_TREE;
  if (/\bdiff\b/.test(call.accept)) return asDiff(repo, from, sha);
  const files = await changedFiles(repo.git, from, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return json({
    ...toCommit(world, repo, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => toFile(world, repo, sha, file)),
  });
}

/** A diff as text. */
export async function asDiff(repo: RepoRow, from: string, to: string): Promise<Answer> {
  const diff = await repo.git.bytes(['diff', '-M', from, to, '--']);
  return text('application/vnd.github.diff; charset=utf-8', diff);
}

async function compare(call: Call): Promise<Answer> {
  const { world, repo } = call;
  const { git } = repo;
  const [left = '', right = ''] = (call.params.basehead ?? '').split('...');
  const base = await git.resolve(left);
  const head = await git.resolve(right);
  if (base === null || head === null) throw notFound();
  const fork = await git.mergeBase(base, head);
  const from = fork === null ? null : await git.commit(fork);
  const tip = await git.commit(base);
  if (from === null || tip === null)
    throw new Refusal(404, `No common ancestor between ${left} and ${right}.`);
  if (/\bdiff\b/.test(call.accept)) return asDiff(repo, from.sha, head);
  const { ahead, behind } = await git.aheadBehind(base, head);
  const commits = await git.commits(['-250', '--reverse', head, `^${base}`]);
  const files = await changedFiles(git, from.sha, head);
  const page = `${pageOf(world, repo)}/compare/${left}...${right}`;
  const show = (commit: CommitFacts): unknown => toCommit(world, repo, commit);
  return json({
    url: `${apiOf(world, repo)}/compare/${left}...${right}`,
    html_url: page,
    permalink_url: `${pageOf(world, repo)}/compare/${base}...${head}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: show(tip),
    merge_base_commit: show(from),
    status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map(show),
    files: files.slice(0, 300).map((file) => toFile(world, repo, head, file)),
  });
}
