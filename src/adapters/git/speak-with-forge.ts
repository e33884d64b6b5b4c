import { type Git, type GitPatience, openGit } from './git.ts';

export interface ForgeAccess {
  /** Absolute folder of the repository that the commands are of. */
  readonly dir: string;
  /** Where it is at the forge, without credentials. */
  readonly url: string;
  /** A short-lived token for git over HTTP; asked for before each use. */
  readonly token: () => Promise<string>;
  /** Waits before the forge is asked again. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly env: Readonly<Record<string, string>>;
  /** Ends what is being brought. */
  readonly signal?: AbortSignal;
  /** How long one command may be silent, and take; default: minutes, and half an hour. Tests wait less. */
  readonly patience?: Pick<GitPatience, 'silenceMs' | 'totalMs'>;
}

/** When all has come, git looks for some time whether nothing is missing, and says nothing. */
const PATIENCE = { silenceMs: 5 * 60_000, totalMs: 30 * 60_000 };
/** What came of it is lost. */
const CUT_OFF = /Abort signal|block timeout|early EOF|RPC failed|unexpected disconnect|hung up/i;
const PROTOCOLS = ['http', 'https'];
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1000;
/** Answers that are the same the next time. */
const FOR_GOOD =
  /stale info|rejected|remote ref does not exist|not our ref|unadvertised object|returned error: 40[014]|not found|Authentication failed/i;

/**
 * A command that speaks with the forge, some times over where that may help and is not `isEnough`. Its token is in the environment
 * of that command alone.
 */
export async function speakWithForge(
  access: ForgeAccess,
  args: readonly string[],
  isEnough: (error: unknown) => boolean = () => false,
): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await (await withToken(access)).text(args);
      return;
    } catch (error) {
      const isOver = attempts >= MOST_ATTEMPTS || access.signal?.aborted === true;
      if (isOver || saysOf(error, FOR_GOOD) || isEnough(error)) throw error;
      await access.sleep(FIRST_WAIT_MS * 2 ** (attempts - 1));
    }
  }
}

/** It was late or silent, or the connection broke: to begin it once more as it was would help little. */
export function isCutOff(error: unknown): boolean {
  return saysOf(error, CUT_OFF);
}

/** What git printed is in the cause; its message is the first line. */
export function saysOf(error: unknown, what: RegExp): boolean {
  return error instanceof Error && what.test(`${error.message} ${error.cause}`);
}

async function withToken({ dir, url, env, token, signal, patience }: ForgeAccess): Promise<Git> {
  const header = `Authorization: Basic ${Buffer.from(`x-access-token:${await token()}`).toString('base64')}`;
  const settings = { [`http.${url}.extraHeader`]: header, 'http.followRedirects': 'false' };
  const entries = Object.entries(settings).flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  const count = String(Object.keys(settings).length);
  return openGit(
    {
      ...{ dir, protocols: PROTOCOLS, patience: { ...PATIENCE, ...patience, signal } },
      // What unpacks few objects tells nothing of its progress, however large they are.
      settings: ['fetch.unpackLimit=1'],
    },
    { ...env, GIT_CONFIG_COUNT: count, ...Object.fromEntries(entries) },
  );
}
