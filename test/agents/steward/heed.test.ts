import { describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { type Forge, ForgeError, type PullRequest } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { BASE, HEAD, makeHealed, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const common = { repo: REPO, sender: ADA };
const PUSH: ForgeEvent = {
  ...{ ...common, kind: 'push', delivery: 'a', branch: 'main', isDefault: true, sha: BASE },
};
const PULL: ForgeEvent = {
  ...{ ...common, kind: 'pull', delivery: 'p', action: 'opened', number: 5, sha: HEAD, branch: 'topic' },
  ...{ isFork: false, author: ADA, label: null },
};
const comment = (body: string, changed: Partial<ForgeEvent> = {}): ForgeEvent =>
  ({
    ...{ ...common, kind: 'comment', delivery: body, number: 1, isPull: false, comment: 9, body },
    ...changed,
  }) as ForgeEvent;

/** A steward whose checks run until they are told to end, and what it does meanwhile. */
async function open(forge: Partial<Forge> = {}, before?: (forge: Forge) => Promise<unknown>) {
  const running = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const reactions: string[] = [];
  const labels: string[] = [];
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, there, log } = makePorts(clock, {
    config: {},
    outcome: () => makeOutcome([makeHealed()]),
    forge: {
      readFile: async () => '{}',
      react: async (id, content) => void reactions.push(`${id} ${content}`),
      addLabels: async (number, added) => {
        const issue = await whole.issue(number);
        labels.push(`${number} ${added.join()}`);
        await whole.editIssue(number, { labels: [...(issue?.labels ?? []), ...added] } as object);
      },
      ...forge,
    },
  });
  const whole: Forge = await ports.forge(REPO);
  const workshop = await ports.workshop(REPO, whole, await whole.facts());
  const { heal } = workshop;
  workshop.heal = async (options) => {
    running.resolve();
    await ended.promise;
    return heal(options);
  };
  await before?.(whole);
  there.settle();
  const steward = createSteward(ports);
  const until = async (is: () => boolean) => {
    while (!is()) await new Promise(setImmediate);
  };
  /** Some rounds of whatever may still happen. */
  const calm = async () => {
    for (let round = 0; round < 20; round++) await new Promise(setImmediate);
  };
  const end = async () => {
    ended.resolve();
    await steward.idle();
    there.settle();
  };
  return {
    ...{ steward, reactions, labels, log, clock, until, calm, end },
    running: running.promise,
    forge: whole,
    workshop,
  };
}

describe('a command behind a long run', () => {
  it('gets its eyes at once', async () => {
    const house = await open();
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment('/dreamos retry'));
    await house.calm();
    expect(house.reactions).toEqual(['9 eyes']);
    await house.end();
    expect(house.reactions.at(-1)).toBe('9 rocket');
    await house.steward.close();
  });

  it.each(['help', 'status'])('is answered at once where that takes no run, and once: %s', async (verb) => {
    const house = await open();
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment(`/dreamos ${verb}`));
    await house.until(() => house.reactions.length > 1);
    expect(house.reactions).toEqual(['9 eyes', '9 rocket']);
    expect(house.log).toEqual([]);
    await house.end();
    expect(await house.forge.comments(1)).toHaveLength(1);
    await house.steward.close();
  });

  it.each<[string, ForgeEvent, Partial<Forge>]>([
    ['talk', comment('Nice!'), {}],
    ['what a bot says', comment('/dreamos stop', { sender: { login: 'a[bot]', isBot: true } }), {}],
    ['anything before the settings are merged', comment('/dreamos stop'), { readFile: async () => null }],
  ])('is none: %s', async (_, event, forge) => {
    const house = await open(forge);
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(event);
    await house.calm();
    expect([house.reactions, house.labels]).toEqual([[], []]);
    await house.end();
    await house.steward.close();
  });

  it('is done all the same where that fails', async () => {
    let isDown = true;
    const house = await open({
      permissionOf: async () => {
        if (isDown) throw new Error('down');
        return 'write';
      },
    });
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment('/dreamos stop'));
    await house.calm();
    isDown = false;
    await house.end();
    expect(house.reactions.at(-1)).toBe('9 rocket');
    await house.steward.close();
  });
});

