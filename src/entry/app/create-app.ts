import { setTimeout as sleep } from 'node:timers/promises';
import { askForMissed } from '../../adapters/github/missed-deliveries.ts';
import { openForges, REAL_TIME, readSelf } from '../../adapters/github/open-forges.ts';
import { openProbot, type Say } from '../../adapters/github/open-probot.ts';
import type { Time } from '../../adapters/github/retry-call.ts';
import { DreamError } from '../../domain/errors.ts';
import { ForgeError } from '../../domain/forge.ts';
import type { Forges, Steward } from '../../domain/steward.ts';
import { answerDeliveries } from './answer-deliveries.ts';
import { answerSetUp, type Made, type SetUp } from './answer-set-up.ts';
import { type Answers, openDoor, say } from './open-door.ts';

export interface AppOptions {
  readonly port: number;
  readonly host: string;
  readonly github: SetUp['github'];
  /** Null: the app is to be made first, by the page that `setUp` makes. */
  readonly credentials: Made | null;
  readonly setUp: SetUp;
  /** Who works off what is heard. */
  readonly openSteward: (forges: Forges, credentials: Made) => Promise<Steward>;
  /**
   * Bots whose comments are handed over; default: none. A repository's settings may name some, which only the steward can read: a
   * steward that asks them is given all, and refuses the others.
   */
  readonly botsAllowed?: (login: string) => boolean;
  readonly log: Say;
  /** How calls that failed are waited for; default: as it is. Tests wait less. */
  readonly time?: Time;
}

export interface App {
  readonly url: string;
  /** Where the app is made, for the person who starts the server; null where it is made. */
  readonly setUpLink: string | null;
  /** Resolves when deliveries are taken; rejects where the credentials are wrong. Waits for ever while there are none. */
  readonly ready: Promise<void>;
  /** In order: no more requests, those that came are answered, the steward ends. */
  close(): Promise<void>;
}

/** Where it stands, as `/readyz` tells it. */
type Stage = 'set-up' | 'starting' | 'running' | 'closing';
/** While GitHub cannot be reached, it is asked again so often. */
const AGAIN_MS = 15_000;

/** The app's server: health from the beginning, set-up while there are no credentials, then deliveries. */
export async function createApp(options: AppOptions): Promise<App> {
  const { log, github } = options;
  const door = await openDoor(options);
  const closing = new AbortController();
  const settled = Promise.withResolvers<void>();
  // Whoever does not ask is not to be ended by it.
  settled.promise.catch(() => {});
  let stage: Stage = options.credentials ? 'starting' : 'set-up';
  let steward: Steward | null = null;
  let inside: Answers = async () => false;

  const state = () => (stage === 'running' && !steward?.ready() ? 'starting' : stage);
  door.use(async (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return say(response, 200, 'alive\n');
    if (path === '/readyz') return say(response, state() === 'running' ? 200 : 503, `${state()}\n`);
    if (await inside(request, response)) return true;
    if (path === '/') return say(response, 200, `Dream.OS: ${state()}.\n`);
    if (stage === 'running') return false;
    return say(response, 503, `Not now: ${state()}.\n`, { 'retry-after': '30' });
  });

  const start = async (credentials: Made) => {
    stage = 'starting';
    inside = async () => false;
    const probot = openProbot({ ...credentials, api: github.api }, log);
    const { signal } = closing;
    const time = { ...REAL_TIME, sleep: (ms: number) => sleep(ms, undefined, { signal }) };
    const self = await waitForSelf(() => readSelf(probot, time), log, signal);
    const heard = { ...self, botsAllowed: options.botsAllowed ?? (() => false) };
    steward = await options.openSteward(openForges(probot, self, options.time ?? time), credentials);
    // It was asked to end meanwhile.
    if (closing.signal.aborted) return steward.close();
    inside = await answerDeliveries(probot, { self: heard, steward, log });
    stage = 'running';
    log('info', `${self.slug} takes deliveries at ${door.url}`);
    void tellMissed(() => askForMissed(probot, options.time ?? time), log, signal);
  };
  const begin = (credentials: Made) => {
    start(credentials).then(settled.resolve, settled.reject);
  };

  let setUpLink: string | null = null;
  if (options.credentials) begin(options.credentials);
  else {
    const page = answerSetUp({ ...options.setUp, url: door.url, log, onMade: begin });
    inside = page.answers;
    setUpLink = page.link;
  }
  return {
    url: door.url,
    setUpLink,
    ready: settled.promise,
    close: async () => {
      stage = 'closing';
      closing.abort();
      await door.close();
      await steward?.close();
    },
  };
}

/** What came while nobody was here. That it cannot be asked for is no reason to stop. */
async function tellMissed(ask: () => Promise<number>, log: Say, signal: AbortSignal): Promise<void> {
  try {
    log('info', `${await ask()} missed deliveries were asked for again`);
  } catch (error) {
    if (signal.aborted) return;
    log('warn', `missed deliveries could not be asked for: ${(error as Error).message}`);
  }
}

/** Asks who we are until GitHub answers. An answer that refuses us is the end: the credentials are wrong. */
async function waitForSelf<T>(ask: () => Promise<T>, log: Say, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ForgeError && (error.status === 401 || error.status === 404))
        throw new DreamError(
          'bad-usage',
          `GitHub knows no app with this APP_ID and this key (${error.status}).`,
          'Both stand on the page of the app. On a GitHub of your own, set GHE_HOST as well.',
          { cause: error },
        );
      log('warn', `GitHub does not say who we are, asking again: ${(error as Error).message}`);
      await sleep(AGAIN_MS, undefined, { signal });
    }
  }
}
