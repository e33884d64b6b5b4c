/**
 * Kills `dreamos heal` with signal 9 at random moments (fixed seed) and says whether the repository is byte-identical, a finished
 * branch and its note aside, and whether the next run clears temp. A run that ended before its moment does not count.
 *
 *   node bench/kill-nine.ts [moments, default 30]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTarget } from '../test/e2e/survival/kill.ts';

const moments = Number(process.argv[2] ?? 30);
const top = mkdtempSync(join(tmpdir(), 'kill-nine-'));

/** Numbers in [0, 1) by a linear congruential generator: the same moments each time. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const target = makeTarget(top);
await target.whole();
const whole = await target.whole();
const numbers = random(9);
let good = 0;
let killed = 0;
for (let tried = 0; killed < moments && tried < 3 * moments; tried++) {
  const at = numbers.next().value * whole;
  const { wasKilled, state, left } = await target.kill(() => sleep(at));
  if (wasKilled) killed += 1;
  const isGood = typeof state === 'string' && left.length === 0;
  if (wasKilled && isGood) good += 1;
  console.log(
    `${Math.round(at)} ms: ${wasKilled ? '' : 'had ended; '}${typeof state === 'string' ? state : `changed ${state}`}, temp ${left.length === 0 ? 'cleared' : `has ${left}`}`,
  );
}
console.log(`${good} of ${killed} (a whole run takes ${Math.round(whole)} ms)`);
rmSync(top, { recursive: true, force: true });
process.exitCode = good === moments ? 0 : 1;
