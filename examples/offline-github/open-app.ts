import type { Time } from '../../src/adapters/github/retry-call.ts';
import type { SandboxSetting } from '../../src/domain/sandbox.ts';
import { type App, createApp } from '../../src/entry/app/create-app.ts';
import { WORKER } from '../../src/entry/app/worker-path.ts';
import { loadAppManifest, loadEnvironment, openSteward } from '../../src/os.ts';
import type { FakeGitHub } from '../../test/fakes/github/fake-github.ts';

export interface OfflineAppOptions {
  /** Absolute folder for the app's mirrors and journal; opened over the same one again, it goes on. */
  readonly dataDir: string;
  /** Environment of the app and of its work. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the steward says, a line an event. */
  readonly log: (line: string) => void;
  /** What the server says: each delivery with what it was taken for. */
  readonly say?: (line: string) => void;
  /** Repositories that are worked on at once. */
  readonly parallel: number;
  /** The least that checks are shut in by; default: `auto`. */
  readonly sandbox?: SandboxSetting;
  /** Absolute path of the program that works; default: the real one. */
  readonly worker?: string;
  /** How it waits before something is tried again; default: as long as it is asked to. */
  readonly time?: Time;
}

export interface OfflineApp {
  readonly app: App;
  /** Resolves when no delivery is under way and nothing is worked on. */
  calm(): Promise<void>;
}

/** Our app as `npm start` has it, running and heard by an offline GitHub. */
export async function openOfflineApp(
  github: FakeGitHub,
  { dataDir, environment, log, say, parallel, sandbox = 'auto', worker = WORKER, time }: OfflineAppOptions,
): Promise<OfflineApp> {
  let lines = 0;
  let idle = async () => {};
  const app = await createApp({
    ...{ port: 0, host: '127.0.0.1', github: { url: github.url, api: github.api } },
    credentials: {
      appId: github.app.id,
      privateKey: github.app.privateKey,
      webhookSecret: github.app.webhookSecret,
    },
    setUp: {
      github: { url: github.url, api: github.api },
      publicUrl: null,
      manifest: await loadAppManifest(),
      keep: async () => 'nowhere',
    },
    openSteward: async (forges, { privateKey, webhookSecret }) => {
      const steward = await openSteward({
        environment: loadEnvironment(environment),
        secrets: { PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret },
        ...{ dataDir, worker, forges, parallel, sandbox },
        ...(time === undefined ? {} : { sleep: time.sleep }),
        log: (line) => {
          lines += 1;
          log(line);
        },
      });
      idle = steward.idle;
      return steward;
    },
    botsAllowed: () => true,
    log: (_level, line) => say?.(line),
    ...(time === undefined ? {} : { time }),
  });
  await app.ready;
  github.deliverTo(`${app.url}/api/github/webhooks`);
  return {
    app,
    calm: async () => {
      // What is worked on makes deliveries, and deliveries make work.
      for (let quiet = 0; quiet < 3; ) {
        const before = github.deliveries.length + lines;
        await github.settled();
        await idle();
        quiet = github.deliveries.length + lines === before ? quiet + 1 : 0;
      }
    },
  };
}
