import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type Call, notFound, Refusal } from './call.ts';
import type { LoggedRequest } from './fake-github.ts';
import { type FaultList, meet, type PlannedFault } from './faults.ts';
import { limitRate } from './limit-rate.ts';
import type { AskedOperation } from './openapi.ts';
import { pageOfList } from './page-of-list.ts';
import type { Matched, Route } from './router.ts';
import type { RepoRow } from './rows.ts';
import { isOfApp, mayCall, nameOf, whoCalls } from './who-calls.ts';
import type { Who, World } from './world.ts';

const LARGEST_BODY = 30_000_000;

export interface Api {
  readonly world: World;
  readonly faults: FaultList;
  readonly requests: LoggedRequest[];
  readonly find: (method: string, path: string) => Matched | null;
  /** Told each call of the app. */
  readonly onCall: (asked: AskedOperation) => void;
  /** Told each answer of a route. */
  readonly onAnswer: (route: Route, status: number, body: unknown) => void;
}

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers one request of the REST API. `address`: path and query, without prefix. */
export async function serveApi(
  api: Api,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const method = request.method ?? 'GET';
  const url = new URL(address, 'http://fake');
  const raw = await readBody(request);
  let who: Who = { kind: 'anonymous' };
  let fault: PlannedFault | null = null;
  let sent: Sent | null = null;
  try {
    who = whoCalls(api.world, request.headers.authorization);
    fault = api.faults.of(method, url.pathname, isOfApp(who));
    const next = await meet(fault);
    if (next === 'answer') sent = ofFault(fault);
    else if (next === 'go on') {
      const accept = request.headers.accept ?? '';
      sent = await answer(api, { method, url, raw, who, accept, lagMs: fault?.lagMs ?? 0 });
    }
  } catch (error) {
    sent = ofError(error);
  }
  const headers = { ...limitRate(api.world, who, request.headers.authorization), ...commonHeaders() };
  const isCut = sent === null || fault?.drop === 'after';
  const status = sent?.status ?? 0;
  const ms = performance.now() - started;
  api.requests.push({ method, path: address, who: nameOf(who), status: isCut ? 0 : status, ms });
  if (isCut || sent === null) request.socket.destroy();
  else send(request, response, { ...sent, headers: { ...headers, ...sent.headers } });
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly raw: Buffer;
  readonly who: Who;
  readonly accept: string;
  readonly lagMs: number;
}

async function answer(api: Api, asked: Asked): Promise<Sent> {
  const { world } = api;
  const { method, url, who } = asked;
  const body = parseBody(asked.raw);
  const byId = /^\/repositories\/(\d+)(\/.*)?$/.exec(url.pathname);
  const repoById = byId === null ? undefined : world.repos.get(Number(byId[1]));
  const path =
    repoById === undefined
      ? url.pathname
      : `/repos/${repoById.owner.login}/${repoById.name}${byId?.[2] ?? ''}`;
  const found = api.find(method, path);
  const { route = null, params = {} } = found ?? {};
  if (isOfApp(who)) api.onCall({ method, path, query: url.searchParams, body, route, params });
  if (found === null) throw notFound();
  const { owner, repo: name } = found.params;
  const repo = owner === undefined || name === undefined ? null : world.findRepo(owner, name);
  mayCall(world, who, found.route.need, repo);
  if (repo !== null && name !== undefined && name.toLowerCase() !== repo.name.toLowerCase())
    return moved(world, repo, method, url);
  const call: Call = {
    ...{
      world,
      who,
      method,
      path,
      body,
      params: found.params,
      query: url.searchParams,
      accept: asked.accept,
    },
    get repo(): RepoRow {
      if (repo === null) throw notFound();
      return repo;
    },
  };
  const isWrite = method !== 'GET' && repo !== null;
  const work = async (): Promise<Answer> => found.route.run(call);
  return toSent(api, asked, found.route, isWrite ? await repo.git.lock(work) : await work());
}

function moved(world: World, repo: RepoRow, method: string, url: URL): Sent {
  const rest = url.pathname.split('/').slice(4).join('/');
  const location = `${world.api}/repositories/${repo.id}${rest === '' ? '' : `/${rest}`}${url.search}`;
  const status = method === 'GET' ? 301 : 307;
  const body = JSON.stringify({ message: 'Moved Permanently', url: location });
  return { status, headers: { location, 'content-type': 'application/json; charset=utf-8' }, body };
}

function toSent(api: Api, asked: Asked, route: Route, answer: Answer): Sent {
  switch (answer.kind) {
    case 'none':
      return { status: answer.status, headers: answer.headers ?? {}, body: '' };
    case 'text':
      return { status: answer.status, headers: { 'content-type': answer.type }, body: answer.text };
    case 'json':
      api.onAnswer(route, answer.status, answer.body);
      return toJson(answer.status, answer.body, answer.headers);
    case 'list': {
      const { body, link } = pageOfList(api.world, answer, asked.url, asked.lagMs);
      api.onAnswer(route, 200, body);
      return toJson(200, body, link === null ? {} : { link });
    }
  }
}

function toJson(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Sent {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

function ofError(error: unknown): Sent {
  if (error instanceof Refusal) return toJson(error.status, error.body, error.headers);
  return toJson(500, { message: `The double failed: ${error instanceof Error ? error.stack : error}` });
}

function ofFault(fault: PlannedFault | null): Sent {
  const { status = 500, headers = {}, body = { message: 'Server Error' } } = fault ?? {};
  if (typeof body === 'string') return { status, headers: { 'content-type': 'text/html', ...headers }, body };
  return toJson(status, body, headers);
}

function commonHeaders(): Record<string, string> {
  return {
    'x-github-request-id': randomUUID().slice(0, 18).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
  };
}

/** Sends it, or 304 where the caller has it already. */
function send(request: IncomingMessage, response: ServerResponse, sent: Sent): void {
  if (request.method !== 'GET' || sent.status !== 200) {
    response.writeHead(sent.status, sent.headers).end(sent.body);
    return;
  }
  const etag = `W/"${createHash('sha256').update(sent.body).digest('hex')}"`;
  const headers = { ...sent.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  const has = request.headers['if-none-match'];
  if (has === etag || has === etag.slice(2)) response.writeHead(304, headers).end();
  else response.writeHead(200, headers).end(sent.body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseBody(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
