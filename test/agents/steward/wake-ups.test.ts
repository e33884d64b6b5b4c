import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { type WakeUp, WakeUps } from '../../../src/agents/steward/wake-ups.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { BASE, makeHealed, makeOutcome } from './make.ts';
import { ADA, APP, HandClock, MemoryJournal, makePorts, REPO } from './steward-house.ts';

const at = (time: string) => `2026-11-24T${time}:00.000Z`;
const date = (time: string) => new Date(at(time));

let clock: HandClock;
beforeEach(() => {
  clock = new HandClock(at('12:00'));
});

describe('WakeUps', () => {
  let journal: MemoryJournal;
  let rang: WakeUp[];
  let wakes: WakeUps;
  const open = () => new WakeUps({ journal, clock, alarm: clock.alarm }, (event) => void rang.push(event));
  const short = () => rang.map(({ pull, at: time }) => `${pull ?? 'default'} ${time.slice(11, 16)}`);
  beforeEach(() => {
    journal = new MemoryJournal();
    rang = [];
    wakes = open();
  });

  it('ring each at its time, by one timer for a repository', async () => {
    await wakes.plan(REPO, date('14:00'), null);
    await wakes.plan(REPO, date('13:00'), 7);
    await wakes.plan({ ...REPO, id: 2 }, date('13:30'), null);
    expect(clock.alarms.size).toBe(2);
    clock.turnTo(at('12:59'));
    expect(short()).toEqual([]);
    clock.turnTo(at('13:00'));
    expect(short()).toEqual(['7 13:00']);
    clock.turnTo(at('14:00'));
    expect(short()).toEqual(['7 13:00', 'default 13:30', 'default 14:00']);
    expect(clock.alarms.size).toBe(0);
  });

  it('are one for each place, never within minutes, and never days away', async () => {
    await wakes.plan(REPO, date('11:00'), null);
    await wakes.plan(REPO, date('12:01'), null);
    await wakes.plan(REPO, new Date('2027-11-24T12:00:00Z'), 7);
    await wakes.plan(REPO, date('14:00'), 8);
    await wakes.plan(REPO, date('13:00'), 8);
    clock.turnTo(at('12:02'));
    expect(short()).toEqual([]);
    clock.turnTo(at('13:30'));
    expect(short()).toEqual(['default 12:03', '8 13:00']);
    clock.turnTo('2026-12-02T12:00:00.000Z');
    expect(rang.slice(2).map((event) => [event.pull, event.at])).toEqual([[7, '2026-12-02T12:00:00.000Z']]);
    // What was put off for an earlier one is not left behind.
    expect(journal.unfinished()).toHaveLength(3);
  });

  it('may be planned for a time once more that gave way to an earlier one', async () => {
    await wakes.plan(REPO, date('18:00'), null);
    await wakes.plan(REPO, date('13:00'), null);
    clock.turnTo(at('13:00'));
    await wakes.plan(REPO, date('18:00'), null);
    clock.turnTo(at('18:00'));
    expect(short()).toEqual(['default 13:00', 'default 18:00']);
  });

  it('are given up with their repository, and no other', async () => {
    await wakes.plan(REPO, date('13:00'), null);
    await wakes.plan(REPO, date('14:00'), 7);
    await wakes.plan({ ...REPO, id: 2 }, date('13:00'), 8);
    await wakes.drop(REPO);
    clock.turnTo(at('15:00'));
    expect(short()).toEqual(['8 13:00']);
    expect(journal.unfinished()).toHaveLength(1);
  });

  it('stand in the journal until they are done, and are found again by the next start', async () => {
    await wakes.plan(REPO, date('14:00'), null);
    wakes.close();
    expect(clock.alarms.size).toBe(0);
    await wakes.plan(REPO, date('15:00'), 7);
    expect(clock.alarms.size).toBe(0);
    clock.turnTo(at('16:00'));
    expect(rang).toEqual([]);
    wakes = open();
    for (const event of journal.unfinished()) if (event.kind === 'wake') wakes.take(event);
    clock.turnTo(at('16:01'));
    expect(short().toSorted()).toEqual(['7 15:00', 'default 14:00']);
    expect(journal.unfinished()).toHaveLength(2);
  });
});

