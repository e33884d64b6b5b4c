import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { Mirror } from '../../../src/adapters/git/mirror.ts';
import { makeFolder } from '../../make.ts';

/** Each of three commits brings so much that no other has. */
const COMMIT_BYTES = 400_000;
const WHOLE = 3 * COMMIT_BYTES;

let folder: string;
let server: Server;
/** How the line behaves. */
let line: { bytesPerSecond: number; cutAfter: number };
let served: number;

beforeEach(async () => {
  folder = makeFolder();
  line = { bytesPerSecond: Number.POSITIVE_INFINITY, cutAfter: Number.POSITIVE_INFINITY };
  served = 0;
  execFileSync('git', ['init', '-q', '-b', 'main', join(folder, 'repo')]);
  commit('one', 'two', 'three');
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const git = (...args: string[]) => execFileSync('git', ['-C', join(folder, 'repo'), ...args]);
function commit(...messages: string[]): void {
  for (const message of messages) {
    writeFileSync(join(folder, 'repo', 'large'), randomBytes(COMMIT_BYTES));
    git('add', '-A');
    git('-c', 'user.name=ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', message);
  }
}

/** Git over HTTP, through a line that is slow, or breaks. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
  const { headers } = request;
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...{ PATH: process.env.PATH, GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: 'ada' },
      ...{ PATH_INFO: pathname, QUERY_STRING: searchParams.toString(), REQUEST_METHOD: request.method },
      ...{ CONTENT_TYPE: headers['content-type'] ?? '', REMOTE_ADDR: '127.0.0.1' },
      HTTP_CONTENT_ENCODING: String(headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(backend.stdin);
  const all = Buffer.concat(await backend.stdout.toArray());
  const end = all.indexOf('\r\n\r\n');
  const said = all.subarray(0, end).toString().split('\r\n');
  const body = all.subarray(end + 4);
  response.writeHead(
    200,
    said.flatMap((one) => one.split(': ')),
  );
  const step = Math.min(line.bytesPerSecond / 10, 64_000);
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    if (at > line.cutAfter) return void response.destroy();
    response.write(body.subarray(at, at + step));
    served += Math.min(step, body.length - at);
    if (Number.isFinite(line.bytesPerSecond)) await sleep(100);
  }
  response.end();
}

const open = (patience = { silenceMs: 20_000, totalMs: 60_000 }, signal?: AbortSignal) =>
  new Mirror({
    ...{
      dir: join(folder, 'mirror.git'),
      temp: join(folder, 'temp'),
      own: 'dreamos/',
      defaultBranch: 'main',
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/repo/.git`,
    ...{ token: async () => 'token', sleep: async () => {}, patience, ...(signal && { signal }) },
    env: toGitEnvironment({ PATH: process.env.PATH ?? '', HOME: folder }),
  });
const subjects = async (mirror: Mirror) =>
  (await mirror.log((await mirror.sync()).head ?? '', 9)).map(({ subject }) => subject);

describe('Mirror, over a bad line', () => {
  it('waits for what goes on, however slowly', async () => {
    line.bytesPerSecond = WHOLE / 8;
    expect(await subjects(open({ silenceMs: 4000, totalMs: 60_000 }))).toEqual(['three', 'two', 'one']);
  });

  it('brings in portions what breaks off as a whole', async () => {
    line.cutAfter = WHOLE * 0.75;
    expect(await subjects(open())).toEqual(['three', 'two', 'one']);
    expect(existsSync(join(folder, 'mirror.git', 'shallow'))).toBe(false);
  });

  it('keeps what came for the next time', async () => {
    line.cutAfter = COMMIT_BYTES * 1.5;
    await expect(open().sync()).rejects.toMatchObject({ code: 'git-failed' });
    line.cutAfter = Number.POSITIVE_INFINITY;
    served = 0;
    expect(await subjects(open())).toEqual(['three', 'two', 'one']);
    expect(served).toBeLessThan(COMMIT_BYTES * 2.5);
  });

  it('goes on where the commits that it had come to are gone from the forge meanwhile', async () => {
    line.cutAfter = COMMIT_BYTES * 1.5;
    await expect(open().sync()).rejects.toMatchObject({ code: 'git-failed' });
    const shallow = join(folder, 'mirror.git', 'shallow');
    expect(existsSync(shallow)).toBe(true);
    line.cutAfter = Number.POSITIVE_INFINITY;
    git('checkout', '-q', '--orphan', 'anew');
    commit('four', 'five');
    git('branch', '-M', 'anew', 'main');
    git('reflog', 'expire', '--expire=now', '--all');
    git('gc', '-q', '--prune=now');
    expect(await subjects(open(undefined, AbortSignal.timeout(20_000)))).toEqual(['five', 'four']);
    expect(existsSync(shallow)).toBe(false);
  });

  it('ends what takes too long in all, and what nobody waits for any more', async () => {
    line.bytesPerSecond = WHOLE / 600;
    await expect(open({ silenceMs: 60_000, totalMs: 300 }).sync()).rejects.toThrow(
      /^git fetch .* failed: it took too long$/,
    );
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    await expect(open(undefined, stop.signal).sync()).rejects.toMatchObject({ code: 'git-failed' });
  });
});
