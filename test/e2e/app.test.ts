import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppHouse, mergeOnboarding, openAppHouse } from './app-house.ts';
import { FILES as TWO_FUNCTIONS } from './app-person.ts';

/** A check that is found, as on a repository that never heard of us. */
const FILES = {
  ...TWO_FUNCTIONS,
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node --test"}}\n',
};

let house: AppHouse;
beforeAll(async () => {
  house = await openAppHouse();
}, 60_000);
afterAll(() => house.close(), 60_000);

const list = async (path: string) => (await house.api('GET', path)).json as { [key: string]: unknown }[];
const pullsOf = async (state: string) => list(`/pulls?state=${state}`);
const fixes = async (state = 'open') =>
  (await pullsOf(state)).filter(({ head }) => (head as { ref: string }).ref.startsWith('dreamos/fix/'));
const checksOf = async (sha: string) =>
  (
    (await house.api('GET', `/commits/${sha}/check-runs`)).json.check_runs as {
      name: string;
      conclusion: string;
    }[]
  ).map(({ name, conclusion }) => `${name} ${conclusion}`);

const headOf = (pull: { [key: string]: unknown } | undefined) =>
  pull?.head as { readonly ref: string; readonly sha: string };

describe('the app on a repository, from the first push', () => {
  it('writes nothing but one pull request before that is merged', async () => {
    await house.commit(FILES, 'Begin');
    await house.push();
    await house.calm();
    const [pull, ...others] = await pullsOf('all');
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: 'Configure Dream.OS', head: { ref: 'dreamos/configure' } });
    expect(String(pull?.body)).toContain('npm test');
    expect((await list('/issues?state=all')).filter((issue) => !issue.pull_request)).toEqual([]);
    expect(await checksOf(await house.git('rev-parse', 'HEAD'))).toEqual([]);
  }, 60_000);

  it('looks at the default branch once it is merged', async () => {
    await mergeOnboarding(house);
    expect(await checksOf(await house.git('rev-parse', 'HEAD'))).toEqual(['dreamos/watch success']);
    const issues = (await list('/issues')).filter((issue) => !issue.pull_request);
    expect(issues.map(({ title }) => title)).toEqual(['Dream.OS Dashboard']);
  }, 60_000);

  it('proposes a proved fix for what a push broke', async () => {
    const sha = await house.commit(
      { 'src/slug.js': FILES['src/slug.js'].replace('slugify', 'slugfy') },
      'Tidy',
    );
    await house.push();
    await house.calm();
    const [fix, ...others] = await fixes();
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ draft: false, labels: [{ name: 'dreamos' }, { name: 'dreamos:fix' }] });
    expect(String(fix?.body)).toMatch(/## Proof[\s\S]*## Guard[\s\S]*## Controls/);
    expect(await checksOf(sha)).toEqual(['dreamos/watch neutral']);
    const { sha: tip } = headOf(fix);
    expect(await checksOf(tip)).toEqual(['dreamos/verify success']);
    const [page] = /http\S+\/commit\/[0-9a-f]{40}\/checks/.exec(String(fix?.body)) ?? [];
    expect(page).toContain(tip);
    const shown = await (await fetch(page ?? '')).text();
    expect(shown).toMatch(/Before[\s\S]*does not provide an export named[\s\S]*After[\s\S]*pass 2/);
  }, 60_000);

  it('does nothing for a delivery that comes again', async () => {
    const before = (await pullsOf('all')).length;
    const pushed = house.github.deliveries.filter(({ event }) => event === 'push').at(-1);
    await house.github.redeliver(pushed?.id ?? '');
    await house.calm();
    expect((await pullsOf('all')).length).toBe(before);
    expect(house.log.filter((line) => line.includes('healed'))).toHaveLength(1);
  }, 60_000);

  it('tells in lore that a person merged it, and takes its branch away', async () => {
    const [fix] = await fixes();
    expect((await house.api('PUT', `/pulls/${fix?.number}/merge`, {})).status).toBe(200);
    await house.calm();
    const { ref } = headOf(fix);
    expect((await house.api('GET', `/branches/${encodeURIComponent(ref)}`)).status).toBe(404);
    await house.git('fetch', '-q', 'origin');
    const lore = await house.git('grep', '-h', '^outcome:', 'origin/dreamos/lore', '--', 'lore');
    expect(lore).toContain('merged');
  }, 60_000);

  it('escalates what nobody can fix to one issue, and closes that when the failure is gone', async () => {
    await house.git('pull', '-q', '--rebase', 'origin', 'main');
    await house.commit(
      {
        'test/tax.test.js': FILES['test/price.test.js']
          .replace("test('sum'", "test('tax'")
          .replace('3)', '4)'),
      },
      'Tax',
    );
    await house.push();
    await house.calm();
    const open = async () =>
      (await list('/issues?labels=dreamos:needs-human')).filter((issue) => !issue.pull_request);
    const [issue, ...others] = await open();
    expect(others).toEqual([]);
    expect(String(issue?.body)).toContain('tax');
    await house.git('rm', '-q', 'test/tax.test.js');
    await house.commit({}, 'No tax');
    await house.push();
    await house.calm();
    expect(await open()).toEqual([]);
    const comments = await list(`/issues/${issue?.number}/comments`);
    expect(String(comments.at(-1)?.body)).toContain('no longer shows this');
  }, 90_000);

  it('made no call that GitHub does not know', () => {
    expect(house.github.violations).toEqual([]);
  });
});
