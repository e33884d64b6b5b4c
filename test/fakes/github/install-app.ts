import { toInstallation } from './render/to-installation.ts';
import { toUser } from './render/to-user.ts';
import { type InstallationRow, type Json, now, type RepoRow } from './rows.ts';
import { nodeId, type World } from './world.ts';

const short = (repo: RepoRow): Json => ({
  id: repo.id,
  node_id: nodeId('R', repo.id),
  name: repo.name,
  full_name: `${repo.owner.login}/${repo.name}`,
  private: repo.isPrivate,
});

/** Installs the app in a repository: an installation for its owner, or one repository more of it. */
export function installApp(world: World, repo: RepoRow): number {
  const known = [...world.installations.values()].find((row) => row.account === repo.owner);
  if (known?.repos.has(repo.id)) return known.id;
  if (known) {
    known.repos.add(repo.id);
    tellRepositories(world, known, 'added', repo);
    return known.id;
  }
  const row: InstallationRow = {
    id: world.nextId(),
    account: repo.owner,
    repos: new Set([repo.id]),
    createdAt: now(),
  };
  world.installations.set(row.id, row);
  world.outbox.send('installation', repo.id, {
    action: 'created',
    installation: toInstallation(world, row.id),
    repositories: [short(repo)],
    requester: null,
    sender: toUser(world, repo.owner),
  });
  return row.id;
}

export function uninstallApp(world: World, repo: RepoRow): void {
  const row = world.installationOf(repo);
  if (row === null) return;
  if (row.repos.size > 1) {
    row.repos.delete(repo.id);
    tellRepositories(world, row, 'removed', repo);
    return;
  }
  world.outbox.send('installation', repo.id, {
    action: 'deleted',
    installation: toInstallation(world, row.id),
    repositories: [short(repo)],
    requester: null,
    sender: toUser(world, repo.owner),
  });
  world.installations.delete(row.id);
}

function tellRepositories(
  world: World,
  row: InstallationRow,
  action: 'added' | 'removed',
  repo: RepoRow,
): void {
  world.outbox.send('installation_repositories', repo.id, {
    action,
    installation: toInstallation(world, row.id),
    repository_selection: 'selected',
    repositories_added: action === 'added' ? [short(repo)] : [],
    repositories_removed: action === 'removed' ? [short(repo)] : [],
    requester: null,
    sender: toUser(world, row.account),
  });
}
