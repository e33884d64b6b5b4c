import { describe, expect, it } from '@jest/globals';
import { LABELS } from '../../../src/agents/steward/labels.ts';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { type Forge, ForgeError, type PullRequest } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { letEdit } from './editable-forge.ts';
import { BASE, HEAD, makeEscalated, makeHealed, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const FIX = 'a'.repeat(40);
const PUSH: ForgeEvent = {
  ...{ delivery: 'one', repo: REPO, sender: ADA },
  ...{ kind: 'push', branch: 'main', sha: BASE, isDefault: true },
};

describe('what was held back until its hour', () => {
  const config = { github: { hours: '09:00-17:00' } };
  const night = '2026-11-24T20:00:00.000Z';
  const next = (time: string) => `2026-11-25T${time}:00.000Z`;
  const dashboard = { title: 'Dream.OS Dashboard', body: '<!-- dreamos:{"v":1,"kind":"dashboard"} -->' };

  /** A steward at night, whose dashboard is issue 1, and who hears a stop before the morning and a start in it. */
  async function open(outcome: (sha: string) => Outcome, made: Partial<Forge> = {}) {
    const clock = new HandClock(night);
    const { ports, there } = makePorts(clock, { config, outcome: () => makeOutcome([]) });
    const forge = Object.assign(letEdit(await ports.forge(REPO)), { readFile: async () => '{}' }, made);
    const workshop = await ports.workshop(REPO, forge, await forge.facts());
    workshop.heal = async ({ sha }) => outcome(sha);
    await forge.openIssue({ ...dashboard, labels: ['dreamos'] });
    there.settle();
    const steward = createSteward(ports);
    const hear = async (event: object) => {
      await steward.receive({
        delivery: JSON.stringify(event),
        repo: REPO,
        sender: ADA,
        ...event,
      } as ForgeEvent);
      await steward.idle();
      there.settle();
    };
    const turn = async (time: string) => {
      clock.turnTo(time);
      await steward.idle();
      there.settle();
    };
    const stopOverItsHour = async () => {
      await forge.addLabels(1, [LABELS.stop]);
      await turn(next('10:00'));
      await hear({ kind: 'comment', number: 1, isPull: false, comment: 77, body: '/dreamos start' });
      await turn(next('12:00'));
    };
    return { clock, ports, forge, workshop, steward, hear, stopOverItsHour };
  }

  it('is told as an issue when it is begun again, where all was stopped then', async () => {
    const house = await open((sha) => makeOutcome([makeEscalated()], { base: sha }));
    await house.hear(PUSH);
    const told = () => house.forge.issues({ label: LABELS.needsHuman, state: 'open' });
    expect(await told()).toEqual([]);
    await house.stopOverItsHour();
    expect(await told()).toHaveLength(1);
    await house.steward.close();
  });

  it('is offered in a pull request when it is begun again, where all was stopped then', async () => {
    const topic: PullRequest = {
      ...{ number: 5, title: 'Topic', body: '', state: 'open', isMerged: false, isDraft: false, labels: [] },
      ...{ author: ADA, head: { branch: 'topic', sha: HEAD, isFork: false } },
      ...{ base: { branch: 'main', sha: BASE }, createdAt: night, htmlUrl: '', mergedBy: null },
    };
    const opened: string[] = [];
    const house = await open(
      (sha) => makeOutcome(sha === HEAD ? [makeHealed({ commit: FIX })] : [], { base: sha }),
      {
        pulls: async ({ head }) => (head === undefined || head === 'topic' ? [topic] : []),
        pull: async () => topic,
        pullLines: async () => new Map(),
        openPull: async ({ head, base }) => {
          opened.push(`${head} onto ${base}`);
          return { ...topic, number: 9 };
        },
      },
    );
    const change = { path: 'src/app.ts', before: 'a\n', after: 'b\n', renamedFrom: null, binary: false };
    const branches = new Map([['main', BASE]]).set('topic', HEAD);
    Object.assign(house.workshop, {
      sync: async () => ({ defaultBranch: 'main', head: BASE, branches }),
      mergeBase: async () => BASE,
      added: async (base) => [{ sha: FIX, parents: [base] }],
      changes: async () => [{ ...change, beforeMode: '100644', afterMode: '100644' }],
    } satisfies Partial<Workshop>);
    await house.hear({
      ...{ kind: 'pull', action: 'opened', number: 5, sha: HEAD, branch: 'topic', isFork: false },
      ...{ author: ADA, label: null },
    });
    expect(opened).toEqual([]);
    await house.stopOverItsHour();
    expect(opened).toEqual([expect.stringMatching(/ onto topic$/)]);
    await house.steward.close();
  });

  it('is given up where the repository is reached no more, also by a look that had begun to wait', async () => {
    const house = await open((sha) => makeOutcome([makeHealed()], { base: sha }));
    await house.hear(PUSH);
    expect(house.clock.alarms.size).toBe(1);
    const asked = Promise.withResolvers<void>();
    const { facts } = house.forge;
    let isGone = false;
    house.forge.facts = async () => {
      await asked.promise;
      if (isGone) throw new ForgeError('Not Found', 404);
      return facts();
    };
    const common = { repo: REPO, sender: ADA };
    const elsewhere = { kind: 'push', branch: 'topic', sha: HEAD, isDefault: false } as const;
    await house.steward.receive({ ...common, ...elsewhere, delivery: 'b' });
    await house.steward.receive({ ...common, kind: 'removed', delivery: 'r' });
    // It rings, and stands behind that.
    house.clock.turnTo(next('10:00'));
    isGone = true;
    asked.resolve();
    await house.steward.idle();
    expect([house.ports.journal.unfinished(), house.clock.alarms.size]).toEqual([[], 0]);
    await house.steward.close();
  });
});