describe('a stop that is said while the checks run', () => {
  const dashboard = async (forge: Forge) => {
    const body = '<!-- dreamos:{"v":1,"kind":"dashboard"} -->';
    await forge.openIssue({ title: 'Dream.OS Dashboard', body, labels: ['dreamos'] });
  };

  it('holds back what would be opened, and the commit does not count as looked at', async () => {
    const house = await open({}, dashboard);
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment('/dreamos stop'));
    await house.until(() => house.labels.length > 0);
    await house.end();
    expect(await house.forge.pulls({ state: 'all' })).toEqual([]);
    expect(await house.forge.checkRuns(BASE)).toMatchObject([{ status: 'completed', conclusion: 'skipped' }]);
    expect(house.log[0]).toBe('octo/hello push: escalated, 1 incident; stopped by a person');
    await house.forge.editIssue(1, { labels: ['dreamos'] } as object);
    await house.steward.receive({ ...PUSH, delivery: 'b', round: 'b' });
    await house.end();
    expect(await house.forge.pulls({ state: 'all' })).toHaveLength(1);
    await house.steward.close();
  });

  it('holds it back in a short run too, where an incident was tried as often as may be', async () => {
    const marker = `"fingerprint":"${'f'.repeat(64)}","check":"test","base":"${HEAD}","attempt":3`;
    const house = await open({}, async (forge) => {
      await dashboard(forge);
      const body = `<!-- dreamos:{"v":1,"kind":"issue",${marker}} -->`;
      await forge.openIssue({ title: 'test is red', body, labels: ['dreamos'] });
    });
    await house.steward.receive(PUSH);
    await house.running;
    house.clock.turnTo('2026-11-24T12:00:05.000Z');
    await house.forge.editIssue(1, { labels: ['dreamos', 'dreamos:stop'] } as object);
    await house.end();
    expect(await house.forge.pulls({ state: 'all' })).toEqual([]);
    expect(house.log).toEqual(['octo/hello push: escalated, 1 incident; stopped by a person']);
    await house.steward.close();
  });

  it('is not done once more after the run, where its label was taken off meanwhile', async () => {
    const house = await open({}, dashboard);
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment('/dreamos stop'));
    await house.until(() => house.reactions.length > 1);
    await house.forge.editIssue(1, { labels: ['dreamos'] } as object);
    const unlabeled = { kind: 'issue', action: 'unlabeled', number: 1, label: 'dreamos:stop' } as const;
    await house.steward.receive({ ...common, ...unlabeled, delivery: 'u' });
    await house.end();
    expect(house.labels.filter((one) => one.startsWith('1 '))).toEqual(['1 dreamos:stop']);
    expect((await house.forge.issue(1))?.labels).toEqual(['dreamos']);
    await house.steward.close();
  });

  it('is not heard of who may not', async () => {
    const house = await open({ permissionOf: async () => 'read' }, dashboard);
    await house.steward.receive(PUSH);
    await house.running;
    await house.steward.receive(comment('/dreamos stop'));
    await house.calm();
    expect([house.reactions, house.labels]).toEqual([['9 eyes', '9 confused'], []]);
    await house.end();
    expect(await house.forge.pulls({ state: 'all' })).toHaveLength(1);
    await house.steward.close();
  });

  it('on a pull request holds back what would be offered there', async () => {
    const labels: string[] = [];
    const pull = {
      ...{ number: 5, title: 't', body: '', state: 'open', labels, author: ADA },
      ...{ head: { branch: 'topic', sha: HEAD, isFork: false }, base: { branch: 'main', sha: BASE } },
    } as unknown as PullRequest;
    let asked = 0;
    const house = await open({
      pull: async () => ({ ...pull, labels: [...labels] }),
      addLabels: async (_, added) => void labels.push(...added),
      reviews: async () => {
        asked++;
        return [];
      },
    });
    const workshop = house.workshop;
    workshop.sync = async () => ({
      ...{ defaultBranch: 'main', head: BASE, branches: new Map([['main', BASE]]) },
    });
    workshop.mergeBase = async () => BASE;
    await house.steward.receive(PULL);
    await house.running;
    await house.steward.receive(comment('/dreamos stop', { number: 5, isPull: true } as object));
    await house.until(() => labels.length > 0);
    await house.end();
    expect(asked).toBe(0);
    expect(await house.forge.checkRuns(HEAD)).toMatchObject([{ conclusion: 'skipped' }]);
    await house.steward.close();
  });
});

it('answers nobody where the comment is gone', async () => {
  const { ports, there, log } = makePorts(new HandClock('2026-11-24T12:00:00.000Z'), {
    config: {},
    outcome: () => makeOutcome([]),
    forge: {
      readFile: async () => '{}',
      react: async () => {
        throw new ForgeError('Not Found', 404);
      },
    },
  });
  const steward = createSteward(ports);
  await steward.receive(comment('/dreamos status'));
  await steward.idle();
  there.settle();
  expect(log).toEqual(['octo/hello comment: the comment is gone']);
  expect(await there.forge.comments(1)).toEqual([]);
  await steward.close();
});
