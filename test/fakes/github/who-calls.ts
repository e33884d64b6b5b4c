import { createVerify } from 'node:crypto';
import * as z from 'zod';
import { notFound, Refusal } from './call.ts';
import type { Need } from './router.ts';
import type { RepoRow } from './rows.ts';
import type { Who, World } from './world.ts';

const Claims = z.object({ iat: z.number(), exp: z.number(), iss: z.union([z.string(), z.number()]) });

/** Who stands behind an Authorization header; 401 for what is no token of ours. */
export function whoCalls(world: World, header: string | undefined): Who {
  if (header === undefined || header === '') return { kind: 'anonymous' };
  const [scheme = '', rest = ''] = header.split(/ +/, 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return rest.split('.').length === 3 ? byKey(world, rest) : byToken(world, rest);
    case 'token':
      return byToken(world, rest);
    case 'basic': {
      const [name = '', ...password] = Buffer.from(rest, 'base64').toString().split(':');
      return byToken(world, password.join(':') || name);
    }
    default:
      throw new Refusal(401, 'Bad credentials');
  }
}

function byToken(world: World, token: string): Who {
  const who = world.tokens.get(token);
  if (who === undefined) throw new Refusal(401, 'Bad credentials');
  if (who.kind === 'installation') {
    if (who.expiresAt <= Date.now()) throw new Refusal(401, 'Bad credentials');
    if (!world.installations.has(who.installation.id)) throw new Refusal(401, 'Bad credentials');
  }
  return who;
}

function byKey(world: World, token: string): Who {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
  if (!verify.verify(world.publicKey, Buffer.from(signature, 'base64url')))
    throw new Refusal(401, 'A JSON web token could not be decoded');
  const parsed = Claims.safeParse(parseJson(Buffer.from(claims, 'base64url').toString()));
  if (!parsed.success) throw new Refusal(401, 'A JSON web token could not be decoded');
  const { iat, exp, iss } = parsed.data;
  const seconds = Date.now() / 1000;
  if (String(iss) !== String(world.app.id))
    throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
  if (exp <= seconds)
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp - iat > 660 || exp > seconds + 660)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > seconds + 60)
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return { kind: 'app' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The name for the log of requests. */
export function nameOf(who: Who): string {
  return who.kind === 'user' || who.kind === 'installation' ? who.user.login : who.kind;
}

export const isOfApp = (who: Who): boolean => who.kind === 'app' || who.kind === 'installation';

/** Whether an app's token reaches a repository at all. */
function reaches(who: Who & { kind: 'installation' }, repo: RepoRow): boolean {
  return who.installation.repos.has(repo.id) && (who.repos === null || who.repos.has(repo.id));
}

/** Throws as GitHub answers where somebody may not do this; 404 rather than 403 for what they may not even see. */
export function mayCall(world: World, who: Who, need: Need, repo: RepoRow | null): void {
  switch (need.kind) {
    case 'anyone':
      return;
    case 'person':
      if (who.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
      if (who.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration');
      return;
    case 'app':
      if (who.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
      return;
    case 'installation':
      if (who.kind !== 'installation')
        throw new Refusal(
          403,
          'You must authenticate with an installation access token in order to list repositories for an installation.',
        );
      return;
    case 'repo':
      if (repo === null) throw notFound();
      mayUse(world, who, need, repo);
  }
}

function mayUse(world: World, who: Who, need: Need & { kind: 'repo' }, repo: RepoRow): void {
  if (who.kind === 'app') throw new Refusal(401, 'Requires authentication');
  const isWrite = need.level === 'write';
  if (who.kind === 'installation') {
    if (!reaches(who, repo)) {
      if (repo.isPrivate) throw notFound();
      if (isWrite) throw new Refusal(403, 'Resource not accessible by integration');
    } else if (!need.app.some((name) => hasLevel(who.permissions[name], need.level)))
      throw new Refusal(403, 'Resource not accessible by integration');
  } else mayPerson(world, who, need, repo);
  if (repo.isDisabled) throw new Refusal(403, 'Repository access blocked', { block: { reason: 'tos' } });
  if (repo.isArchived && isWrite) throw new Refusal(403, 'Repository was archived so is read-only.');
}

function mayPerson(world: World, who: Who, need: Need & { kind: 'repo' }, repo: RepoRow): void {
  const user = who.kind === 'user' ? who.user : null;
  const has = world.permission(user, repo);
  if (has === 'none') throw notFound();
  if (need.level === 'write' && user === null) throw new Refusal(401, 'Requires authentication');
  if (need.person === null) throw new Refusal(403, 'You must authenticate via a GitHub App.');
  if (!world.isAtLeast(has, need.person)) throw new Refusal(403, 'Must have push access to the repository.');
}

function hasLevel(has: string | undefined, level: 'read' | 'write'): boolean {
  return has === 'write' || (has === 'read' && level === 'read');
}
