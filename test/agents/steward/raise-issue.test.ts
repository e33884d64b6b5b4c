import { beforeEach, expect, it } from '@jest/globals';
import { LABELS } from '../../../src/agents/steward/labels.ts';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { Config } from '../../../src/domain/config.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { IncidentOutcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import type { LaggingForge } from './lagging-forge.ts';
import { makeEscalated, makeHealed, makeIncident, makeOutcome, PRINT } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

let there: LaggingForge;
let forge: Forge;
let workshop: Workshop;
let look: (one: IncidentOutcome | null, kind?: 'push' | 'issue') => Promise<void>;
let pushes = 0;
/** What each run was told not to try. */
let givenUp: (readonly string[])[];

/** Each look is at a commit of its own. */
beforeEach(async () => {
  let now: IncidentOutcome | null = null;
  let head = '';
  const made = makePorts(new HandClock('2026-11-24T12:00:00Z'), {
    config: {},
    outcome: () => makeOutcome([]),
    forge: { editPull: async () => {}, removeLabel: async () => {} },
  });
  there = made.there;
  forge = await made.ports.forge(REPO);
  workshop = await made.ports.workshop(REPO, forge, {} as never);
  givenUp = [];
  workshop.heal = async (order) => {
    givenUp.push(order.givenUp ?? []);
    const isTried = !order.givenUp?.includes(PRINT);
    const found = now === null ? [] : [isTried ? now : makeEscalated({ outcome: 'refused' })];
    return makeOutcome(found, { base: head });
  };
  const steward = createSteward(made.ports);
  look = async (one, kind = 'push') => {
    now = one;
    head = String(++pushes).padStart(40, '0');
    workshop.sync = async () => ({ defaultBranch: 'main', head, branches: new Map() });
    await steward.receive({
      ...{ delivery: head, repo: REPO, sender: ADA },
      ...{ branch: 'main', sha: head, isDefault: true },
      // Asked for at the issue.
      ...{ action: 'labeled', label: LABELS.retry, number: (await issues())[0]?.number },
      kind,
    } as ForgeEvent);
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

const attempt = (body = '') => /"attempt":(\d+)/.exec(body)?.[1];

it('has an incident only looked at after as many attempts as may be, until somebody asks', async () => {
  const texts: string[] = [];
  const update = forge.updateCheck.bind(forge);
  forge.updateCheck = async (id, text) => {
    texts.push(text.summary);
    await update(id, text);
  };
  for (let times = 0; times < 5; times += 1) await look(makeEscalated());
  expect(givenUp).toEqual([[], [], [], [PRINT], [PRINT]]);
  const [issue, ...others] = await issues();
  expect(others).toEqual([]);
  expect(attempt(issue?.body)).toBe('3');
  expect(issue?.body).toContain('3 attempts were made; `/dreamos retry` tries again.');
  expect(texts.at(-1)).toContain(
    `[not tried: 3 attempts were made; \`/dreamos retry\` tries again](https://github.com/octo/hello/issues/${issue?.number})`,
  );
  await look(makeEscalated(), 'issue');
  expect(givenUp.at(-1)).toEqual([]);
  expect(attempt((await issues())[0]?.body)).toBe('4');
});

it('counts anew where it was gone meanwhile', async () => {
  for (let times = 0; times < 3; times += 1) await look(makeEscalated());
  await look(null);
  expect((await issues())[0]?.state).toBe('closed');
  await look(makeEscalated());
  expect(givenUp.at(-1)).toEqual([]);
  const [issue] = await issues();
  expect([issue?.state, attempt(issue?.body)]).toEqual(['open', '1']);
});

it('has a fix that is open proved again, however often it was tried before', async () => {
  for (let times = 0; times < 3; times += 1) await look(makeEscalated());
  const stopped = (await issues()).map((issue) => ({ ...issue, labels: [...issue.labels, LABELS.stop] }));
  const all = forge.issues.bind(forge);
  forge.issues = async (filter) => (filter.label === LABELS.needsHuman ? stopped : all(filter));
  await look(makeHealed(), 'issue');
  await look(makeHealed());
  expect(givenUp).toEqual([[], [], [], [], []]);
});

it('takes the place of an issue whose failure is gone in the same run', async () => {
  workshop.config = async () => Config.parse({ github: { caps: { openIssues: 1 } } });
  const incident = makeIncident([{ check: 'test' }], { check: 'test', fingerprint: 'f'.repeat(64) });
  await look(makeEscalated({ incident }));
  await look(makeEscalated());
  expect((await issues()).map(({ state, body }) => [state, body.includes(PRINT)])).toEqual([
    ['open', true],
    ['closed', false],
  ]);
});
