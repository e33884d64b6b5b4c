import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readAppVariables } from '../../../src/config/read-app-variables.ts';
import { keepCredentials } from '../../../src/entry/app/keep-credentials.ts';
import { push } from '../../adapters/github/payloads.ts';
import { PRIVATE_KEY } from '../../adapters/github/scripted-github.ts';
import { deliver, makeSteward, startApp } from './app-server.ts';

const HANDED = {
  id: 4242,
  html_url: 'https://github.com/apps/dreamos',
  pem: PRIVATE_KEY,
  webhook_secret: 'fresh',
};
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: Parameters<typeof startApp>[0] = {}) {
  const one = await startApp({
    credentials: null,
    answer: ({ path, method }) => {
      if (path === '/app-manifests/good/conversions' && method === 'POST')
        return { status: 201, body: HANDED };
      return path === '/app' ? { body: { id: 4242, slug: 'dreamos' } } : { status: 404 };
    },
    ...options,
  });
  open.push(one);
  return one;
}

/** What a browser would post to GitHub. */
function formOf(html: string): { action: string; manifest: Record<string, unknown>; state: string } {
  const decode = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const action = decode(/action="([^"]*)"/.exec(html)?.[1] ?? '');
  const manifest = JSON.parse(decode(/name="manifest" value="([^"]*)"/.exec(html)?.[1] ?? 'null'));
  return { action, manifest, state: new URL(action).searchParams.get('state') ?? '' };
}

describe('the set-up', () => {
  it('leads from the printed link to an app that takes deliveries', async () => {
    const steward = makeSteward();
    const { app, get, kept, github } = await start({ openSteward: steward.open });
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 503]);
    expect((await deliver(app.url, push())).status).toBe(503);

    const page = await (await fetch(app.setUpLink ?? '')).text();
    const { action, manifest, state } = formOf(page);
    expect(action.startsWith(`${github.url}/settings/apps/new?state=`)).toBe(true);
    expect(manifest).toMatchObject({
      name: 'dreamos',
      hook_attributes: { url: `${app.url}/api/github/webhooks`, active: true },
      redirect_url: `${app.url}/set-up/done`,
    });
    expect(page).not.toContain('<script>');
    expect(page).toContain('GitHub cannot reach this address');

    const done = await get(`/set-up/done?code=good&state=${state}`);
    expect([done.status, (await done.text()).includes('/home/me/.env')]).toEqual([200, true]);
    expect(kept).toEqual([{ appId: 4242, privateKey: PRIVATE_KEY, webhookSecret: 'fresh' }]);
    await app.ready;
    expect((await deliver(app.url, push(), 'fresh')).status).toBe(200);
    expect(steward.received).toHaveLength(1);
    expect((await get(`/set-up/done?code=good&state=${state}`)).status).toBe(404);
  });

  it('is only for who has the link', async () => {
    const { get, kept, app } = await start();
    for (const path of ['/', '/?key=', `/?key=${'0'.repeat(32)}`, `/?key=${'ü'.repeat(32)}`]) {
      const page = await (await get(path)).text();
      expect(page).not.toContain('<form');
      expect(page).toContain('APP_ID');
      expect(page).not.toContain(app.setUpLink?.split('key=')[1]);
    }
    for (const path of [
      '/set-up/done',
      '/set-up/done?code=good',
      `/set-up/done?code=good&state=${'0'.repeat(32)}`,
    ])
      expect((await get(path)).status).toBe(400);
    expect(kept).toEqual([]);
  });

  it('asks GitHub for nothing but a code', async () => {
    const { get, github, app } = await start();
    const { state } = formOf(await (await fetch(app.setUpLink ?? '')).text());
    expect((await get(`/set-up/done?code=${encodeURIComponent('../app?x')}&state=${state}`)).status).toBe(
      400,
    );
    expect(github.asked()).toEqual([]);
    expect((await get(`/set-up/done?code=stale&state=${state}`)).status).toBe(502);
  });

  it('knows its address behind a proxy, and is told it', async () => {
    const { app } = await start();
    const through = await fetch(app.setUpLink ?? '', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'dreamos.example.com' },
    });
    const page = await through.text();
    expect(formOf(page).manifest.redirect_url).toBe('https://dreamos.example.com/set-up/done');
    expect(page).not.toContain('GitHub cannot reach this address');
    const odd = await fetch(app.setUpLink ?? '', { headers: { 'x-forwarded-host': 'a"onload=x' } });
    expect(formOf(await odd.text()).manifest.redirect_url).toBe('http://localhost/set-up/done');
  });

  it('goes on when the credentials cannot be kept, and says so', async () => {
    const base = await start();
    const { app, get } = await start({
      setUp: {
        github: { url: base.github.url, api: base.github.url },
        publicUrl: 'https://dreamos.example.com',
        manifest: {},
        keep: async () => {
          throw new Error('read-only');
        },
      },
    });
    expect(app.setUpLink).toMatch(/^https:\/\/dreamos\.example\.com\/\?key=[0-9a-f]{32}$/);
    const key = app.setUpLink?.split('key=')[1];
    const { state } = formOf(await (await get(`/?key=${key}`)).text());
    expect(await (await get(`/set-up/done?code=good&state=${state}`)).text()).toContain('could not be kept');
  });
});

describe('keepCredentials', () => {
  it('writes what the next start reads, and leaves the rest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dreamos-env-'));
    open.push({ close: () => rm(folder, { recursive: true }) });
    await writeFile(join(folder, '.env'), 'PORT=4000\nAPP_ID=1\n');
    const made = { appId: 4242, privateKey: PRIVATE_KEY, webhookSecret: 'a#b' };
    const path = await keepCredentials(folder, made);
    const read = readAppVariables(parseEnv(await readFile(path, 'utf8')) as Record<string, string>);
    expect(read).toMatchObject({ port: 4000, credentials: made });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
