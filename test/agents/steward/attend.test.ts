import { describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { BASE, CHECKS, HEAD, makeEscalated, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const common = { repo: REPO, sender: ADA };
const push = (delivery: string, sha = BASE): ForgeEvent => ({
  ...{ ...common, kind: 'push', delivery, branch: 'main', isDefault: true, sha, round: delivery },
});
const comment = (delivery: string, body: string): ForgeEvent => ({
  ...{ ...common, kind: 'comment', delivery, number: 7, isPull: false, comment: delivery.length, body },
});

interface Made {
  readonly config?: unknown;
  readonly outcome?: () => Outcome;
  readonly forge?: Partial<Forge>;
  readonly workshop?: Partial<Workshop>;
}

/** A steward over a forge in memory, and what its log says of each event, which is worked off before the next one comes. */
async function open({ config = {}, outcome = () => makeOutcome([]), forge = {}, workshop = {} }: Made) {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, there, log, heals } = makePorts(clock, { config, outcome, forge });
  const whole = await ports.forge(REPO);
  const bench = await ports.workshop(REPO, whole, await whole.facts());
  Object.assign(bench, workshop);
  const steward = createSteward(ports);
  const hear = async (...events: ForgeEvent[]) => {
    for (const event of events) {
      await steward.receive(event);
      await steward.idle();
      there.settle();
    }
    return log.slice(-events.length).map((line) => line.replace('octo/hello ', ''));
  };
  return { hear, forge: whole, workshop: bench, heals, ports };
}

describe('before the settings are merged', () => {
  const strange = (branch: string, isFork: boolean): ForgeEvent => ({
    ...{ ...common, kind: 'pull', delivery: `${branch}${isFork}`, action: 'changed', number: 3, sha: HEAD },
    ...{ branch, isFork, author: ADA, label: null },
  });
  const workshop: Partial<Workshop> = {
    ...{ config: async () => null, checks: async () => CHECKS, commit: async () => HEAD },
  };

  it('nothing that others say or do runs the checks', async () => {
    const { hear, heals } = await open({ workshop });
    const idle: ForgeEvent[] = [
      comment('a', 'Nice!'),
      comment('ab', '/dreamos fix'),
      strange('topic', false),
      strange('dreamos/configure', true),
      { ...common, kind: 'push', delivery: 'c', branch: 'topic', isDefault: false, sha: HEAD },
      { ...common, kind: 'issue', delivery: 'd', action: 'edited', number: 1, label: null },
    ];
    expect(await hear(...idle)).toEqual(idle.map(({ kind }) => `${kind}: not onboarded`));
    expect(heals).toEqual([]);
  });

  it('an installation, a push to the default branch and the onboarding itself do', async () => {
    const { hear, heals } = await open({ workshop });
    await hear({ ...common, kind: 'installed', delivery: 'a' }, push('b'));
    await hear(strange('dreamos/configure', false));
    expect(heals).toHaveLength(3);
  });
});

describe('a default branch that is forced back', () => {
  it('is looked at again: what was told of the commit that is gone is closed, and the dashboard told', async () => {
    let head = BASE;
    const { hear, forge, workshop } = await open({
      outcome: () => makeOutcome(head === BASE ? [] : [makeEscalated()], { base: head }),
    });
    workshop.sync = async () => ({ defaultBranch: 'main', head, branches: new Map([['main', head]]) });
    const state = async () =>
      (await forge.issues({ label: 'dreamos:needs-human', state: 'all' })).map((issue) => issue.state);
    await hear(push('a'));
    head = HEAD;
    await hear(push('b', HEAD));
    expect(await state()).toEqual(['open']);
    head = BASE;
    expect(await hear(push('c'))).toEqual(['push: green, 0 incidents']);
    expect(await state()).toEqual(['closed']);
    expect(await hear(push('d'))).toEqual(['push: this commit was looked at before']);
  });
});
