import { fileURLToPath } from 'node:url';
import type { ChaosOptions } from '../fakes/github/fake-github.ts';
import { type AppHouse, openAppHouse } from './app-house.ts';

/** Stands for the program that works: what is tried here is the way to the forge and back. */
export const SCRIPTED = fileURLToPath(new URL('./scripted-worker.ts', import.meta.url));
/** Waits are this much of what they are; a list lags less than what is waited for it. */
const PACE = 0.03;
export const BAD_DAY: ChaosOptions = { rate: 0.1, lagMs: 100, retryAfter: 0.05 };

const FILES = {
  'package.json': '{"name":"made","private":true,"type":"module"}\n',
  't.js':
    "import assert from 'node:assert';\nimport { existsSync } from 'node:fs';\nimport { slugify } from './slug.js';\nassert.equal(slugify('A B'), 'a-b');\nif (existsSync('tax.js')) await import('./tax.js');\n",
  'slug.js': "export const slugify = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
};
const SETTINGS = 'checks:\n  test: node t.js\n';
const TAX = "import assert from 'node:assert';\nassert.equal(1 + 2, 4);\n";

interface Row {
  // biome-ignore lint/suspicious/noExplicitAny: what GitHub answers is looked at, not trusted.
  readonly [key: string]: any;
}

export interface Story {
  /** How everything stands on the forge in the end, without what no two runs have alike. */
  readonly state: readonly string[];
  /** What must not be on any day, each in words. */
  readonly wrong: readonly string[];
  readonly seconds: number;
  /** Calls of the app that were met by a fault, and events that had to be tried again. */
  readonly faults: number;
  readonly again: number;
  readonly log: readonly string[];
}

/**
 * A short life of a repository: onboarding is merged, a push breaks it, the fix is merged, a push breaks it for good, another mends
 * it. `seed` null: a day without faults.
 */
export async function playStory(
  seed: number | null,
  { chaos = BAD_DAY, ...rest }: { chaos?: ChaosOptions; worker?: string } = {},
): Promise<Story> {
  const house = await openAppHouse({ pace: PACE, ...rest });
  const start = performance.now();
  try {
    if (seed !== null) house.github.chaos(seed, chaos);
    const commits = await live(house);
    const seconds = (performance.now() - start) / 1000;
    house.github.faults.clear();
    return {
      state: await readState(house, commits),
      wrong: await findWrong(house),
      seconds,
      faults: house.github.requests.filter(
        ({ who, status }) => who === `${house.github.app.slug}[bot]` && isFault(status),
      ).length,
      again: house.log.filter((line) => line.includes('failed (')).length,
      log: house.log,
    };
  } finally {
    await house.close();
  }
}

const isFault = (status: number) => status === 0 || status === 503 || status === 403;

async function live(house: AppHouse): Promise<readonly string[]> {
  const push = async (files: Readonly<Record<string, string>>, message: string) => {
    const sha = await house.commit(files, message);
    await house.push();
    await house.calm();
    return sha;
  };
  await push(FILES, 'Begin');
  await configure(house);
  await merge(house, 'dreamos/configure');
  const configured = await house.git('rev-parse', 'HEAD');
  const broken = await push({ 'slug.js': FILES['slug.js'].replace('slugify', 'slugfy') }, 'Tidy');
  await merge(house, 'dreamos/fix/');
  const fixed = await house.git('rev-parse', 'HEAD');
  const lost = await push({ 'tax.js': TAX }, 'Tax');
  await house.git('rm', '-q', 'tax.js');
  const mended = await push({}, 'No tax');
  return [configured, broken, fixed, lost, mended];
}

/** A person writes the check into the settings before they are merged. */
async function configure(house: AppHouse): Promise<void> {
  await house.git('fetch', '-q', 'origin');
  await house.git('checkout', '-q', '-b', 'configure', 'origin/dreamos/configure');
  await house.commit({ '.github/dreamos.yml': SETTINGS }, 'Say what is to be run');
  await house.push('dreamos/configure');
  await house.git('checkout', '-q', 'main');
  await house.calm();
}

