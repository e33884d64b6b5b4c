/**
 * How long it takes from a push that breaks the default branch to the open, proved pull request, beyond the time of the
 * repository's own checks: the whole app over an offline GitHub, with the built program that works. Medians of some rounds.
 *
 *   npm run build && node bench/app-red-push.ts [rounds, default 7]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openAppHouse } from '../test/e2e/app-house.ts';

const ROUNDS = Number(process.argv[2] ?? 7);
const PATIENCE_MS = 120_000;
const BUILT = fileURLToPath(new URL('../dist/app-worker.js', import.meta.url));
if (!existsSync(BUILT)) throw new Error('There is nothing built: npm run build');

const slug = (name: string) =>
  `export const ${name} = (title) => title.toLowerCase().replaceAll(' ', '-');\n`;
const told = join(process.env.TMPDIR ?? '/tmp', `dreamos-told-${process.pid}`);
const house = await openAppHouse({
  environment: { REAL_WORKER: BUILT, TOLD: told },
  worker: fileURLToPath(new URL('./telling-worker.ts', import.meta.url)),
});

interface Round {
  readonly openMs: number;
  readonly checksMs: number;
  readonly calmMs: number;
}

async function openFix(): Promise<number | null> {
  const { json } = await house.api('GET', '/pulls?state=open&per_page=100');
  return (
    json.find(({ head }: { head: { ref: string } }) => head.ref.startsWith('dreamos/fix/'))?.number ?? null
  );
}

/** Seconds of the checks of the newest healing, as milliseconds. */
function checksMs(): number {
  const healed = readFileSync(told, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ kind, outcome }) => kind === 'heal' && outcome.status === 'healed');
  const { checks, installs } = healed.at(-1).outcome.seconds;
  return (checks + installs) * 1000;
}

/** Another name is misspelt each time: a failure of another kind, which memory does not know. */
async function play(round: number): Promise<Round> {
  const name = `slug${'abcdefghijklmnopqrstuvwxyz'[round]}ify`;
  await house.commit(
    { [`s${round}.js`]: slug(name), 't.js': `import { ${name} } from './s${round}.js';\n${name}('a');\n` },
    `Round ${round}`,
  );
  await house.push();
  await house.calm();
  await house.commit({ [`s${round}.js`]: slug(name.replace('ify', 'fy')) }, `Break ${round}`);
  const start = performance.now();
  await house.push();
  let number = await openFix();
  for (; number === null; number = await openFix()) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`no fix: ${house.log.join('; ')}`);
    await sleep(20);
  }
  const openMs = performance.now() - start;
  await house.calm();
  const calmMs = performance.now() - start;
  await house.api('PUT', `/pulls/${number}/merge`, {});
  await house.calm();
  await house.git('pull', '-q', '--rebase', 'origin', 'main');
  return { openMs, checksMs: checksMs(), calmMs };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

await house.commit(
  {
    'package.json': '{"name":"made","private":true,"type":"module"}\n',
    't.js': '',
    '.github/dreamos.yml': 'checks:\n  test: node t.js\ngithub:\n  caps:\n    pullsPerHour: 100\n',
  },
  'Begin',
);
await house.push();
await house.calm();
const rounds: Round[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const { openMs, checksMs: checks, calmMs } = await play(round);
  rounds.push({ openMs, checksMs: checks, calmMs });
  const all = [openMs, checks, openMs - checks, calmMs].map((ms) => `${(ms / 1000).toFixed(2)} s`);
  process.stdout.write(
    `round ${round + 1}: open ${all[0]}, checks ${all[1]}, beyond ${all[2]}, calm ${all[3]}\n`,
  );
}
await house.close();
const of = (value: (round: Round) => number) => (median(rounds.map(value)) / 1000).toFixed(2);
process.stdout.write(
  '\n| rounds | push to open pull request | checks | beyond the checks | all done |\n|--:|--:|--:|--:|--:|\n',
);
process.stdout.write(
  `| ${ROUNDS} | ${of(({ openMs }) => openMs)} s | ${of((one) => one.checksMs)} s | ${of((one) => one.openMs - one.checksMs)} s | ${of(({ calmMs }) => calmMs)} s |\n`,
);