describe('a fix that has to wait', () => {
  const PUSH: ForgeEvent = {
    ...{ delivery: 'one', repo: REPO, sender: ADA },
    ...{ kind: 'push', branch: 'main', sha: BASE, isDefault: true },
  };
  const config = { github: { hours: '13:00-18:00' } };
  const outcome = () => makeOutcome([makeHealed()], { base: BASE });

  it('is proposed when its time comes, though nothing happens', async () => {
    const { ports, there, heals } = makePorts(clock, { config, outcome });
    const steward = createSteward(ports);
    await steward.receive(PUSH);
    await steward.idle();
    there.settle();
    const pulls = () => there.forge.pulls({ state: 'open' });
    expect([await pulls(), heals.length]).toEqual([[], 1]);
    clock.turnTo(at('13:00'));
    await steward.idle();
    there.settle();
    expect(await pulls()).toMatchObject([{ head: { branch: 'dreamos/fix/typecheck-0badf00d' } }]);
    expect(heals).toHaveLength(2);
    // It is there: nothing is to be looked at again.
    expect(clock.alarms.size).toBe(0);
    await steward.close();
  });

  it('is proposed by the next start, where the process ended meanwhile', async () => {
    const { ports, there } = makePorts(clock, { config, outcome });
    const first = createSteward(ports);
    await first.receive(PUSH);
    await first.idle();
    await first.close();
    expect(clock.alarms.size).toBe(0);
    clock.turnTo(at('14:00'));
    const second = createSteward(ports);
    clock.turnTo(at('14:01'));
    await second.idle();
    there.settle();
    expect(await there.forge.pulls({ state: 'open' })).toHaveLength(1);
    expect(ports.journal.unfinished()).toEqual([]);
    await second.close();
  });

  it('is looked at again where the look failed, hours later and not for ever', async () => {
    const { ports, heals, log } = makePorts(clock, { config: {}, outcome });
    await new WakeUps(ports, () => {}).plan(REPO, date('12:30'), null);
    const forge = async () => {
      throw new Error('GitHub is away');
    };
    const steward = createSteward({ ...ports, forge });
    const rang: string[] = [];
    for (let hour = 12; hour < 72; hour++) {
      const time = new Date(Date.UTC(2026, 10, 24, hour, 30)).toISOString();
      const before = log.length;
      clock.turnTo(time);
      await steward.idle();
      if (log.length > before) rang.push(time.slice(8, 13));
    }
    expect(rang).toEqual(['24T12', '24T13', '24T15', '24T19', '25T03', '25T19']);
    expect(log.filter((line) => line.includes('given up for now'))).toHaveLength(5);
    expect([ports.journal.unfinished(), clock.alarms.size, heals]).toEqual([[], 0, []]);
    await steward.close();
  });

  it('may be one of a pull request, which is gone by then', async () => {
    const { ports, log, heals } = makePorts(clock, { config, outcome });
    await new WakeUps(ports, () => {}).plan(REPO, date('13:00'), 77);
    const steward = createSteward(ports);
    clock.turnTo(at('13:00'));
    await steward.idle();
    expect([log, heals]).toEqual([['octo/hello wake: the pull request is gone'], []]);
    await steward.close();
  });

  it('waits on, where the hour is still full', async () => {
    const old = { fingerprint: 'e'.repeat(64), createdAt: at('12:00') };
    const { ports, there } = makePorts(clock, {
      config: { github: { caps: { pullsPerHour: 1 } } },
      outcome,
      forge: {
        pulls: async () => [
          {
            ...{ number: 900, title: '', state: 'closed', isMerged: false, isDraft: false, author: APP },
            ...{ labels: [], base: { branch: 'main', sha: BASE }, htmlUrl: '', mergedBy: null },
            ...{ head: { branch: 'dreamos/fix/x', sha: BASE, isFork: false }, createdAt: old.createdAt },
            body: `<!-- dreamos:{"v":1,"kind":"pull","fingerprint":"${old.fingerprint}","check":"a","base":"${BASE}","head":null,"attempt":1} -->`,
          },
        ],
      },
    });
    const steward = createSteward(ports);
    await steward.receive(PUSH);
    await steward.idle();
    expect([...clock.alarms].map((one) => new Date(one.at).toISOString())).toEqual([at('13:00')]);
    // Another one was opened by then.
    old.createdAt = at('12:59');
    clock.turnTo(at('13:00'));
    await steward.idle();
    there.settle();
    expect([...clock.alarms].map((one) => new Date(one.at).toISOString())).toEqual([at('13:59')]);
    await steward.close();
  });
});
