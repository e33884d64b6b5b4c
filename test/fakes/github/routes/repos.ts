import * as z from 'zod';
import { type Call, invalid, json, list, notFound, parseBody, writerOf } from '../call.ts';
import { makeRepo } from '../make-repo.ts';
import { toCommit } from '../render/to-commit.ts';
import { apiOf, pageOf, toFullRepository, toRepository } from '../render/to-repository.ts';
import { toUser } from '../render/to-user.ts';
import { type Route, repoRoute } from '../router.ts';
import type { Json } from '../rows.ts';

const NewRepo = z.object({
  name: z.string().regex(/^[\w.-]+$/),
  private: z.boolean().optional(),
  default_branch: z.string().optional(),
});

/** Repositories, their branches and who may do what. */
export const repoRoutes: readonly Route[] = [
  repoRoute('GET', '', 'metadata:read', 'read', (call) => {
    const viewer = call.who.kind === 'user' || call.who.kind === 'installation' ? call.who.user : null;
    return json(toFullRepository(call.world, call.repo, viewer));
  }),
  {
    method: 'POST',
    path: '/user/repos',
    need: { kind: 'person' },
    run: async (call) => {
      const body = parseBody(call, NewRepo);
      const owner = writerOf(call);
      if (call.world.findRepo(owner.login, body.name) !== null)
        throw invalid('Repository', 'name', 'custom', 'name already exists on this account');
      const options = { isPrivate: body.private === true, defaultBranch: body.default_branch ?? 'main' };
      return json(
        toFullRepository(call.world, await makeRepo(call.world, owner, body.name, options), owner),
        201,
      );
    },
  },
  {
    method: 'GET',
    path: '/user/repos',
    need: { kind: 'person' },
    run: (call) => {
      const user = writerOf(call);
      const mine = [...call.world.repos.values()].filter((repo) =>
        repo.permissions.has(user.login.toLowerCase()),
      );
      return list(mine, (repo) => toRepository(call.world, repo, user));
    },
  },
  repoRoute('POST', '/forks', 'metadata:read', 'read', async (call) => {
    const owner = writerOf(call);
    const body = parseBody(call, z.object({ name: z.string().optional() }));
    const known = [...call.world.repos.values()].find(
      (repo) => repo.parent === call.repo && repo.owner === owner,
    );
    const name = body.name ?? call.repo.name;
    const fork = known ?? (await makeRepo(call.world, owner, name, { parent: call.repo }));
    return json(toFullRepository(call.world, fork, owner), 202);
  }),
  repoRoute('GET', '/branches', 'contents:read', 'read', async (call) => {
    const refs = await call.repo.git.refs('refs/heads/');
    return list([...refs], ([ref, sha]) => ({
      name: ref.slice('refs/heads/'.length),
      commit: { sha, url: `${apiOf(call.world, call.repo)}/commits/${sha}` },
      protected: false,
    }));
  }),
  repoRoute('GET', '/branches/{branch}', 'contents:read', 'read', async (call) => json(await toBranch(call))),
  repoRoute('GET', '/collaborators', 'metadata:read', 'write', (call) => {
    const logins = [...call.repo.permissions].filter(([, permission]) => permission !== 'none');
    return list(logins, ([login]) => ({
      ...toUser(call.world, call.world.user(login)),
      ...roleOf(call, login),
    }));
  }),
  repoRoute('GET', '/collaborators/{username}/permission', 'metadata:read', 'read', (call) => {
    const user = call.world.findUser(call.params.username ?? '');
    if (user === null) throw notFound();
    const { role_name, permissions } = roleOf(call, user.login);
    const coarse = { maintain: 'write', triage: 'read' }[role_name] ?? role_name;
    return json({
      permission: coarse,
      user: { ...toUser(call.world, user), permissions, role_name },
      role_name,
    });
  }),
];

function roleOf(call: Call, login: string): { role_name: string; permissions: Json } {
  const { world, repo } = call;
  const has = world.permission(world.findUser(login), repo);
  return {
    role_name: has,
    permissions: {
      admin: world.isAtLeast(has, 'admin'),
      maintain: world.isAtLeast(has, 'maintain'),
      push: world.isAtLeast(has, 'write'),
      triage: world.isAtLeast(has, 'triage'),
      pull: world.isAtLeast(has, 'read'),
    },
  };
}

async function toBranch(call: Call): Promise<Json> {
  const { world, repo } = call;
  const name = call.params.branch ?? '';
  const sha = await repo.git.branch(name);
  const commit = sha === null ? null : await repo.git.commit(sha);
  if (commit === null) throw notFound();
  const self = `${apiOf(world, repo)}/branches/${encodeURIComponent(name)}`;
  return {
    name,
    commit: toCommit(world, repo, commit),
    _links: { self, html: `${pageOf(world, repo)}/tree/${name}` },
    protected: false,
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
    },
    protection_url: `${self}/protection`,
  };
}
