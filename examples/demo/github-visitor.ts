import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { FakeUser } from '../../test/fakes/github/fake-github.ts';
import type { House } from '../offline-github/open-house.ts';

const exec = promisify(execFile);

const Labelled = z.array(z.object({ name: z.string() }));
const Pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  draft: z.boolean(),
  state: z.string(),
  labels: Labelled,
  head: z.object({ ref: z.string(), sha: z.string() }),
});
export type Pull = z.infer<typeof Pull>;
const Issue = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.string(),
  labels: Labelled,
  pull_request: z.unknown().optional(),
});
const Comment = z.object({ id: z.number(), body: z.string(), user: z.object({ login: z.string() }) });
const Reactions = z.array(z.object({ content: z.string() }));
const Check = z.object({
  name: z.string(),
  conclusion: z.string().nullable(),
  output: z.object({ title: z.string().nullable(), summary: z.string().nullable() }),
});
export type Check = z.infer<typeof Check>;
const Runs = z.object({ check_runs: z.array(Check) });

/** Somebody with git, a browser and a token: all that a person does in the story. Nothing blocks, for GitHub is in this process. */
export class Visitor {
  readonly #house: House;
  readonly #user: FakeUser;
  readonly #dir: string;

  constructor(house: House, user: FakeUser, dir: string) {
    this.#house = house;
    this.#user = user;
    this.#dir = dir;
  }

  async git(...words: readonly string[]): Promise<string> {
    const { login } = this.#user;
    const who = [
      '-c',
      `user.name=${login}`,
      '-c',
      `user.email=${login}@example.com`,
      '-c',
      'commit.gpgSign=false',
    ];
    await mkdir(this.#dir, { recursive: true });
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
    return (await exec('git', [...who, ...words], { cwd: this.#dir, env, encoding: 'utf8' })).stdout.trim();
  }

  async begin(cloneUrl: string): Promise<void> {
    await this.git('init', '-q', '-b', 'main');
    const { login, token } = this.#user;
    await this.git('remote', 'add', 'origin', cloneUrl.replace('://', `://${login}:${token}@`));
  }

  async commit(files: Readonly<Record<string, string>>, message: string): Promise<string> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.#dir, path)), { recursive: true });
      await writeFile(join(this.#dir, path), text);
    }
    await this.git('add', '-A');
    await this.git('commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  async push(branch: string): Promise<void> {
    await this.git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
  }

  async pull(): Promise<void> {
    await this.git('fetch', '-q', 'origin');
    await this.git('switch', '-q', '-C', 'main', 'origin/main');
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const { owner, name } = this.#house.repo;
    const answer = await fetch(`${this.#house.github.api}/repos/${owner}/${name}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#user.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 200)}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** Open ones whose branch begins so. */
  async pulls(prefix: string): Promise<readonly Pull[]> {
    const all = z.array(Pull).parse(await this.api('GET', '/pulls?state=open&per_page=100'));
    return all.filter(({ head }) => head.ref.startsWith(prefix));
  }

  async pullAt(number: number): Promise<Pull> {
    return Pull.parse(await this.api('GET', `/pulls/${number}`));
  }

  /** Resolves to its number. */
  async openPull(title: string, head: string): Promise<number> {
    return Pull.parse(await this.api('POST', '/pulls', { title, head, base: 'main' })).number;
  }

  /** Issues that are no pull requests. */
  async issues() {
    const all = z.array(Issue).parse(await this.api('GET', '/issues?state=all&per_page=100'));
    return all.filter((one) => one.pull_request === undefined);
  }

  async merge(number: number): Promise<void> {
    await this.api('PUT', `/pulls/${number}/merge`, {});
  }

  /** How many comments and reviews a pull request has. */
  async said(number: number): Promise<number> {
    const pages = [`/issues/${number}/comments`, `/pulls/${number}/comments`, `/pulls/${number}/reviews`].map(
      (path) => this.api('GET', path),
    );
    return z
      .array(z.array(z.unknown()))
      .parse(await Promise.all(pages))
      .flat().length;
  }

  /** Every branch with its commit, and every issue and pull request but some: equal where nothing was written. */
  async everything(but: readonly number[] = []): Promise<string> {
    const branches = await this.git('ls-remote', 'origin', 'refs/heads/*');
    const all = z.array(Issue).parse(await this.api('GET', '/issues?state=all&per_page=100'));
    const others = all.filter(({ number }) => !but.includes(number));
    return JSON.stringify([branches, others]);
  }

  async checks(sha: string): Promise<readonly Check[]> {
    return Runs.parse(await this.api('GET', `/commits/${sha}/check-runs`)).check_runs;
  }

  /** Says it, and what came of it: the faces that it got, and the answer. */
  async ask(number: number, body: string): Promise<{ faces: readonly string[]; answer: string }> {
    const { id } = Comment.parse(await this.api('POST', `/issues/${number}/comments`, { body }));
    await this.#house.calm();
    const reactions = Reactions.parse(await this.api('GET', `/issues/comments/${id}/reactions`));
    const after = z.array(Comment).parse(await this.api('GET', `/issues/${number}/comments?per_page=100`));
    const answer = after.find(({ id: other, user }) => other > id && user.login.endsWith('[bot]'));
    return { faces: reactions.map(({ content }) => content), answer: answer?.body ?? '' };
  }
}
