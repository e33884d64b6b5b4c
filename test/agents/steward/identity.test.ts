import { beforeEach, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { DASHBOARD_TITLE } from '../../../src/agents/steward/text/dashboard.ts';
import { renderMarker } from '../../../src/agents/steward/text/marker.ts';
import type { Forge, Issue, Label } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { BASE, makeEscalated, makeHealed, makeOutcome, PRINT } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const PUSH: ForgeEvent = {
  ...{ delivery: 'one', repo: REPO, sender: ADA },
  ...{ kind: 'push', branch: 'main', sha: BASE, isDefault: true },
};
const MARK = renderMarker({ v: 1, kind: 'dashboard' });

let outcome: () => Outcome;
let meanwhile: () => Promise<void>;
let head: string;
beforeEach(() => {
  head = BASE;
  outcome = () => makeOutcome([makeEscalated()]);
  meanwhile = async () => {};
});

/** A steward, and what a person does beside it: `edit` takes labels as well. */
function open(given: Partial<Forge> = {}) {
  const added: string[] = [];
  const edits: number[] = [];
  const made = makePorts(new HandClock('2026-11-24T12:00:00Z'), {
    config: {},
    outcome: () => outcome(),
    forge: {
      addLabels: async (number, labels) => {
        added.push(...labels);
        const issue = await there.forge.issue(number);
        await edit(number, { labels: [...(issue?.labels ?? []), ...labels] });
      },
      editIssue: async (number, change) => {
        edits.push(number);
        await there.forge.editIssue(number, change);
      },
      ...given,
    },
  });
  const { there, log, heals } = made;
  const edit = (number: number, change: Partial<Issue>) => there.forge.editIssue(number, change as object);
  const ports = {
    ...made.ports,
    workshop: async (...about: Parameters<typeof made.ports.workshop>) => {
      const workshop = await made.ports.workshop(...about);
      const heal: typeof workshop.heal = async (order) => {
        await meanwhile();
        return workshop.heal(order);
      };
      const sync: typeof workshop.sync = async () => ({ ...(await workshop.sync()), head });
      return { ...workshop, heal, sync };
    },
  };
  let times = 0;
  const look = async () => {
    there.settle();
    const steward = createSteward(ports);
    const name = 'dreamos/watch';
    const delivery = `again ${times}`;
    const of = { repo: REPO, sender: ADA, sha: head, branch: 'main' };
    const again: ForgeEvent = { ...of, kind: 'rerun', delivery, name };
    await steward.receive(times === 0 ? PUSH : again);
    await steward.idle();
    await steward.close();
    times += 1;
    there.settle();
  };
  const issues = async (title: string) =>
    (await there.forge.issues({ state: 'all' })).filter((one) => one.title.startsWith(title));
  const first = async (title: string) => {
    const [one] = await issues(title);
    if (one === undefined) throw new Error(log.join('\n'));
    return one;
  };
  const dashboard = () => first(DASHBOARD_TITLE);
  return { there, heals, added, edits, edit, look, issues, first, dashboard };
}

it('makes the labels that people pick, when it begins here', async () => {
  const made: Label[] = [];
  const at = open({ makeLabel: async (label) => void made.push(label) });
  await at.look();
  await at.look();
  expect(made.map(({ name }) => name)).toEqual(['dreamos:retry', 'dreamos:stop']);
  // GitHub takes no longer ones.
  for (const { name, color, description } of made)
    expect([name.length <= 50, /^[0-9a-f]{6}$/.test(color), description.length <= 100]).toEqual([
      true,
      true,
      true,
    ]);
});

it('knows its own without their labels, and leaves off what a person took away', async () => {
  const at = open();
  await at.look();
  const [red, board] = [await at.first('typecheck'), await at.dashboard()];
  await at.edit(red.number, { labels: ['dreamos'] });
  await at.edit(board.number, { labels: [] });
  await at.look();
  expect(await at.issues('')).toHaveLength(2);
  expect([await at.first('typecheck'), await at.dashboard()]).toMatchObject([
    { state: 'open', labels: ['dreamos'] },
    { state: 'open', labels: [] },
  ]);
  expect(at.added).toEqual([]);
});

it('asks for a person once where a fix is stale, however far its base moves', async () => {
  outcome = () => makeOutcome([makeHealed()]);
  const at = open();
  await at.look();
  outcome = () => makeOutcome([makeEscalated()], { base: head });
  const counts: number[] = [];
  for (const sha of ['c', 'd']) {
    head = sha.repeat(40);
    await at.look();
    counts.push(at.added.filter((label) => label === 'dreamos:needs-human').length);
  }
  expect(counts).toEqual([1, 1]);
});

it('knows nobody else’s by a marker that was copied', async () => {
  const at = open();
  await at.there.forge.openIssue({ title: 'Mine', body: MARK, labels: ['dreamos', 'dreamos:stop'] });
  await at.edit(1, { author: ADA });
  await at.look();
  expect(at.heals).toHaveLength(1);
  expect((await at.dashboard()).number).not.toBe(1);
  expect(await at.there.forge.issue(1)).toMatchObject({ state: 'open', body: MARK });
});

it('opens its dashboard again where a person closed it', async () => {
  const at = open();
  await at.look();
  const { number } = await at.dashboard();
  await at.edit(number, { state: 'closed' });
  await at.look();
  expect(await at.issues(DASHBOARD_TITLE)).toMatchObject([{ number, state: 'open' }]);
});

it('heeds a stop while the dashboard is closed, and until it is taken away', async () => {
  const at = open();
  await at.look();
  const { number } = await at.dashboard();
  await at.edit(number, { labels: ['dreamos', 'dreamos:stop'], state: 'closed' });
  await at.look();
  expect(at.heals).toHaveLength(1);
  expect(await at.issues(DASHBOARD_TITLE)).toMatchObject([{ number, state: 'closed' }]);
  await at.edit(number, { labels: ['dreamos'] });
  await at.look();
  expect(at.heals).toHaveLength(2);
  expect(await at.issues(DASHBOARD_TITLE)).toMatchObject([{ number, state: 'open' }]);
});

it('goes on with the oldest of several dashboards, and closes the others with a word', async () => {
  const at = open();
  await at.look();
  const { number } = await at.dashboard();
  const copy = await at.there.forge.openIssue({ title: DASHBOARD_TITLE, body: MARK, labels: ['dreamos'] });
  await at.look();
  expect(await at.there.forge.issue(number)).toMatchObject({ state: 'open' });
  expect(await at.there.forge.issue(copy.number)).toMatchObject({ state: 'closed' });
  const said = (await at.there.forge.comments(copy.number)).map(({ body }) => body.split('\n')[0]);
  expect(said).toEqual([`This says the same as #${number}, which goes on; so it is closed.`]);
  await at.look();
  expect(await at.there.forge.comments(copy.number)).toHaveLength(1);
});

it('hears a stop on a copy', async () => {
  const at = open();
  await at.look();
  await at.there.forge.openIssue({ title: DASHBOARD_TITLE, body: MARK, labels: ['dreamos:stop'] });
  await at.look();
  expect(at.heals).toHaveLength(1);
});

it('closes copies of the issue of an incident, and keeps a stop that stands on one', async () => {
  const at = open();
  await at.look();
  const { number, body, title } = await at.first('typecheck');
  await at.there.forge.openIssue({ title, body, labels: ['dreamos', 'dreamos:stop'] });
  await at.look();
  const left = (await at.issues('typecheck')).filter(({ state }) => state === 'open');
  expect(left).toMatchObject([{ number, labels: ['dreamos', 'dreamos:needs-human', 'dreamos:stop'] }]);
});

it('keeps what a person ticks and writes on the dashboard while the checks run', async () => {
  const at = open();
  await at.look();
  const { number, body } = await at.dashboard();
  expect(body).toContain('- [ ] ignore');
  outcome = () => makeOutcome([makeEscalated({ why: 'another reason' })], { base: 'c'.repeat(40) });
  meanwhile = async () => {
    const now = await at.there.forge.issue(number);
    await at.edit(number, { body: `My note.\n\n${now?.body.replace('- [ ] ignore', '- [x] ignore')}` });
  };
  await at.look();
  const after = await at.dashboard();
  expect(after.body).toMatch(/^My note\./);
  expect(after.body).toContain('- [x] ignore');
  expect(after.body).toContain('2 runs');
});

it('writes no dashboard that says what it says already', async () => {
  const at = open();
  await at.look();
  const { number } = await at.dashboard();
  at.edits.length = 0;
  await at.look();
  expect(at.edits).not.toContain(number);
});

it('asks for no list of everybody’s pull requests', async () => {
  outcome = () => makeOutcome([makeHealed(), makeEscalated()]);
  const asked: unknown[] = [];
  const at = open({
    issues: (filter) => at.there.forge.issues(filter),
    pull: (number) => at.there.forge.pull(number),
    pulls: async (filter) => {
      asked.push(filter);
      return [];
    },
  });
  await at.look();
  await at.look();
  expect(asked.filter((filter) => !Object.hasOwn(filter as object, 'head'))).toEqual([]);
  const { body } = await at.dashboard();
  expect(body).toContain(PRINT.slice(0, 8));
});
