import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { REAL_TIME } from '../../src/adapters/github/open-forges.ts';
import { type App, createApp } from '../../src/entry/app/create-app.ts';
import { WORKER } from '../../src/entry/app/worker-path.ts';
import { loadAppManifest, loadEnvironment, openSteward } from '../../src/os.ts';
import { COMPILED } from '../compiled.ts';
import type { FakeGitHub, FakeRepo, FakeUser } from '../fakes/github/fake-github.ts';
import { startFakeGitHub } from '../fakes/github/start-fake-github.ts';

const exec = promisify(execFile);

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what GitHub answers is looked at, not trusted.
  readonly json: any;
}

/** An offline GitHub with one repository, the app installed on it, and a person's clone. */
export interface AppHouse {
  readonly folder: string;
  readonly github: FakeGitHub;
  readonly repo: FakeRepo;
  readonly maintainer: FakeUser;
  /** What the steward said, a line an event. */
  readonly log: string[];
  /** What the server said: each delivery with what it was taken for. */
  readonly said: string[];
  app: App;
  /** In the maintainer's clone. Resolves to standard output. */
  git(...words: string[]): Promise<string>;
  commit(files: Readonly<Record<string, string>>, message: string): Promise<string>;
  push(branch?: string): Promise<void>;
  /** As the maintainer, or as whoever has the token. `path` below the repository. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Resolves when no delivery is under way and nothing is worked on. */
  calm(): Promise<void>;
  /** Ends the app, and begins it again over the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isPrivate?: boolean;
  /** Waits are so many times as long; default: 1. */
  readonly pace?: number;
  /** Absolute path of the program that works; default: the real one. */
  readonly worker?: string;
}

export async function openAppHouse({
  environment = {},
  isPrivate = false,
  pace = 1,
  worker = WORKER,
}: HouseOptions = {}): Promise<AppHouse> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-test-')));
  const github = await startFakeGitHub({ folder: join(folder, 'github') });
  const maintainer = github.addUser('ada');
  const repo = await github.addRepo('ada', 'widgets', { isPrivate });
  const log: string[] = [];
  const said: string[] = [];
  const time = { ...REAL_TIME, sleep: (ms: number) => sleep(ms * pace) };
  let idle = async () => {};
  const open = async () => {
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
        keep: async () => '',
      } as never,
      openSteward: async (forges) => {
        const steward = await openSteward({
          environment: loadEnvironment({
            ...process.env,
            ...COMPILED,
            XDG_CACHE_HOME: join(folder, 'cache'),
            ...environment,
          }),
          sleep: time.sleep,
          ...{ dataDir: join(folder, 'data'), worker, forges, parallel: 2 },
          log: (line) => log.push(line),
        });
        idle = steward.idle;
        return steward;
      },
      botsAllowed: () => true,
      log: (_level, line) => said.push(line),
      time,
    });
    await app.ready;
    github.deliverTo(`${app.url}/api/github/webhooks`);
    return app;
  };
  const clone = join(folder, 'clone');
  mkdirSync(clone);
  const git = async (...words: string[]) => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgSign=false'];
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    return (await exec('git', [...who, ...words], { cwd: clone, env, encoding: 'utf8' })).stdout.trim();
  };
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', repo.cloneUrl.replace('://', `://ada:${maintainer.token}@`));
  const calm = async () => {
    // What is worked on makes deliveries, and deliveries make work.
    for (let quiet = 0; quiet < 3; ) {
      const before = github.deliveries.length + log.length;
      await github.settled();
      await idle();
      quiet = github.deliveries.length + log.length === before ? quiet + 1 : 0;
    }
  };
  const house: AppHouse = {
    ...{ folder, github, repo, maintainer, log, said, git, calm },
    app: await open(),
    commit: async (files, message) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(clone, path)), { recursive: true });
        writeFileSync(join(clone, path), text);
      }
      await git('add', '-A');
      await git('commit', '-q', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    push: async (branch = 'main') => {
      await git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
    },
    api: async (method, path, body, token = maintainer.token) => {
      const answer = await fetch(`${github.api}/repos/${repo.owner}/${repo.name}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
    },
    restart: async () => {
      await house.app.close();
      house.app = await open();
    },
    close: async () => {
      await house.app.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
  github.install(repo);
  return house;
}

/** Has the onboarding pull request merged by the maintainer, as a person does. */
export async function mergeOnboarding(house: AppHouse): Promise<void> {
  await house.calm();
  const { json } = await house.api('GET', '/pulls?head=ada:dreamos/configure');
  const number = json[0]?.number;
  if (number === undefined) throw new Error(`no onboarding: ${house.log.join('; ')}`);
  const merged = await house.api('PUT', `/pulls/${number}/merge`, {});
  if (merged.status !== 200) throw new Error(`not merged: ${JSON.stringify(merged.json)}`);
  await house.calm();
  await house.git('pull', '-q', '--rebase', 'origin', 'main');
}
