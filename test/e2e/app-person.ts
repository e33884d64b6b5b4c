import type { AppHouse } from './app-house.ts';

/** Rows of GitHub's answers, looked at field by field. */
// biome-ignore lint/suspicious/noExplicitAny: what GitHub answers is looked at, not trusted.
export type Row = any;

/** Settings whose check takes milliseconds. */
export const QUICK = [
  'detect: false',
  'checks: { test: node --test }',
  'flakyRuns: 1',
  'fixers: { regression: false }',
].join('\n');

/** Two functions, each with a test. */
export const FILES = {
  'package.json': '{"name":"made","private":true,"type":"module"}\n',
  'src/slug.js': "export const slugify = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  'src/price.js': 'export const sum = (prices) => prices.reduce((all, one) => all + one, 0);\n',
  'test/slug.test.js':
    "import assert from 'node:assert';\nimport test from 'node:test';\nimport { slugify } from '../src/slug.js';\ntest('slug', () => assert.equal(slugify('A B'), 'a-b'));\n",
  'test/price.test.js':
    "import assert from 'node:assert';\nimport test from 'node:test';\nimport { sum } from '../src/price.js';\ntest('sum', () => assert.equal(sum([1, 2]), 3));\n",
};

/** The name that the test imports is gone: a fixer finds that. */
export const NO_SLUG = { 'src/slug.js': FILES['src/slug.js'].replace('slugify', 'slugfy') };
/** Wrong by one: nobody finds that. */
export const NO_SUM = { 'src/price.js': FILES['src/price.js'].replace(', 0)', ', 1)') };
export const settings = (github: string) => ({ '.github/dreamos.yml': `${QUICK}\ngithub: ${github}\n` });

/** What people do with a repository, and what they see there. */
export function personIn(house: AppHouse) {
  const list = async (path: string): Promise<Row[]> => (await house.api('GET', path)).json;
  const must = async (method: string, path: string, body: unknown, token?: string) => {
    const { status, json } = await house.api(method, path, body, token);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  };
  return {
    list,
    must,
    /** A commit on the default branch; resolves when all of it is worked off. */
    pushMain: async (files: Readonly<Record<string, string>>, message: string): Promise<string> => {
      await house.git('fetch', '-q', 'origin');
      await house.git('checkout', '-q', '-B', 'main', 'origin/main');
      const sha = await house.commit(files, message);
      await house.push();
      await house.calm();
      return sha;
    },
    /** A branch off the default one, pushed, and its pull request. */
    openPull: async (branch: string, files: Readonly<Record<string, string>>) => {
      await house.git('fetch', '-q', 'origin');
      await house.git('checkout', '-q', '-B', branch, 'origin/main');
      const sha = await house.commit(files, `Change ${branch}`);
      await house.push(branch);
      const { number } = await must('POST', '/pulls', { title: branch, head: branch, base: 'main' });
      await house.calm();
      return { number: Number(number), sha };
    },
    fixes: async (state = 'open') =>
      (await list(`/pulls?state=${state}`)).filter(({ head }) => head.ref.startsWith('dreamos/fix/')),
    /** `name conclusion` by name, the last one of each. */
    checks: async (sha: string) =>
      ((await list(`/commits/${sha}/check-runs`)) as Row).check_runs
        .map(({ name, conclusion }: Row) => `${name} ${conclusion}`)
        .sort() as string[],
    check: async (sha: string, name: string): Promise<Row> =>
      ((await list(`/commits/${sha}/check-runs?check_name=${encodeURIComponent(name)}`)) as Row)
        .check_runs[0],
    issues: async (label: string, state = 'open') =>
      (await list(`/issues?labels=${label}&state=${state}`)).filter((issue) => !issue.pull_request),
    dashboard: async (): Promise<Row> =>
      (await list('/issues?labels=dreamos')).find(({ title }) => title === 'Dream.OS Dashboard'),
    comments: async (number: number) =>
      (await list(`/issues/${number}/comments?per_page=100`)).map(({ body }) => String(body)),
    headOf: async (branch: string): Promise<string | null> =>
      (await house.api('GET', `/branches/${encodeURIComponent(branch)}`)).json?.commit?.sha ?? null,
  };
}
