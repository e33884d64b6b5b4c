import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { fetchWithDeadline } from '../../adapters/github/open-forges.ts';
import type { Credentials, Say } from '../../adapters/github/open-probot.ts';
import { DELIVERIES } from './answer-deliveries.ts';
import { type Answers, say } from './open-door.ts';
import { renderBegin, renderDone, renderNoKey } from './set-up-page.ts';

export type Made = Omit<Credentials, 'api'>;

export interface SetUp {
  readonly github: { readonly url: string; readonly api: string };
  /** Where GitHub reaches this server; null: where the page is opened at. */
  readonly publicUrl: string | null;
  /** What the app asks for: `app.yml`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Keeps what GitHub handed out for the next start; tells where. */
  readonly keep: (made: Made) => Promise<string>;
}

interface Parts extends SetUp {
  readonly url: string;
  readonly log: Say;
  readonly onMade: (made: Made) => void;
}

const Converted = z.object({
  id: z.number().int(),
  html_url: z.url({ protocol: /^https?$/ }),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1),
});
const CODE = /^[A-Za-z0-9_-]{1,100}$/;
const HTML = {
  'content-type': 'text/html; charset=utf-8',
  // The form goes to GitHub, whichever it is; nothing else is loaded or run.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  // The key stands in the address.
  'referrer-policy': 'no-referrer',
};

/**
 * Makes the app on GitHub by its manifest flow. Whoever made it would own this server, so that the page is only for who has the
 * link, which is told to the one who started the server.
 */
export function answerSetUp(parts: Parts): { readonly answers: Answers; readonly link: string } {
  const key = randomBytes(16).toString('hex');
  const state = randomBytes(16).toString('hex');
  let isMade = false;

  const finish = async (code: string, response: ServerResponse) => {
    const converted = await convert(code, parts.github.api);
    if (isMade) return say(response, 409, 'The app is made already.\n');
    if (typeof converted === 'string')
      return say(response, 502, `GitHub did not hand out the app: ${converted}\n`);
    isMade = true;
    const made = { appId: converted.id, privateKey: converted.pem, webhookSecret: converted.webhook_secret };
    const kept = await parts.keep(made).catch((error: unknown) => {
      parts.log('error', `what GitHub handed out could not be kept: ${(error as Error).message}`);
      return null;
    });
    parts.log('info', `the app is made: ${converted.html_url}`);
    parts.onMade(made);
    return say(response, 200, renderDone({ appUrl: converted.html_url, kept }), HTML);
  };

  const answers: Answers = async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    if (request.method !== 'GET') return false;
    if (url.pathname === '/set-up/done') {
      const code = url.searchParams.get('code') ?? '';
      if (!isSame(url.searchParams.get('state') ?? '', state) || !CODE.test(code))
        return say(response, 400, 'This link is not from the set-up that was begun here.\n');
      return finish(code, response);
    }
    if (url.pathname !== '/') return false;
    if (!isSame(url.searchParams.get('key') ?? '', key)) return say(response, 200, renderNoKey(), HTML);
    const base = parts.publicUrl ?? baseOf(request);
    const page = { action: `${parts.github.url}/settings/apps/new?state=${state}`, base };
    return say(response, 200, renderBegin({ ...page, manifest: toManifest(parts.manifest, base) }), HTML);
  };
  return { answers, link: `${parts.publicUrl ?? parts.url}/?key=${key}` };
}

function toManifest(manifest: SetUp['manifest'], base: string): object {
  return {
    ...manifest,
    url: base,
    hook_attributes: { url: `${base}${DELIVERIES}`, active: true },
    redirect_url: `${base}/set-up/done`,
  };
}

/** Exchanges the code, which is good for an hour and once, for the app's key and secret; a sentence where that fails. */
async function convert(code: string, api: string): Promise<z.infer<typeof Converted> | string> {
  try {
    const response = await fetchWithDeadline(`${api}/app-manifests/${code}/conversions`, {
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', 'user-agent': 'dreamos' },
    });
    if (!response.ok) return `it answers ${response.status}`;
    const converted = Converted.safeParse(await response.json());
    return converted.success ? converted.data : 'its answer cannot be read';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Behind a proxy, the address that the person sees. */
function baseOf(request: IncomingMessage): string {
  const first = (name: string) =>
    String(request.headers[name] ?? '')
      .split(',')[0]
      ?.trim();
  const protocol = first('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const host = first('x-forwarded-host') || first('host') || '';
  return `${protocol}://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`;
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
