import { type Options, Probot } from 'probot';
import { fetchWithDeadline } from './open-forges.ts';
import { PlainOctokit } from './plain-octokit.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
/** Takes one line. */
export type Say = (level: Level, line: string) => void;

export interface Credentials {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** `https://api.github.com`, or `https://<host>/api/v3`. */
  readonly api: string;
}

/** Probot for our credentials, with our octokit, and with words of our own instead of its log. */
export function openProbot({ appId, privateKey, webhookSecret, api }: Credentials, say: Say): Probot {
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: api,
    Octokit: PlainOctokit,
    request: { fetch: fetchWithDeadline },
    log: toLog(say) as NonNullable<Options['log']>,
  });
}

/** Errors of octokit carry whole requests: of each only its sentence is told. */
function toLog(say: Say): object {
  const at =
    (level: Level) =>
    (...words: readonly unknown[]) =>
      say(level, words.map(toWords).filter(Boolean).join(': '));
  const log = {
    trace: () => {},
    debug: () => {},
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('error'),
    child: () => log,
  };
  return log;
}

function toWords(word: unknown): string {
  if (word instanceof AggregateError) return word.errors.map(toWords).join('; ');
  if (word instanceof Error) return word.message;
  return typeof word === 'string' ? word : '';
}
