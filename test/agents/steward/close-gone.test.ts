import { expect, it } from '@jest/globals';
import { markOf } from '../../../src/agents/conclude.ts';
import { closeGone, closeOnto } from '../../../src/agents/steward/close-gone.ts';
import { renderPull } from '../../../src/agents/steward/text/pull.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { LaggingForge } from './lagging-forge.ts';
import { BASE, HTML_URL, makeEscalated, makeHealed, makeIncident, makeOutcome } from './make.ts';

const PERSONS = {
  ...{ number: 7, state: 'closed', isMerged: false },
  head: { branch: 'topic', sha: BASE, isFork: false },
} as PullRequest;

/** An open fix onto a branch, and what is done with it then. */
async function close(end: (visit: Visit) => Promise<unknown>, base = 'main', mark = ''): Promise<string[]> {
  const there = new LaggingForge();
  const healed = makeHealed() as Parameters<typeof renderPull>[0];
  const run = makeOutcome([healed]);
  const facts = { htmlUrl: HTML_URL, run, branch: 'main', attempt: 1, runUrl: null, habits: null };
  const head = `dreamos/fix/typecheck-0badf00d${mark}`;
  await there.forge.openPull({ head, base, ...renderPull(healed, facts) });
  there.settle();
  const done: string[] = [];
  const visit = {
    forge: {
      ...there.forge,
      editPull: async (number: number, { state }: object & { state?: string }) => {
        done.push(`${state} ${number}`);
      },
    },
    config: Config.parse({}),
    workshop: {
      isOurs: async () => true,
      remove: async (branch: string) => void done.push(`without ${branch}`),
    },
    ...{ facts: { htmlUrl: HTML_URL }, synced: { defaultBranch: 'main', head: BASE } },
  } as unknown as Visit;
  await end(visit);
  there.settle();
  const said = (await there.forge.comments(1)).map(({ body }) => body.split('\n')[0] ?? '');
  return [...done, ...said];
}
const closeAfter = async (outcome: Outcome) => close((visit) => closeGone(outcome, visit));

it('takes the branch away before it closes the fix, for a closed one is not come back to', async () => {
  expect(await closeAfter(makeOutcome([]))).toEqual([
    'without dreamos/fix/typecheck-0badf00d',
    'closed 1',
    expect.stringContaining('no longer shows this'),
  ]);
});

it('leaves a fix whose failure may only be hidden', async () => {
  const other = makeIncident([{ rule: 'TS1005', message: 'Expected ;' }], { fingerprint: '1'.repeat(64) });
  other.failures[0].fingerprint = '1'.repeat(64);
  expect(await closeAfter(makeOutcome([makeEscalated({ incident: other })]))).toEqual([]);
  expect(await closeAfter(makeOutcome([], { ran: [{ check: 'typecheck', ending: 'cut' }] }))).toEqual([]);
});

it.each([
  [false, 'was closed without a merge'],
  [true, 'was merged without this'],
])('closes a fix onto the branch of a pull request that has ended: merged %s', async (isMerged, words) => {
  expect(await close((visit) => closeOnto({ ...PERSONS, isMerged }, visit), 'topic')).toEqual([
    'without dreamos/fix/typecheck-0badf00d',
    'closed 1',
    `This was to go onto \`topic\`, and [pull request 7](${HTML_URL}/pull/7) of that branch ${words}. So this is closed too; where the failure shows again, a fix is offered there.`,
  ]);
});

it('knows such a fix by its name where the branch is gone and it has another base', async () => {
  const done = await close((visit) => closeOnto(PERSONS, visit), 'main', `-${markOf('topic')}`);
  expect(done.slice(0, 2)).toEqual([`without dreamos/fix/typecheck-0badf00d-${markOf('topic')}`, 'closed 1']);
});

it('leaves a fix onto a branch that is still looked at', async () => {
  const ends = (changed: object) => close((visit) => closeOnto({ ...PERSONS, ...changed }, visit), 'topic');
  expect(await ends({ state: 'open' })).toEqual([]);
  expect(await ends({ head: { ...PERSONS.head, isFork: true } })).toEqual([]);
  const other = async (visit: Visit) => {
    const pulls = visit.forge.pulls.bind(visit.forge);
    const more = { ...PERSONS, number: 8, body: '', state: 'open' as const };
    const forge = {
      ...visit.forge,
      pulls: async (filter: Parameters<typeof pulls>[0]) => [...(await pulls(filter)), more],
    };
    return closeOnto(PERSONS, { ...visit, forge });
  };
  expect(await close(other, 'topic')).toEqual([]);
  const main = (visit: Visit) => ({ ...visit, synced: { ...visit.synced, defaultBranch: 'topic' } });
  expect(await close((visit) => closeOnto(PERSONS, main(visit)), 'topic')).toEqual([]);
});
