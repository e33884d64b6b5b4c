import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openForges } from '../../../src/adapters/github/open-forges.ts';
import { openProbot } from '../../../src/adapters/github/open-probot.ts';
import type { Forge } from '../../../src/domain/forge.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: what we sent, to be looked at
  readonly body: any;
}
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
/** `drop`: the socket closes without an answer. */
export type Answer = Said | 'drop';

export const { privateKey: PRIVATE_KEY } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const TOKENS = '/app/installations/9/access_tokens';

/** A server that answers as it is told, for what a whole double is hard to bring to do: faults, many pages, great sizes. */
export async function startScripted(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const one: Asked = {
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    };
    asked.push(one);
    const scripted = answer(one);
    if (scripted === 'drop') return void request.socket.destroy();
    const isToken = one.path === TOKENS && Object.keys(scripted).length === 0;
    const { status = 200, headers = {}, body = {} } = isToken ? aToken() : scripted;
    const isText = typeof body === 'string' || body instanceof Buffer;
    response.writeHead(status, {
      'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
      ...headers,
    });
    response.end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const probot = openProbot(
    { appId: 4242, privateKey: PRIVATE_KEY, webhookSecret: 'secret', api: url },
    () => {},
  );
  const slept: number[] = [];
  let now = Date.now();
  const time = {
    now: () => now,
    random: () => 0,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
  const forges = openForges(probot, { appId: 4242, slug: 'dreamos' }, time);
  const forge: Forge = await forges.open({ id: 7, owner: 'acme', name: 'widgets', installation: 9 });
  return {
    url,
    forge,
    probot,
    time,
    slept,
    /** Without those for tokens. */
    asked: () => asked.filter(({ path }) => path !== TOKENS),
    tokens: () => asked.filter(({ path }) => path === TOKENS),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function aToken(): Said {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  return {
    status: 201,
    body: {
      token: 'ghs_x',
      expires_at,
      permissions: { contents: 'write' },
      repository_selection: 'selected',
    },
  };
}
