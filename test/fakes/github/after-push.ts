import { ZERO } from './bare-repo.ts';
import { closeFixed } from './close-fixed.ts';
import { followBase, followHead } from './follow-pulls.ts';
import { toPush } from './render/to-push.ts';
import { now, type RepoRow, type UserRow } from './rows.ts';
import { startSuite } from './suites.ts';
import type { World } from './world.ts';

export interface RefChange {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two states of a repository's refs; those of pull requests are GitHub's own. */
export function changesOf(before: Map<string, string>, after: Map<string, string>): RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((ref) => !ref.startsWith('refs/pull/'))
    .map((ref) => ({ ref, before: before.get(ref) ?? ZERO, after: after.get(ref) ?? ZERO }))
    .filter((change) => change.before !== change.after);
}

/** Everything that GitHub does when refs have moved, by git or by the API. */
export async function afterPush(
  world: World,
  repo: RepoRow,
  changes: readonly RefChange[],
  by: UserRow,
): Promise<void> {
  if (changes.length === 0) return;
  repo.pushedAt = now();
  repo.updatedAt = now();
  await chooseDefaultBranch(repo);
  for (const change of changes) {
    world.outbox.emit('push', null, repo, by, await toPush(world, repo, change, by));
    if (!change.ref.startsWith('refs/heads/')) continue;
    const branch = change.ref.slice('refs/heads/'.length);
    if (change.after !== ZERO && world.installationOf(repo) !== null)
      await startSuite(world, repo, world.appRow, { sha: change.after, branch, before: change.before, by });
    await followHead(world, repo, branch, change.after, by);
    await followBase(world, repo, branch, change.after, by);
    if (branch === repo.defaultBranch && change.after !== ZERO)
      await closeByMessages(world, repo, change, by);
  }
}

/** The first push into an empty repository: where its default branch is not among the new ones, the first is it. */
async function chooseDefaultBranch(repo: RepoRow): Promise<void> {
  const branches = await repo.git.refs('refs/heads/');
  const [first] = branches.keys();
  if (first === undefined || repo.hasBegun) return;
  repo.hasBegun = true;
  if (branches.has(`refs/heads/${repo.defaultBranch}`)) return;
  repo.defaultBranch = first.slice('refs/heads/'.length);
  await repo.git.text(['symbolic-ref', 'HEAD', first]);
}

/** Words such as `Fixes #3` in what came to the default branch. */
async function closeByMessages(world: World, repo: RepoRow, change: RefChange, by: UserRow): Promise<void> {
  if (change.before === ZERO) return;
  const commits = await repo.git.commits(['-100', change.after, `^${change.before}`]);
  closeFixed(world, repo, commits.map((commit) => commit.message).join('\n'), by);
}
