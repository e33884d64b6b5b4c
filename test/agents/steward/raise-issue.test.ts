import { beforeEach, expect, it } from '@jest/globals';
import { LABELS } from '../../../src/agents/steward/labels.ts';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { IncidentOutcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import type { LaggingForge } from './lagging-forge.ts';
import { makeEscalated, makeHealed, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

let there: LaggingForge;
let forge: Forge;
let workshop: Workshop;
let look: (one: IncidentOutcome) => Promise<void>;
let pushes = 0;

/** Each look is at a commit of its own. */
beforeEach(async () => {
  let now: IncidentOutcome = makeEscalated();
  let head = '';
  const made = makePorts(new HandClock('2026-11-24T12:00:00Z'), {
    config: {},
    outcome: () => makeOutcome([now], { base: head }),
    forge: { editPull: async () => {} },
  });
  there = made.there;
  forge = await made.ports.forge(REPO);
  workshop = await made.ports.workshop(REPO, forge, {} as never);
  const steward = createSteward(made.ports);
  look = async (one) => {
    now = one;
    head = String(++pushes).padStart(40, '0');
    workshop.sync = async () => ({ defaultBranch: 'main', head, branches: new Map() });
    await steward.receive({
      ...{ delivery: head, repo: REPO, sender: ADA },
      ...{ kind: 'push', branch: 'main', sha: head, isDefault: true },
    });
    await steward.idle();
    there.settle();
  };
});

const issues = () => forge.issues({ label: LABELS.needsHuman, state: 'all' });

it('closes the issue when a fix is proved, names that, and opens it again without one', async () => {
  await look(makeEscalated());
  const [issue] = await issues();
  expect(issue?.state).toBe('open');
  await look(makeHealed());
  expect((await issues())[0]?.state).toBe('closed');
  const [fix] = await forge.pulls({ state: 'open' });
  const said = await forge.comments(issue?.number ?? 0);
  expect(said.map(({ body }) => body.split('\n')[0])).toEqual([
    `A fix is proved by now: [pull request ${fix?.number}](https://github.com/octo/hello/pull/${fix?.number}). It goes on there, so this is closed; if the failure is back without a fix, this is opened again.`,
  ]);
  // While the fix is open it is told there, whatever the next run comes to.
  await look(makeEscalated());
  expect((await issues())[0]?.state).toBe('closed');
  forge.pulls = async () => [];
  forge.pull = async () => null;
  await look(makeEscalated());
  expect((await issues()).map(({ number, state }) => [number, state])).toEqual([[issue?.number, 'open']]);
});

it('leaves an issue open beside a fix that waits', async () => {
  await look(makeEscalated());
  workshop.push = async () => 'rejected';
  await look(makeHealed());
  expect((await issues())[0]?.state).toBe('open');
});
