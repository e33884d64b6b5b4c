import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { afterPush, changesOf } from './after-push.ts';
import { Refusal } from './call.ts';
import type { LoggedRequest } from './fake-github.ts';
import type { FaultList } from './faults.ts';
import { meet } from './faults.ts';
import type { Need } from './router.ts';
import type { RepoRow, UserRow } from './rows.ts';
import { gitEnvironment } from './run-git.ts';
import { isOfApp, mayCall, nameOf, whoCalls } from './who-calls.ts';
import type { Who, World } from './world.ts';

const GIT = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const FETCH: Need = { kind: 'repo', app: ['contents'], level: 'read', person: 'read' };
const PUSH: Need = { kind: 'repo', app: ['contents'], level: 'write', person: 'write' };

interface GitDoor {
  readonly world: World;
  readonly faults: FaultList;
  readonly requests: LoggedRequest[];
}

export const isGit = (path: string): boolean => GIT.test(path);

/** git over HTTP: `git http-backend` behind our own look at who may. */
export async function serveGit(
  door: GitDoor,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const method = request.method ?? 'GET';
  let who: Who = { kind: 'anonymous' };
  let status = 0;
  try {
    who = whoCalls(door.world, request.headers.authorization);
    const fault = door.faults.of(method, url.pathname, isOfApp(who));
    const next = await meet(fault);
    if (next === 'cut') request.socket.destroy();
    else if (next === 'answer') {
      status = fault?.status ?? 500;
      response.writeHead(status, fault?.headers).end(String(fault?.body ?? ''));
    } else status = await transfer(door.world, who, url, request, response, fault?.drop === 'after');
  } catch (error) {
    status = error instanceof Refusal ? error.status : 500;
    // git asks for credentials only after 401, and GitHub says so for what an anonymous caller may not see.
    if (who.kind === 'anonymous' && (status === 404 || status === 403)) status = 401;
    const headers = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
    response.writeHead(status, headers).end(error instanceof Error ? error.message : String(error));
  }
  const ms = performance.now() - started;
  door.requests.push({ method, path: `${url.pathname}${url.search}`, who: nameOf(who), status, ms });
}

async function transfer(
  world: World,
  who: Who,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  isCutAfter: boolean,
): Promise<number> {
  const [, owner = '', name = '', action = ''] = GIT.exec(url.pathname) ?? [];
  const repo = world.findRepo(decodeURIComponent(owner), decodeURIComponent(name));
  const isPush = action === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  mayCall(world, who, isPush ? PUSH : FETCH, repo);
  if (repo === null) throw new Refusal(404, 'Not Found');
  if (action !== 'git-receive-pack') {
    const status = await backend(repo, action, url, request, response);
    response.end();
    return status;
  }
  if (who.kind !== 'user' && who.kind !== 'installation') throw new Refusal(401, 'Requires authentication');
  return repo.git.lock(async () => {
    const before = await repo.git.refs();
    const status = await backend(repo, action, url, request, response, isOfApp(who));
    await told(world, repo, before, who.user);
    // The client waits for the end: when its push is done, pull requests have followed it.
    if (isCutAfter) request.socket.destroy();
    else response.end();
    return status;
  });
}

async function told(world: World, repo: RepoRow, before: Map<string, string>, by: UserRow): Promise<void> {
  await afterPush(world, repo, changesOf(before, await repo.git.refs()), by);
}

/** Runs `git http-backend` and passes on what it answers, all but the end. */
function backend(
  repo: RepoRow,
  action: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  isApp = false,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { headers } = request;
    const child = spawn('git', ['http-backend'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        ...gitEnvironment(),
        GIT_PROJECT_ROOT: dirname(repo.git.dir),
        PATH_INFO: `${repo.git.dir.slice(dirname(repo.git.dir).length)}/${action}`,
        GIT_HTTP_EXPORT_ALL: '1',
        REMOTE_USER: 'fake',
        REMOTE_ADDR: '127.0.0.1',
        ...(isApp ? { FAKE_NO_WORKFLOWS: '1' } : {}),
        REQUEST_METHOD: request.method ?? 'GET',
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: headers['content-type'] ?? '',
        ...(headers['content-length'] ? { CONTENT_LENGTH: headers['content-length'] } : {}),
        ...(headers['content-encoding'] ? { HTTP_CONTENT_ENCODING: headers['content-encoding'] } : {}),
        ...(headers['git-protocol'] ? { GIT_PROTOCOL: String(headers['git-protocol']) } : {}),
      },
    });
    let head: Buffer | null = Buffer.alloc(0);
    let status = 200;
    child.stdout.on('data', (chunk: Buffer) => {
      if (head === null) {
        response.write(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      status = writeHead(response, head.subarray(0, end).toString());
      if (head.length > end + 4) response.write(head.subarray(end + 4));
      head = null;
    });
    child.on('error', reject);
    child.on('close', () => resolve(status));
    child.stdin.on('error', () => undefined);
    request.pipe(child.stdin);
    request.on('close', () => child.stdin.end());
  });
}

/** Turns the head of a CGI answer into one of HTTP; returns its status. */
function writeHead(response: ServerResponse, head: string): number {
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') status = Number.parseInt(value, 10);
    else headers[name] = value;
  }
  response.writeHead(status, headers);
  return status;
}
