import { expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { BASE, CHECKS, HEAD, makeOutcome } from './make.ts';
import { ADA, HandClock, MemoryJournal, makePorts, REPO } from './steward-house.ts';

const PUSH: ForgeEvent = {
  ...{ kind: 'push', delivery: 'a', repo: REPO, sender: ADA },
  ...{ branch: 'main', isDefault: true, sha: BASE },
} as ForgeEvent;

it('goes on with what an end cut off only when lists can show what it wrote; what is new does not wait', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, heals } = makePorts(clock, { config: {}, outcome: () => makeOutcome([]) });
  await ports.journal.accept(PUSH);
  const waits: number[] = [];
  const gate = Promise.withResolvers<void>();
  const sleep = async (ms: number) => {
    waits.push(ms);
    if (waits.length === 1) await gate.promise;
  };
  const steward = createSteward({ ...ports, sleep });
  const other = { ...REPO, id: 2 };
  await steward.receive({ ...PUSH, delivery: 'b', repo: other });
  while (ports.journal.unfinished().length > 1) await new Promise(setImmediate);
  expect(heals).toHaveLength(1);
  expect(ports.journal.unfinished()).toEqual([PUSH]);
  expect(waits[0]).toBe(10_000);
  gate.resolve();
  await steward.idle();
  expect(ports.journal.unfinished()).toEqual([]);
  await steward.close();
});

it('leaves what an end cut off for the next start where it ends while it waits', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const stop = new AbortController();
  const { ports, heals } = makePorts(clock, { config: {}, outcome: () => makeOutcome([]) });
  await ports.journal.accept(PUSH);
  const gate = Promise.withResolvers<void>();
  const steward = createSteward({ ...ports, signal: stop.signal, sleep: () => gate.promise });
  stop.abort();
  gate.resolve();
  await steward.close();
  expect(heals).toEqual([]);
  expect(ports.journal.unfinished()).toEqual([PUSH]);
});

it('takes a lore branch that is not its own to write for bad settings, and names the way out', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const config = { lore: { branch: 'notes' } };
  const { ports, heals, log } = makePorts(clock, { config, outcome: () => makeOutcome([]) });
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  expect(log).toEqual([
    'octo/hello push: bad config: lore.branch: notes: the app writes only branches that begin with dreamos/; name one of these, or set lore.write: false',
  ]);
  expect(heals).toEqual([]);
  await steward.close();
});

it('goes on where the journal cannot be written any more, and says so', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, log } = makePorts(clock, { config: {}, outcome: () => makeOutcome([]) });
  class Full extends MemoryJournal {
    override async done() {
      throw new Error('ENOSPC: no space left on device');
    }
  }
  const steward = createSteward({ ...ports, journal: new Full() });
  await steward.receive(PUSH);
  await steward.receive({ ...PUSH, delivery: 'b', sha: HEAD } as ForgeEvent);
  await steward.idle();
  expect(log).toContain(
    'octo/hello push: done, but it could not be written down: ENOSPC: no space left on device',
  );
  expect(log.filter((line) => line.includes('ENOSPC'))).toHaveLength(2);
  await steward.close();
});

it('writes nothing to a repository that has only the name', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, heals, log } = makePorts(clock, { config: {}, outcome: () => makeOutcome([]) });
  const whole = await ports.forge(REPO);
  const other = { ...whole, facts: async () => ({ ...(await whole.facts()), isOther: true }) };
  const steward = createSteward({ ...ports, forge: async () => other });
  await steward.receive(PUSH);
  await steward.idle();
  expect([log, heals]).toEqual([['octo/hello push: another repository has its name now'], []]);
  await steward.close();
});

it('says without secrets what is wrong with settings, and why nothing could be run', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const shown: string[] = [];
  const { ports, there, log } = makePorts(clock, {
    config: {},
    outcome: () => makeOutcome([]),
    forge: {
      startCheck: async (check) => {
        shown.push(check.text.summary);
        return there.forge.startCheck(check);
      },
      openPull: async (pull) => {
        shown.push(pull.body);
        return there.forge.openPull(pull);
      },
    },
  });
  const error = new DreamError('bad-config', 'github: "hush" is not allowed');
  const changed = {
    ...{ checks: async () => CHECKS, commit: async () => BASE },
    heal: async () => {
      throw new DreamError('refused', 'the program said hush');
    },
  };
  const redact = (text: string) => text.replaceAll('hush', '[cut]');
  for (const config of [async () => Promise.reject(error), async () => null]) {
    const open = async (...about: Parameters<typeof ports.workshop>) =>
      ({ ...(await ports.workshop(...about)), ...changed, config }) as Workshop;
    const steward = createSteward({ ...ports, redact, workshop: open, journal: new MemoryJournal() });
    await steward.receive(PUSH);
    await steward.idle();
    await steward.close();
  }
  expect(shown).toHaveLength(2);
  expect(shown.filter((text) => text.includes('[cut]'))).toHaveLength(2);
  expect(JSON.stringify([shown, log])).not.toContain('hush');
});

it('deletes what it has of a repository that it may see no more, and asks nobody about it', async () => {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, log } = makePorts(clock, { config: {}, outcome: () => makeOutcome([]) });
  const forge = async () => {
    throw new Error('404');
  };
  const steward = createSteward({ ...ports, forge });
  await steward.receive({ kind: 'removed', delivery: 'a', repo: REPO, sender: ADA });
  await steward.idle();
  expect(log).toEqual(['discarded 1', 'octo/hello removed: its copy is deleted']);
  await steward.close();
});
