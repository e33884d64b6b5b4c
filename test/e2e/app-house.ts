import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openOfflineApp } from '../../examples/offline-github/open-app.ts';
import { REAL_TIME } from '../../src/adapters/github/open-forges.ts';
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
  /** In the maintainer's clone. Resolves to standard output. */
  git(...words: string[]): Promise<string>;
  commit(files: Readonly<Record<string, string>>, message: string): Promise<string>;
  push(branch?: string): Promise<void>;
  /** As the maintainer, or as whoever has the token. `path` below the repository. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Resolves when no delivery is under way and nothing is worked on. */
  calm(): Promise<void>;
  /** Ends the app, and begins it again over the same data. `meanwhile`: what happens while nobody is there. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
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
  worker,
}: HouseOptions = {}): Promise<AppHouse> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dreamos-test-')));
  const github = await startFakeGitHub({ folder: join(folder, 'github') });
  const maintainer = github.addUser('ada');
  const repo = await github.addRepo('ada', 'widgets', { isPrivate });
  const log: string[] = [];
  const said: string[] = [];
  const time = { ...REAL_TIME, sleep: (ms: number) => sleep(ms * pace) };
  const open = () =>
    openOfflineApp(github, {
      dataDir: join(folder, 'data'),
      environment: { ...process.env, ...COMPILED, XDG_CACHE_HOME: join(folder, 'cache'), ...environment },
      log: (line) => log.push(line),
      say: (line) => said.push(line),
      ...{ parallel: 2, time, ...(worker === undefined ? {} : { worker }) },
    });
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
  let opened = await open();
  const house: AppHouse = {
    ...{ folder, github, repo, maintainer, log, said, git },
    calm: () => opened.calm(),
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
    restart: async (meanwhile) => {
      await opened.app.close();
      await meanwhile?.();
      opened = await open();
    },
    close: async () => {
      await opened.app.close();
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
