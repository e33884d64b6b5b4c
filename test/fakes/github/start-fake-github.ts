import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chaos } from './chaos.ts';
import { Deliveries } from './deliveries.ts';
import type { FakeGitHub, FakeGitHubOptions, LoggedRequest } from './fake-github.ts';
import { RepoHandle } from './fake-repo.ts';
import { FaultList } from './faults.ts';
import { installApp, uninstallApp } from './install-app.ts';
import { makeApp } from './make-app.ts';
import { makeRepo } from './make-repo.ts';
import { OpenApi } from './openapi.ts';
import { servePages } from './pages/serve-pages.ts';
import { makeRouter } from './router.ts';
import { ALL_ROUTES } from './routes/all-routes.ts';
import { checkGraphql } from './routes/graphql.ts';
import type { RepoRow } from './rows.ts';
import { type Api, serveApi } from './serve-api.ts';
import { isGit, serveGit } from './serve-git.ts';
import { World } from './world.ts';

export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const folder = options.folder ?? realpathSync(mkdtempSync(join(tmpdir(), 'fake-github-')));
  mkdirSync(folder, { recursive: true });
  const { app, publicKey } = makeApp();
  const world = new World(folder, app, publicKey);
  const chaos = new Chaos();
  const deliveries = new Deliveries(world, chaos);
  world.outbox = deliveries;
  const faults = new FaultList(chaos);
  const requests: LoggedRequest[] = [];
  const violations: string[] = [];
  const mistakes: string[] = [];
  const isStrict = options.checkItself === true;
  const api: Api = {
    ...{ world, faults, requests, find: makeRouter(ALL_ROUTES) },
    onCall: (asked) =>
      violations.push(
        ...(asked.path === '/graphql' ? checkGraphql(asked.body) : OpenApi.shared().checkCall(asked)),
      ),
    onAnswer: (route, status, body) => {
      if (isStrict) mistakes.push(...OpenApi.shared().checkAnswer(route, status, body));
    },
  };
  deliveries.onSend = (event, action, payload) => {
    if (isStrict) mistakes.push(...OpenApi.shared().checkDelivery(event, action, payload));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => fail(response, error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.url ?? '/';
    const url = new URL(address, world.url);
    const prefix = /^\/api(\/v3)?(?=\/|\?|$)/.exec(address)?.[0];
    if (prefix !== undefined) return serveApi(api, address.slice(prefix.length) || '/', request, response);
    if (isGit(url.pathname)) return serveGit({ world, faults, requests }, url, request, response);
    const log = world.logs.get(url.pathname);
    if (log !== undefined) response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(log);
    else await servePages(world, url.pathname, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  world.url = `http://127.0.0.1:${address.port}`;

  const rowOf = (repo: { readonly id: number }): RepoRow => {
    const row = world.repos.get(repo.id);
    if (row === undefined) throw new Error(`No repository ${repo.id}.`);
    return row;
  };
  const tokens = new Map<string, string>();
  return {
    url: world.url,
    api: world.api,
    app,
    addUser: (login, { isBot } = {}) => {
      const user = world.user(login, isBot === true ? 'Bot' : undefined);
      const token = tokens.get(user.login) ?? world.issueToken('ghp', { kind: 'user', user });
      tokens.set(user.login, token);
      return { login: user.login, token };
    },
    addRepo: async (owner, name, repoOptions) =>
      new RepoHandle(world, await makeRepo(world, world.user(owner), name, repoOptions)),
    install: (repo) => installApp(world, rowOf(repo)),
    uninstall: (repo) => uninstallApp(world, rowOf(repo)),
    deliverTo: (url) => {
      deliveries.url = url;
    },
    settled: () => deliveries.settled(),
    deliveries: deliveries.rows,
    redeliver: (id) => deliveries.redeliver(id),
    faults,
    chaos: (seed, chaosOptions = {}) => chaos.start(seed, chaosOptions),
    requests,
    violations,
    mistakes,
    close: async () => {
      await deliveries.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function fail(response: ServerResponse, error: unknown): void {
  const message = `The double failed: ${error instanceof Error ? error.stack : String(error)}`;
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
  response.end(message);
}
