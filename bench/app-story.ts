/**
 * A short story on a bad day: the app over an offline GitHub whose calls and deliveries are met by faults, by seed. In the end
 * everything stands as on a good day. Prints a line for each seed, and what all came to.
 *
 *   node bench/app-story.ts [seeds, default 100] [first seed, default 1]
 *
 * The program that works is a scripted one: a heal takes seconds and no call. REAL=1 takes the real one; VERBOSE=1 tells all.
 * RATE: share of the calls that fail, 0.1 as a rule; where it is so high that a call fails for good, whole events are tried again.
 * Where a limit outlasts the patience of a call its event waits a minute and more, and a story that has ended by then is compared too early.
 */
import { BAD_DAY, compare, playStory, SCRIPTED, type Story } from '../test/e2e/app-story.ts';

const SEEDS = Number(process.argv[2] ?? 100);
const FIRST = Number(process.argv[3] ?? 1);
const print = (line: string) => process.stdout.write(`${line}\n`);
const isVerbose = process.env.VERBOSE === '1';

const rate = Number(process.env.RATE ?? BAD_DAY.rate);
const how = { chaos: { ...BAD_DAY, rate }, ...(process.env.REAL === '1' ? {} : { worker: SCRIPTED }) };
const good = await playStory(null, how);
print(
  `a good day: ${good.seconds.toFixed(1)} s, ${good.state.length} lines of state, wrong: ${good.wrong.length}`,
);
if (isVerbose) print([...good.state, ...good.log, ...good.wrong].join('\n'));

const stories: { readonly seed: number; readonly story: Story | null; readonly differences: number }[] = [];
for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
  try {
    const story = await playStory(seed, how);
    const found = [...compare(good.state, story.state), ...story.wrong];
    stories.push({ seed, story, differences: found.length });
    print(
      `seed ${seed}: ${story.seconds.toFixed(1)} s, ${story.faults} calls failed, ${story.again} tries again, ${found.length === 0 ? 'the same' : `${found.length} differences`}`,
    );
    if (found.length > 0)
      print([...found, ...story.log].map((line) => `    ${line.slice(0, 1500)}`).join('\n'));
  } catch (error) {
    stories.push({ seed, story: null, differences: 1 });
    print(`seed ${seed}: did not end: ${error instanceof Error ? error.message : error}`);
  }
}

const ended = stories.flatMap(({ story }) => story ?? []);
const sum = (of: (story: Story) => number) => ended.reduce((all, story) => all + of(story), 0);
const bad = stories.filter(({ differences }) => differences > 0).map(({ seed }) => seed);
print('');
print('| seeds | ended | the same as a good day | calls that failed | tries again | seconds each |');
print('|---|---|---|---|---|---|');
print(
  `| ${stories.length} | ${ended.length} | ${stories.length - bad.length} | ${sum(({ faults }) => faults)} | ${sum(({ again }) => again)} | ${(sum(({ seconds }) => seconds) / Math.max(1, ended.length)).toFixed(1)} |`,
);
if (bad.length > 0) print(`otherwise: ${bad.join(', ')}`);
process.exitCode = bad.length === 0 ? 0 : 1;