async function merge(house: AppHouse, branch: string): Promise<void> {
  const open = await all(house, '/pulls?state=open');
  const number = open.find(({ head }) => head.ref.startsWith(branch))?.number;
  if (number === undefined) throw new Error(`nothing on ${branch}: ${house.log.join('; ')}`);
  const merged = await house.api('PUT', `/pulls/${number}/merge`, {});
  if (merged.status !== 200) throw new Error(`not merged: ${JSON.stringify(merged.json)}`);
  await house.calm();
  await house.git('pull', '-q', '--rebase', 'origin', 'main');
}

async function all(house: AppHouse, path: string): Promise<readonly Row[]> {
  return (await house.api('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100`)).json;
}

async function readState(house: AppHouse, commits: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const issue of await all(house, '/issues?state=all&direction=asc')) {
    const labels = issue.labels.map(({ name }: Row) => name).sort();
    lines.push(
      `${issue.pull_request ? 'pull' : 'issue'} ${issue.number} ${issue.state} [${labels}] ${issue.title}`,
    );
    lines.push(...plain(issue.body).map((line) => `  | ${line}`));
    for (const comment of await all(house, `/issues/${issue.number}/comments`))
      lines.push(`  comment of ${comment.user.login}: ${plain(comment.body).join(' / ')}`);
  }
  for (const pull of await all(house, '/pulls?state=all&direction=asc')) {
    const verdict = pull.merged_at ? 'merged' : pull.state;
    lines.push(`pull ${pull.number} ${verdict} ${pull.head.ref} -> ${pull.base.ref} draft ${pull.draft}`);
    if (pull.head.ref.startsWith('dreamos/fix/'))
      lines.push(...(await readChecks(house, 'fix', pull.head.sha)));
  }
  for (const { name } of await all(house, '/branches')) lines.push(`branch ${name}`);
  for (const [at, sha] of commits.entries())
    lines.push(...(await readChecks(house, `commit ${at + 1}`, sha)));
  return lines;
}

async function readChecks(house: AppHouse, what: string, sha: string): Promise<readonly string[]> {
  const { json } = await house.api('GET', `/commits/${sha}/check-runs?per_page=100`);
  return (json.check_runs as readonly Row[])
    .map((run) => {
      const said = [run.output.title, run.output.summary].map((text) => plain(text ?? '').join(' / '));
      return `${what}: ${run.name} ${run.status} ${run.conclusion}: ${said.join(': ')}`;
    })
    .sort();
}

/** What is otherwise in each run: commits, entries of lore, times, and what a machine took for it. */
function plain(text: string): readonly string[] {
  return text
    .replace(/\b[0-9a-f]{7,64}\b/g, 'SHA')
    .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/gi, 'ULID')
    .replace(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?/g, 'TIME')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'FORGE')
    .replace(/\d+(?:\.\d+)?(?=\s?(?:ms|s|bytes|seconds?|minutes?)\b)/g, 'N')
    .replace(/\d+(?:\.\d+)? → \d+(?:\.\d+)?/g, 'N → N')
    .replace(/"seconds":[\d.]+/g, '"seconds":N')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

async function findWrong(house: AppHouse): Promise<readonly string[]> {
  const { deliveries, violations } = house.github;
  return [
    ...violations.map((violation) => `not a call of GitHub: ${violation}`),
    ...deliveries
      .filter(({ status, sent }) => sent > 0 && status !== 200)
      .map(({ event, status }) => `a delivery of ${event} ended with ${status}`),
    ...house.log.filter((line) => line.includes('given up')),
  ];
}

/** Lines of `a` that `b` has not, and the other way round, with their side. */
export function compare(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = [...b];
  const only = a.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...only.map((line) => `- ${line}`), ...left.map((line) => `+ ${line}`)];
}
