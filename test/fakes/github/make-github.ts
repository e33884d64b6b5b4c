import { execFile } from 'node:child_process';
import { createSign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from '@jest/globals';
import { makeFolder } from '../../make.ts';
import type { FakeGitHub, FakeGitHubOptions, FakeRepo, FakeUser } from './fake-github.ts';
import { gitEnvironment } from './run-git.ts';
import { startFakeGitHub } from './start-fake-github.ts';

const run = promisify(execFile);
const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open.splice(0)) await close();
});

/** The double, closed after the test file. */
export async function makeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options);
  open.push(() => github.close());
  return github;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it names, and an absent key fails it.
  readonly body: any;
}

export type Ask = (
  call: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answered>;

/** Calls the REST API: `ask('GET /repos/acme/widgets')`. Redirects are not followed. */
export function asking(github: FakeGitHub, token?: string, scheme = 'token'): Ask {
  return async (call, body, headers = {}) => {
    const [method = 'GET', path = '/'] = call.split(' ');
    const answer = await fetch(`${github.api}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(token === undefined ? {} : { authorization: `${scheme} ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : null,
    };
  };
}

/** The app's JSON web token. */
export function makeKey(github: FakeGitHub, claims: Readonly<Record<string, number>> = {}): string {
  const seconds = Math.floor(Date.now() / 1000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = { iat: seconds - 30, exp: seconds + 300, iss: github.app.id, ...claims };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(body)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(github.app.privateKey, 'base64url')}`;
}

/** A token of the app for an installation, with what it may do narrowed. */
export async function makeToken(
  github: FakeGitHub,
  installation: number,
  body: unknown = {},
): Promise<string> {
  const ask = asking(github, makeKey(github), 'bearer');
  const answer = await ask(`POST /app/installations/${installation}/access_tokens`, body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.token;
}

/** git, as a person's machine runs it; the server is in this process, so nothing may block. */
export async function git(dir: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgsign=false'];
  const ran = await run('git', [...identity, ...args], { cwd: dir, env: gitEnvironment() });
  return ran.stdout.trim();
}

export const urlWith = (repo: FakeRepo, token: string): string =>
  repo.cloneUrl.replace('http://', `http://x-access-token:${token}@`);

export interface Widgets {
  readonly github: FakeGitHub;
  readonly repo: FakeRepo;
  readonly ann: FakeUser;
  readonly installation: number;
  readonly asAnn: Ask;
  readonly asApp: Ask;
  readonly token: string;
  /** A clone with one commit on `main`, pushed. */
  readonly dir: string;
}

/** `ann/widgets`, with a commit on `main` and the app installed. */
export async function makeWidgets(options: FakeGitHubOptions = {}): Promise<Widgets> {
  const github = await makeGitHub(options);
  const ann = github.addUser('ann');
  const repo = await github.addRepo('ann', 'widgets');
  const dir = makeFolder();
  await git(dir, 'init', '-q', '-b', 'main');
  await commit(dir, { 'README.md': '# Widgets\n', 'src/add.js': 'a\nb\nc\nd\ne\nf\ng\nh\n' }, 'Begin');
  await git(dir, 'remote', 'add', 'origin', urlWith(repo, ann.token));
  await git(dir, 'push', '-q', 'origin', 'main');
  const installation = github.install(repo);
  const token = await makeToken(github, installation);
  return {
    ...{ github, repo, ann, installation, token, dir },
    asAnn: asking(github, ann.token),
    asApp: asking(github, token),
  };
}

/** Writes files and commits them. */
export async function commit(
  dir: string,
  files: Readonly<Record<string, string>>,
  message: string,
): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  await git(dir, 'add', '-A');
  await git(dir, 'commit', '-q', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
}

/** What was posted to a webhook of ours. */
export interface Posted {
  readonly event: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly payload: any;
}

/** A webhook that answers 202 and keeps what came. */
export async function makeHook(
  github: FakeGitHub,
): Promise<{ readonly url: string; readonly posted: Posted[] }> {
  const posted: Posted[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { headers } = request;
      const event = String(headers['x-github-event']);
      posted.push({
        event,
        id: String(headers['x-github-delivery']),
        headers,
        text,
        payload: JSON.parse(text),
      });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port.');
  const url = `http://127.0.0.1:${address.port}/hook`;
  github.deliverTo(url);
  open.unshift(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url, posted };
}
