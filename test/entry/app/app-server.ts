import { createHmac } from 'node:crypto';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Forges, Steward } from '../../../src/domain/steward.ts';
import { type AppOptions, createApp } from '../../../src/entry/app/create-app.ts';
import {
  type Answer,
  type Asked,
  PRIVATE_KEY,
  startScripted,
} from '../../adapters/github/scripted-github.ts';

const SECRET = 'a secret of the webhook';

/** A steward that writes down what it is given, in memory. */
export function makeSteward(receive?: Steward['receive']) {
  const received: ForgeEvent[] = [];
  const known = new Set<string>();
  const state = { isReady: true, isClosed: false, forges: null as Forges | null };
  const steward: Steward = {
    receive:
      receive ??
      (async (event) => {
        received.push(event);
        const isKnown = known.has(event.delivery);
        known.add(event.delivery);
        return isKnown ? 'known' : 'taken';
      }),
    ready: () => state.isReady,
    close: async () => {
      state.isClosed = true;
    },
  };
  const open = async (forges: Forges) => {
    state.forges = forges;
    return steward;
  };
  return { received, state, open };
}

/** The app over a scripted GitHub that knows it. */
export async function startApp(options: Partial<AppOptions> & { answer?: (asked: Asked) => Answer } = {}) {
  const github = await startScripted(
    options.answer ?? (({ path }) => (path === '/app' ? { body: { id: 4242, slug: 'dreamos' } } : {})),
  );
  const lines: string[] = [];
  const kept: object[] = [];
  const places = { url: github.url, api: github.url };
  const app = await createApp({
    port: 0,
    host: '127.0.0.1',
    github: places,
    credentials: { appId: 4242, privateKey: PRIVATE_KEY, webhookSecret: SECRET },
    setUp: {
      github: places,
      publicUrl: null,
      manifest: { name: 'dreamos', description: `"><script>alert('x')</script>` },
      keep: async (made) => {
        kept.push(made);
        return '/home/me/.env';
      },
    },
    openSteward: makeSteward().open,
    log: (level, line) => lines.push(`${level} ${line}`),
    ...options,
  }).catch(async (error: unknown) => {
    await github.close();
    throw error;
  });
  return {
    app,
    github,
    lines,
    kept,
    get: (path: string) => fetch(`${app.url}${path}`),
    close: async () => {
      await app.close();
      await github.close();
    },
  };
}

export function deliver(
  url: string,
  delivery: { id: string; name: string; payload: unknown },
  secret: string | null = SECRET,
): Promise<Response> {
  const body = typeof delivery.payload === 'string' ? delivery.payload : JSON.stringify(delivery.payload);
  const signature = secret === null ? null : createHmac('sha256', secret).update(body).digest('hex');
  return fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': delivery.name,
      'x-github-delivery': delivery.id,
      ...(signature === null ? {} : { 'x-hub-signature-256': `sha256=${signature}` }),
    },
  });
}
