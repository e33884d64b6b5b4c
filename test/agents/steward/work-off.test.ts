import { describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import { type Forge, ForgeError, type PullRequest } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { BASE, HEAD, makeEscalated, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const common = { repo: REPO, sender: ADA };
const PUSH: ForgeEvent = {
  ...{ ...common, kind: 'push', delivery: 'a', branch: 'main', isDefault: true, sha: BASE },
};
const RERUN: ForgeEvent = { ...common, kind: 'rerun', delivery: 'r', name: null, sha: BASE, branch: 'main' };
const PULL: ForgeEvent = {
  ...{ ...common, kind: 'pull', delivery: 'p', action: 'opened', number: 5, sha: HEAD, branch: 'topic' },
  ...{ isFork: false, author: ADA, label: null },
};
const WAKE: ForgeEvent = {
  ...{ ...common, kind: 'wake', delivery: 'w', at: '2026-11-24T12:00:00.000Z', pull: null },
};
const SHUT = { ...REPO, id: 1 };
const OPEN = { ...REPO, id: 2 };
const LIMIT = new ForgeError('GET /repos: 403: API rate limit exceeded', 403, { retryAfterMs: 40 * 60_000 });
const DOWN = new ForgeError('GET /repos: 502: Bad gateway', 502);
const at = (minutes: number) =>
  new Date(Date.parse('2026-11-24T12:00:00.000Z') + minutes * 60_000).toISOString();

/** A steward of two repositories, the first of which the forge shuts when it is told to. */
async function open(config: unknown = {}) {
  const clock = new HandClock(at(0));
  const { ports, there, log, heals } = makePorts(clock, {
    ...{ config, outcome: () => makeOutcome([]), forge: { readFile: async () => '{}' } },
  });
  const forge = await ports.forge(REPO);
  const workshop = await ports.workshop(REPO, forge, await forge.facts());
  let trouble: Error | null = null;
  const shut = new Proxy(forge, {
    get: (target, key: keyof Forge) => {
      const value = target[key];
      if (typeof value !== 'function' || trouble === null) return value;
      return () => Promise.reject(trouble);
    },
  });
  const start = () => createSteward({ ...ports, forge: async ({ id }) => (id === SHUT.id ? shut : forge) });
  const turn = async (steward: ReturnType<typeof start>, minutes: number) => {
    clock.turnTo(at(minutes));
    await steward.idle();
    there.settle();
  };
  return {
    ...{ ports, there, log, heals, forge, workshop, clock, start, turn },
    set: (error: Error | null) => {
      trouble = error;
    },
    left: () => ports.journal.unfinished(),
  };
}

describe('a command that waits for a limit', () => {
  it('is not overtaken by one that was said later', async () => {
    const { start, turn, set, log, left } = await open();
    const say = (comment: number, verb: string): ForgeEvent => ({
      ...{ kind: 'comment', delivery: `c${comment}`, repo: SHUT, sender: ADA },
      ...{ number: 1, isPull: false, comment, body: `/dreamos ${verb}` },
    });
    const steward = start();
    set(LIMIT);
    await steward.receive(say(1, 'config'));
    await steward.idle();
    set(null);
    await steward.receive(say(2, 'status'));
    await steward.receive(say(3, 'help'));
    await steward.receive({ ...say(4, 'help'), repo: OPEN });
    await steward.idle();
    expect(log.filter((line) => line.includes('done'))).toEqual(['octo/hello comment: help: done']);
    await turn(steward, 41);
    const done = log.filter((line) => line.endsWith('done')).map((line) => line.split(': ')[1]);
    expect(done).toEqual(['help', 'config', 'status', 'help']);
    expect(left()).toEqual([]);
    await steward.close();
  });
});

describe('a limit that is longer than a call waits', () => {
  it('is waited for, and nobody else waits', async () => {
    const house = await open();
    const steward = house.start();
    house.set(LIMIT);
    await steward.receive(PUSH);
    await steward.receive({ ...PUSH, delivery: 'b', repo: OPEN });
    await steward.idle();
    expect(house.heals).toHaveLength(1);
    expect(house.left()).toEqual([PUSH]);
    house.set(null);
    await house.turn(steward, 39);
    expect(house.left()).toEqual([PUSH]);
    await house.turn(steward, 40);
    expect(house.left()).toEqual([]);
    expect(house.log).toContain('octo/hello push: waits 40 min and is tried again');
    expect(house.log.at(-1)).toBe('octo/hello push: this commit was looked at before');
    await steward.close();
  });

  it('is waited for again after a restart', async () => {
    const house = await open();
    const first = house.start();
    house.set(LIMIT);
    await first.receive(PUSH);
    await first.idle();
    await first.close();
    expect(house.clock.alarms.size).toBe(0);
    const second = house.start();
    await second.idle();
    expect(house.left()).toEqual([PUSH]);
    house.set(null);
    await house.turn(second, 40);
    expect([house.left(), house.heals.length]).toEqual([[], 1]);
    await second.close();
  });

  it('is none where the forge is only busy: that is tried as ever', async () => {
    const house = await open();
    const steward = house.start();
    const { facts } = house.forge;
    let tries = 0;
    house.forge.facts = async () => {
      tries += 1;
      if (tries === 1) throw new ForgeError('GET /repos: 503: busy', 503, { retryAfterMs: 1000 });
      return facts();
    };
    await steward.receive({ ...PUSH, repo: OPEN });
    await steward.idle();
    expect([house.left(), house.heals.length, house.clock.alarms.size]).toEqual([[], 1, 0]);
    await steward.close();
  });

  it('that begins while the checks run leaves no check run behind', async () => {
    const house = await open();
    const steward = house.start();
    const { heal } = house.workshop;
    house.workshop.heal = async (options) => {
      house.set(LIMIT);
      return heal(options);
    };
    await steward.receive(PUSH);
    await steward.idle();
    house.there.settle();
    expect(await house.forge.checkRuns(BASE)).toMatchObject([{ status: 'in_progress' }]);
    house.workshop.heal = heal;
    house.set(null);
    await house.turn(steward, 40);
    expect(await house.forge.checkRuns(BASE)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
    await steward.close();
  });

  it('leaves a check run as it is that somebody had run again meanwhile', async () => {
    const house = await open();
    const { heal } = house.workshop;
    house.workshop.heal = () => Promise.reject(LIMIT);
    const steward = house.start();
    await steward.receive({ ...PUSH, repo: OPEN });
    await steward.idle();
    house.there.settle();
    house.workshop.heal = heal;
    await steward.receive({ ...RERUN, repo: OPEN, name: 'dreamos/watch' });
    await steward.idle();
    house.there.settle();
    const told = await house.forge.checkRuns(BASE);
    expect(told).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
    house.workshop.sync = () => Promise.reject(new Error('git is away'));
    await house.turn(steward, 40);
    expect(house.log.at(-1)).toBe('octo/hello push: given up: this commit was looked at before');
    expect(await house.forge.checkRuns(BASE)).toEqual(told);
    await steward.close();
  });

  it('is waited for some times, and no more', async () => {
    const house = await open();
    const steward = house.start();
    house.set(LIMIT);
    await steward.receive(PUSH);
    await steward.idle();
    for (const minutes of [40, 80, 120, 160, 200]) await house.turn(steward, minutes);
    expect(house.left()).toEqual([PUSH]);
    for (let hour = 5; hour < 24; hour++) await house.turn(steward, hour * 60);
    expect(house.left()).toEqual([]);
    expect(house.clock.alarms.size).toBe(0);
    await steward.close();
  });
});

describe('a forge that is out of reach', () => {
  it('is asked again later, when nobody could be told', async () => {
    const house = await open();
    const steward = house.start();
    house.set(DOWN);
    await steward.receive(PUSH);
    await steward.idle();
    expect(house.left()).toEqual([PUSH]);
    await house.turn(steward, 5);
    expect(house.left()).toEqual([PUSH]);
    house.set(null);
    house.workshop.heal = async () => {
      throw new DreamError('git-failed', 'git fetch failed: 502');
    };
    await house.turn(steward, 15);
    expect(house.left()).toEqual([]);
    expect(await house.forge.checkRuns(BASE)).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
    await steward.close();
  });

  it('is not asked again where we do not reach the repository any more', async () => {
    const house = await open();
    const steward = house.start();
    house.set(new ForgeError('GET /repos: 404: Not Found', 404));
    await steward.receive(PUSH);
    await steward.idle();
    expect([house.left(), house.clock.alarms.size]).toEqual([[], 0]);
    await steward.close();
  });
});

describe('work that fails for good', () => {
  const fail = async (): Promise<never> => {
    throw new DreamError('internal', 'The work ended by SIGKILL: ');
  };
  const pull = { number: 5, title: 't', body: '', state: 'open', labels: [], author: ADA } as const;
  const topic: Partial<PullRequest> = {
    ...{ ...pull, head: { branch: 'topic', sha: HEAD, isFork: false }, base: { branch: 'main', sha: BASE } },
  };

  it('leaves none running either where nobody can be told', async () => {
    const house = await open();
    house.workshop.heal = fail;
    house.forge.readFile = async () => {
      throw new ForgeError('GET /contents: 403: Resource not accessible', 403);
    };
    const steward = house.start();
    await steward.receive(PUSH);
    await steward.idle();
    house.there.settle();
    expect(house.left()).toEqual([]);
    expect(await house.forge.checkRuns(BASE)).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
    await steward.close();
  });

  it.each([
    ['all checks asked for again', RERUN, BASE],
    ['a look that waited', WAKE, BASE],
    ['an installation', { ...common, kind: 'installed', delivery: 'i' } as const, BASE],
    ['a pull request that is to be proved', PULL, HEAD],
  ])('leaves no check run of ours running: %s', async (_, event, sha) => {
    const house = await open({ github: { prove: true } });
    house.forge.pull = async () => topic as PullRequest;
    house.workshop.mergeBase = async () => BASE;
    const branches = new Map([['main', BASE]]);
    house.workshop.sync = async () => ({ defaultBranch: 'main', head: BASE, branches });
    if (event.kind === 'pull') house.workshop.prove = fail;
    else house.workshop.heal = fail;
    const steward = house.start();
    await steward.receive(event);
    await steward.idle();
    house.there.settle();
    const runs = await house.forge.checkRuns(sha);
    expect(runs.map(({ name }) => name)).toContain('dreamos/watch');
    expect(runs).toHaveLength(event.kind === 'pull' ? 2 : 1);
    for (const run of runs) expect(run).toMatchObject({ status: 'completed', conclusion: 'neutral' });
    await steward.close();
  });

  it('is told to who ticked a box, and the box stays as it is until it is done', async () => {
    const house = await open();
    const steward = house.start();
    const { heal } = house.workshop;
    house.workshop.heal = async () => makeOutcome([makeEscalated()]);
    await steward.receive(PUSH);
    await steward.idle();
    house.there.settle();
    const dashboard = async () => {
      const all = await house.forge.issues({ label: 'dreamos', state: 'open' });
      const found = all.find(({ title }) => title === 'Dream.OS Dashboard');
      if (found === undefined) throw new Error('none');
      return found;
    };
    const { number, body } = await dashboard();
    await house.forge.editIssue(number, { body: body.replace('- [ ] try', '- [x] try') });
    house.workshop.heal = fail;
    const edited = { ...common, kind: 'issue', action: 'edited', number, label: null } as const;
    await steward.receive({ ...edited, delivery: 't' });
    await steward.receive({ ...edited, delivery: 'other', number: 99 });
    await steward.idle();
    house.there.settle();
    expect((await house.forge.comments(number)).map((comment) => comment.body)).toEqual([
      expect.stringContaining('Not done'),
    ]);
    expect(await house.forge.comments(99)).toEqual([]);
    expect((await dashboard()).body).toContain('- [x] try');
    expect((await house.forge.checkRuns(BASE)).every(({ status }) => status === 'completed')).toBe(true);
    house.workshop.heal = heal;
    await steward.receive({ ...edited, delivery: 'u' });
    await steward.idle();
    expect((await dashboard()).body).not.toContain('- [x] ');
    await steward.close();
  });
});
