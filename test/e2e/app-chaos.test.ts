import { afterEach, describe, expect, it } from '@jest/globals';
import { type AppHouse, openAppHouse } from './app-house.ts';
import { compare, playStory, SCRIPTED } from './app-story.ts';

let house: AppHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
}, 60_000);

describe('the app on a bad day', () => {
  it('ends as on a good day, with nothing twice', async () => {
    const good = await playStory(null, { worker: SCRIPTED });
    expect(good.wrong).toEqual([]);
    for (const seed of [1, 2, 3]) {
      const story = await playStory(seed, { worker: SCRIPTED });
      expect({ seed, otherwise: compare(good.state, story.state) }).toEqual({ seed, otherwise: [] });
      expect({ seed, wrong: story.wrong }).toEqual({ seed, wrong: [] });
      expect(story.faults).toBeGreaterThan(0);
    }
  }, 600_000);
});

const FILES = {
  '.github/dreamos.yml': 'checks:\n  test: node t.js\n',
  't.js': "import { slugify } from './slug.js';\nif (slugify('A') !== 'a') throw new Error('not a');\n",
  'slug.js': 'export const slugify = (title) => title.toLowerCase();\n',
};

describe('the app that ends in the middle of a heal', () => {
  it('takes the event up again, and nothing is there twice', async () => {
    house = await openAppHouse({ pace: 0.03 });
    await house.commit(FILES, 'Begin');
    await house.push();
    await house.calm();
    const broken = { 'slug.js': FILES['slug.js'].replace('slugify', 'slugfy') };
    const sha = await house.commit(broken, 'Tidy');
    await house.push();
    const checks = async () => (await house?.api('GET', `/commits/${sha}/check-runs`))?.json.check_runs;
    while ((await checks()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await house.restart();
    expect(house.log.filter((line) => line.includes('healed'))).toEqual([]);
    await house.calm();
    expect(house.log.filter((line) => line.includes('healed'))).toHaveLength(1);
    const pulls = (await house.api('GET', '/pulls?state=all')).json as { head: { ref: string } }[];
    expect(pulls.filter(({ head }) => head.ref.startsWith('dreamos/fix/'))).toHaveLength(1);
    expect(await checks()).toMatchObject([{ name: 'dreamos/watch', conclusion: 'neutral' }]);
    const issues = (await house.api('GET', '/issues?state=all')).json as { pull_request?: object }[];
    expect(issues.filter((issue) => !issue.pull_request)).toHaveLength(1);
  }, 240_000);
});
