import { expect, it } from '@jest/globals';
import { closeGone } from '../../../src/agents/steward/close-gone.ts';
import { renderPull } from '../../../src/agents/steward/text/pull.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { LaggingForge } from './lagging-forge.ts';
import { BASE, HTML_URL, makeEscalated, makeHealed, makeIncident, makeOutcome } from './make.ts';

/** An open fix, and what is done with it once the checks came out so. */
async function close(outcome: Outcome): Promise<string[]> {
  const there = new LaggingForge();
  const healed = makeHealed() as Parameters<typeof renderPull>[0];
  const run = makeOutcome([healed]);
  const facts = { htmlUrl: HTML_URL, run, branch: 'main', attempt: 1, runUrl: null, habits: null };
  const head = 'dreamos/fix/typecheck-0badf00d';
  await there.forge.openPull({ head, base: 'main', ...renderPull(healed, facts) });
  there.settle();
  const done: string[] = [];
  const visit = {
    forge: {
      ...there.forge,
      editPull: async (number: number, { state }: object & { state?: string }) => {
        done.push(`${state} ${number}`);
      },
    },
    workshop: {
      isOurs: async () => true,
      remove: async (branch: string) => void done.push(`without ${branch}`),
    },
    ...{ facts: { htmlUrl: HTML_URL }, synced: { defaultBranch: 'main', head: BASE } },
  } as unknown as Visit;
  await closeGone(outcome, visit);
  return done;
}

it('takes the branch away before it closes the fix, for a closed one is not come back to', async () => {
  expect(await close(makeOutcome([]))).toEqual(['without dreamos/fix/typecheck-0badf00d', 'closed 1']);
});

it('leaves a fix whose failure may only be hidden', async () => {
  const other = makeIncident([{ rule: 'TS1005', message: 'Expected ;' }], { fingerprint: '1'.repeat(64) });
  other.failures[0].fingerprint = '1'.repeat(64);
  expect(await close(makeOutcome([makeEscalated({ incident: other })]))).toEqual([]);
  expect(await close(makeOutcome([], { ran: [{ check: 'typecheck', ending: 'cut' }] }))).toEqual([]);
});
