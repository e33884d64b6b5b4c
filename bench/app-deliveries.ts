/**
 * How soon the app's server answers signed deliveries, 50 in flight, with a steward that takes a moment to write each one down.
 *
 *   node bench/app-deliveries.ts [deliveries]
 */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../src/entry/app/create-app.ts';

const COUNT = Number(process.argv[2] ?? 5000);
const IN_FLIGHT = 50;
const WRITE_MS = 5;
const SECRET = 'secret';

const github = createServer((_, response) => {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ id: 4242, slug: 'dreamos' }));
});
await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
const api = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

let taken = 0;
const places = { url: api, api };
const app = await createApp({
  port: 0,
  host: '127.0.0.1',
  github: places,
  credentials: { appId: 4242, privateKey, webhookSecret: SECRET },
  setUp: { github: places, publicUrl: null, manifest: {}, keep: async () => '' },
  openSteward: async () => ({
    receive: async () => {
      await sleep(WRITE_MS);
      taken += 1;
      return 'taken';
    },
    ready: () => true,
    close: async () => {},
  }),
  log: () => {},
});
await app.ready;

/** As large as GitHub's are. */
const filler = 'x'.repeat(11_000);
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

function deliver(index: number): Promise<number> {
  const body = JSON.stringify({
    ref: 'refs/heads/main',
    after: index.toString(16).padStart(40, 'a'),
    repository: { id: 7, full_name: 'acme/widgets', default_branch: 'main', description: filler },
    installation: { id: 9 },
    sender: { login: 'alice', type: 'User' },
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-github-event': 'push',
    'x-github-delivery': `delivery-${index}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const start = performance.now();
  return new Promise((resolve, fail) => {
    request(`${app.url}/api/github/webhooks`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else fail(new Error(`answered ${response.statusCode}`));
      });
    })
      .on('error', fail)
      .end(body);
  });
}

async function run(count: number): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      next += 1;
      times.push(await deliver(next));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return times.toSorted((a, b) => a - b);
}

await run(Math.min(500, COUNT));
taken = 0;
const start = performance.now();
const times = await run(COUNT);
const seconds = (performance.now() - start) / 1000;
const at = (share: number) =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
process.stdout.write(
  `${COUNT} deliveries, ${IN_FLIGHT} in flight, ${taken} taken: ${Math.round(COUNT / seconds)}/s, ` +
    `median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms\n`,
);
agent.destroy();
await app.close();
github.close();
