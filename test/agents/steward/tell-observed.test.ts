import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { MOST_OBSERVED, readMarker } from '../../../src/agents/steward/text/marker.ts';
import { renderObserved } from '../../../src/agents/steward/text/observed.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { IncidentOutcome } from '../../../src/domain/outcome.ts';
import { BASE, expectPlain, HOSTILE, makeEscalated, makeHealed, makeIncident, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const PUSH: ForgeEvent = {
  ...{ delivery: 'one', repo: REPO, sender: ADA },
  ...{ kind: 'push', branch: 'main', sha: BASE, isDefault: true },
};
const rerun = (delivery: string): ForgeEvent => ({
  ...{ delivery, repo: REPO, sender: ADA, kind: 'rerun', name: 'dreamos/watch', sha: BASE, branch: 'main' },
});
const print = (one: number) => one.toString(16).padStart(64, '0');
const healed = (one: number) =>
  makeHealed({ incident: makeIncident([{}], { fingerprint: print(one), cause: `cause ${one}` }) });

let clock: HandClock;
let found: IncidentOutcome[];
beforeEach(() => {
  clock = new HandClock('2026-11-24T12:00:00Z');
  found = [];
});

function open(config: unknown = { mode: 'observe' }) {
  const made = makePorts(clock, { config, outcome: () => makeOutcome(found) });
  const steward = createSteward(made.ports);
  const dashboard = async () => {
    made.there.settle();
    const [issue] = await made.there.forge.issues({ label: 'dreamos', state: 'open' });
    if (issue === undefined) throw new Error(made.log.join('\n'));
    return issue;
  };
  return {
    ...{ ...made, steward, dashboard },
    receive: async (event: ForgeEvent) => {
      await steward.receive(event);
      await steward.idle();
      made.there.settle();
    },
    said: async () => {
      const { number } = await dashboard();
      return (await made.there.forge.comments(number)).map(({ body }) => body);
    },
    observed: async () => {
      const marker = readMarker((await dashboard()).body);
      return marker?.kind === 'dashboard' ? marker.ledger?.observed : undefined;
    },
  };
}

describe('a week of observing', () => {
  it('ends with one comment on what would have been opened, though nothing happens', async () => {
    found = [healed(1), makeEscalated({ incident: makeIncident([{}], { fingerprint: print(9) }) })];
    const at = open();
    await at.receive(PUSH);
    found = [healed(1), healed(2)];
    clock.turnTo('2026-11-26T12:00:00Z');
    await at.receive(rerun('two'));
    expect(await at.said()).toEqual([]);
    // Gone by then: it would have been opened all the same.
    found = [];
    clock.turnTo('2026-12-01T12:00:00Z');
    await at.steward.idle();
    const [comment = '', ...others] = await at.said();
    expect(others).toEqual([]);
    expect(comment).toContain('I would have opened 2 pull requests, all proved. Here they are:');
    expect(comment).toContain('cause 1 (`00000000`, seen 2026-11-24)');
    expect(comment).toContain('cause 2 (`00000000`, seen 2026-11-26)');
    expect(clock.alarms.size).toBe(0);
    found = [healed(3)];
    clock.turnTo('2026-12-20T12:00:00Z');
    await at.receive(rerun('three'));
    expect(await at.said()).toEqual([comment]);
    await at.steward.close();
  });

  it('says in one line that nothing was proved', async () => {
    const at = open();
    await at.receive(PUSH);
    clock.turnTo('2026-12-01T12:00:00Z');
    await at.steward.idle();
    const [comment = ''] = await at.said();
    expect(comment.split('\n\n')[0]).toMatch(
      /^A week of observing is over: I would have opened no pull request,.*$/,
    );
    await at.steward.close();
  });

  it('is kept on the dashboard, bounded, and not where something is proposed', async () => {
    found = Array.from({ length: MOST_OBSERVED + 3 }, (_, one) => healed(one));
    const at = open();
    await at.receive(PUSH);
    expect(await at.observed()).toMatchObject({ isCut: true, since: '2026-11-24T12:00:00.000Z' });
    expect((await at.observed())?.fixes).toHaveLength(MOST_OBSERVED);
    await at.steward.close();
    const proposing = open({});
    await proposing.receive(PUSH);
    expect(await proposing.observed()).toBeUndefined();
    await proposing.steward.close();
  });
});

it('takes no word of a check for more than a word', () => {
  const since = '2026-11-24T12:00:00.000Z';
  const fixes = Array.from({ length: MOST_OBSERVED }, (_, one) => ({
    ...{ fingerprint: print(one), since, check: HOSTILE, cause: HOSTILE },
  }));
  for (const isCut of [true, false]) expectPlain(renderObserved({ since, fixes, isCut }));
  expect(renderObserved({ since, fixes, isCut: true })).toContain('more than 20 pull requests');
});
