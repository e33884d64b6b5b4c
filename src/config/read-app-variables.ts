import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { DreamError } from '../domain/errors.ts';
import { SandboxSetting } from '../domain/sandbox.ts';

/** What the app is known by on GitHub. */
interface AppCredentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** What the app's server takes from the environment. */
export interface AppEnvironment {
  readonly port: number;
  readonly host: string;
  /** Null where nothing of them is set: the app is to be made first. */
  readonly credentials: AppCredentials | null;
  /** Without `/` at the end. */
  readonly github: { readonly url: string; readonly api: string };
  /** Where GitHub reaches this server; null: as the one who asks does. Without `/` at the end. */
  readonly publicUrl: string | null;
  readonly isVerbose: boolean;
  /** Absolute folder for mirrors of repositories and the journal. */
  readonly dataDir: string;
  /** The least that repositories' code is shut in by: their settings may ask for more, not for less. */
  readonly sandbox: SandboxSetting;
}

/** A variable that is set to nothing counts as not set. */
const Setting = z
  .string()
  .optional()
  .transform((text) => text?.trim() || undefined);
const WHOLE = /^\d{1,15}$/;

const AppVariables = z.object({
  PORT: Setting.refine((text) => text === undefined || (WHOLE.test(text) && Number(text) < 65_536), {
    message: 'a port from 0 (any that is free) to 65535',
  }).transform((text) => (text === undefined ? 3000 : Number(text))),
  HOST: Setting,
  APP_ID: Setting.refine((text) => text === undefined || WHOLE.test(text), {
    message: 'the number that GitHub shows as "App ID"',
  }),
  PRIVATE_KEY: Setting,
  PRIVATE_KEY_PATH: Setting,
  WEBHOOK_SECRET: Setting,
  GHE_HOST: Setting.refine((text) => text === undefined || /^[A-Za-z0-9.-]+(:\d+)?$/.test(text), {
    message: 'a host name, perhaps with a port: github.example.com',
  }),
  GHE_PROTOCOL: z.preprocess(
    (text) => text || 'https',
    z.enum(['https', 'http'], { error: 'https or http' }),
  ),
  PUBLIC_URL: Setting.refine((text) => text === undefined || /^https?:\/\/[^\s"'<>]+$/.test(text), {
    message: 'an address that begins with https://',
  }),
  LOG_LEVEL: Setting,
  DREAMOS_DATA: Setting,
  XDG_STATE_HOME: Setting,
  DREAMOS_SANDBOX: z.preprocess(
    (text) => text || 'auto',
    z.enum(SandboxSetting.options, { error: 'auto, require or none' }),
  ),
});
type AppVariables = z.infer<typeof AppVariables>;

export function readAppVariables(variables: Readonly<Record<string, string | undefined>>): AppEnvironment {
  const read = AppVariables.safeParse(variables);
  if (!read.success) {
    const [first] = read.error.issues;
    throw new DreamError('bad-usage', `${String(first?.path[0])} must be ${first?.message}.`, HELP);
  }
  const { PORT, HOST, GHE_HOST, GHE_PROTOCOL, PUBLIC_URL, LOG_LEVEL, DREAMOS_DATA, XDG_STATE_HOME } =
    read.data;
  const own = GHE_HOST === undefined ? null : `${GHE_PROTOCOL}://${GHE_HOST}`;
  return {
    port: PORT,
    host: HOST ?? '127.0.0.1',
    credentials: credentialsOf(read.data),
    github: own
      ? { url: own, api: `${own}/api/v3` }
      : { url: 'https://github.com', api: 'https://api.github.com' },
    publicUrl: PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataDir: resolve(DREAMOS_DATA ?? join(XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'dreamos')),
    sandbox: read.data.DREAMOS_SANDBOX,
    isVerbose: LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace',
  };
}

const HELP = 'See: npm start -- --help';

/** All of them or none: with some of them the server would look alive and hear nothing. */
function credentialsOf(variables: AppVariables): AppCredentials | null {
  const { APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET } = variables;
  const key = PRIVATE_KEY ?? PRIVATE_KEY_PATH;
  if (!APP_ID && !key && !WEBHOOK_SECRET) return null;
  if (!APP_ID || !key || !WEBHOOK_SECRET) {
    const missing = [
      ...(APP_ID ? [] : ['APP_ID']),
      ...(key ? [] : ['PRIVATE_KEY (or PRIVATE_KEY_PATH)']),
      ...(WEBHOOK_SECRET ? [] : ['WEBHOOK_SECRET']),
    ];
    throw new DreamError('bad-usage', `${missing.join(' and ')} not set, but other credentials are.`, HELP);
  }
  const privateKey =
    PRIVATE_KEY === undefined ? toPem(readKey(key), 'PRIVATE_KEY_PATH') : toPem(PRIVATE_KEY, 'PRIVATE_KEY');
  return { appId: Number(APP_ID), privateKey, webhookSecret: WEBHOOK_SECRET };
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DreamError('bad-usage', `PRIVATE_KEY_PATH: ${path} cannot be read.`, HELP, { cause });
  }
}

/**
 * A key as people put it into a variable: with line ends written as `\n`, in base64, or with blanks for line ends. The error
 * never holds a part of the key.
 */
function toPem(text: string, name: string): string {
  const plain = text.includes('-----') ? text : Buffer.from(text, 'base64').toString('utf8');
  const [, begin, body = '', end] =
    /(-----BEGIN [A-Z ]*PRIVATE KEY-----)(.*?)(-----END [A-Z ]*PRIVATE KEY-----)/s.exec(
      plain.replaceAll('\\n', '\n'),
    ) ?? [];
  const pem = `${begin}\n${body.trim().split(/\s+/).join('\n')}\n${end}\n`;
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // it is told below, without what OpenSSL calls it
  }
  throw new DreamError(
    'bad-usage',
    `${name} is no RSA private key in PEM form.`,
    'Download one from the page of the app: Settings, Developer settings, GitHub Apps, "Generate a private key".',
  );
}
