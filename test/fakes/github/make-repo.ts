import { join } from 'node:path';
import { BareRepo } from './bare-repo.ts';
import { now, type RepoRow, type UserRow } from './rows.ts';
import type { World } from './world.ts';

const LABELS = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['enhancement', 'a2eeef', 'New feature or request'],
] as const;

/** A new, empty repository, or a fork of another. */
export async function makeRepo(
  world: World,
  owner: UserRow,
  name: string,
  options: { readonly isPrivate?: boolean; readonly defaultBranch?: string; readonly parent?: RepoRow } = {},
): Promise<RepoRow> {
  if (world.findRepo(owner.login, name) !== null) throw new Error(`${owner.login}/${name} is there already.`);
  const { parent } = options;
  const id = world.nextId();
  const defaultBranch = options.defaultBranch ?? parent?.defaultBranch ?? 'main';
  const git = BareRepo.create(join(world.folder, `${id}.git`), defaultBranch);
  if (parent)
    await git.text(['fetch', '-q', parent.git.dir, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
  const repo: RepoRow = {
    id,
    owner,
    name,
    git,
    isPrivate: options.isPrivate ?? parent?.isPrivate ?? false,
    defaultBranch,
    hasBegun: parent !== undefined,
    isArchived: false,
    isDisabled: false,
    parent: parent ?? null,
    createdAt: now(),
    updatedAt: now(),
    pushedAt: now(),
    permissions: new Map([[owner.login.toLowerCase(), 'admin']]),
    nextNumber: 1,
    issues: new Map(),
    comments: new Map(),
    labels: [],
    suites: [],
    checks: new Map(),
    runs: new Map(),
  };
  for (const [label, color, description] of LABELS)
    repo.labels.push({ id: world.nextId(), name: label, color, description });
  world.repos.set(id, repo);
  world.names.set(`${owner.login}/${name}`.toLowerCase(), id);
  return repo;
}
