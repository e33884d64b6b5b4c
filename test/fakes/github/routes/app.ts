import * as z from 'zod';
import { type Call, json, list, notFound, nothing, numberOf, parseBody, Refusal } from '../call.ts';
import { toInstallation } from '../render/to-installation.ts';
import { toRepository } from '../render/to-repository.ts';
import { toApp, toUser } from '../render/to-user.ts';
import type { Route } from '../router.ts';
import type { InstallationRow, RepoRow } from '../rows.ts';
import { PERMISSIONS } from '../world.ts';

const HOUR_MS = 3_600_000;

const Narrowing = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
});

/** The app itself, its installations and their tokens; who one is. */
export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app',
    need: { kind: 'app' },
    run: ({ world }) =>
      json({ ...toApp(world, world.appRow), installations_count: world.installations.size }),
  },
  {
    method: 'GET',
    path: '/app/installations',
    need: { kind: 'app' },
    run: ({ world }) => list([...world.installations.values()], (row) => toInstallation(world, row.id)),
  },
  {
    method: 'GET',
    path: '/app/installations/{id}',
    need: { kind: 'app' },
    run: (call) => json(toInstallation(call.world, installationOf(call).id)),
  },
  {
    method: 'POST',
    path: '/app/installations/{id}/access_tokens',
    need: { kind: 'app' },
    run: (call) => json(makeToken(call, installationOf(call)), 201),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/installation',
    need: { kind: 'app' },
    run: (call) => {
      const row = call.world.installationOf(call.repo);
      if (row === null) throw notFound();
      return json(toInstallation(call.world, row.id));
    },
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    need: { kind: 'installation' },
    run: (call) => {
      if (call.who.kind !== 'installation') throw notFound();
      const { installation, repos, user } = call.who;
      const rows = [...installation.repos].filter((id) => repos === null || repos.has(id));
      return list(
        rows.flatMap((id) => call.world.repos.get(id) ?? []),
        (repo) => toRepository(call.world, repo, user),
        'repositories',
      );
    },
  },
  {
    method: 'DELETE',
    path: '/installation/token',
    need: { kind: 'installation' },
    run: (call) => {
      for (const [token, who] of call.world.tokens) if (who === call.who) call.world.tokens.delete(token);
      return nothing();
    },
  },
  {
    method: 'GET',
    path: '/user',
    need: { kind: 'person' },
    run: (call) => {
      if (call.who.kind !== 'user') throw notFound();
      return json(toPublicUser(call, call.who.user.login));
    },
  },
  {
    method: 'GET',
    path: '/users/{username}',
    need: { kind: 'anyone' },
    run: (call) => json(toPublicUser(call, call.params.username ?? '')),
  },
  {
    method: 'GET',
    path: '/rate_limit',
    need: { kind: 'anyone' },
    run: () => {
      const rate = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(Date.now() / 1000) + 3600 };
      return json({ resources: { core: rate, search: rate }, rate });
    },
  },
];

function installationOf(call: Call): InstallationRow {
  const row = call.world.installations.get(numberOf(call, 'id'));
  if (row === undefined) throw notFound();
  return row;
}

function makeToken(call: Call, installation: InstallationRow): unknown {
  const { world } = call;
  const body = parseBody(call, Narrowing);
  const repos = narrowed(call, installation, body);
  const permissions: Record<string, string> = body.permissions ?? { ...PERMISSIONS };
  for (const [name, level] of Object.entries(permissions)) {
    const has = name in PERMISSIONS ? PERMISSIONS[name as keyof typeof PERMISSIONS] : null;
    if (has === null || (level === 'write' && has === 'read'))
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  // What every token may read.
  permissions.metadata = 'read';
  const expiresAt = Date.now() + HOUR_MS;
  const token = world.issueToken('ghs', {
    kind: 'installation',
    user: world.bot,
    installation,
    permissions,
    repos: repos && new Set(repos.map((repo) => repo.id)),
    expiresAt,
  });
  return {
    token,
    expires_at: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    permissions,
    repository_selection: 'selected',
    ...(repos === null ? {} : { repositories: repos.map((repo) => toRepository(world, repo)) }),
  };
}

function narrowed(
  call: Call,
  installation: InstallationRow,
  body: z.infer<typeof Narrowing>,
): RepoRow[] | null {
  const { repositories, repository_ids } = body;
  if (repositories === undefined && repository_ids === undefined) return null;
  const all = [...installation.repos].flatMap((id) => call.world.repos.get(id) ?? []);
  const found = all.filter((repo) => repositories?.includes(repo.name) || repository_ids?.includes(repo.id));
  if (found.length < (repositories?.length ?? 0) || found.length < (repository_ids?.length ?? 0))
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  return found;
}

function toPublicUser(call: Call, login: string): unknown {
  const user = call.world.findUser(login);
  if (user === null) throw notFound();
  return {
    ...toUser(call.world, user),
    ...{ name: user.login, company: null, blog: '', location: null, email: null, hireable: null, bio: null },
    ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0 },
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}
