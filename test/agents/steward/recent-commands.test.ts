import { beforeEach, describe, expect, it } from '@jest/globals';
import { RecentCommands } from '../../../src/agents/steward/recent-commands.ts';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const at = (time: string) => `2026-11-24T${time}:00.000Z`;
let clock: HandClock;
beforeEach(() => {
  clock = new HandClock(at('12:00'));
});

describe('RecentCommands', () => {
  it('hears so many in any hour, and says when the next one is heard', () => {
    const recent = new RecentCommands(() => clock.now());
    const hear = (comment: number, login = 'ada', repo = REPO) =>
      recent.hear(repo, login, comment, 2)?.toISOString().slice(11, 16) ?? 'heard';
    expect(hear(1)).toBe('heard');
    clock.turnTo(at('12:20'));
    expect([hear(2), hear(3), hear(4, 'Ada')]).toEqual(['heard', '13:00', '13:00']);
    expect([hear(5, 'bob'), hear(6, 'ada', { ...REPO, id: 2 })]).toEqual(['heard', 'heard']);
    // Worked off once more it is the same command.
    expect(hear(2)).toBe('heard');
    clock.turnTo(at('13:00'));
    expect([hear(7), hear(8)]).toEqual(['heard', '13:20']);
    clock.turnTo(at('13:20'));
    expect(hear(9)).toBe('heard');
  });
});

describe('commands of one person', () => {
  const comment = (id: number, body: string, login: string): ForgeEvent => ({
    ...{ delivery: `c${id}`, repo: REPO, sender: { ...ADA, login } },
    ...{ kind: 'comment', number: 3, isPull: false, comment: id, body },
  });

  it('are heard up to the cap, those that only read as well, and then told when again', async () => {
    const faces: string[] = [];
    const { ports, there } = makePorts(clock, {
      config: { github: { caps: { commandsPerHour: 2 } } },
      outcome: () => makeOutcome([]),
      forge: { react: async (id, face) => void (face === 'eyes' || faces.push(`${id} ${face}`)) },
    });
    const steward = createSteward(ports);
    const say = async (id: number, body: string, login = 'ada') => {
      await steward.receive(comment(id, body, login));
      await steward.idle();
    };
    await say(1, '/dreamos help');
    await say(2, 'Nothing that is meant for it.');
    await say(3, '/dreamos nonsense');
    await say(4, '/dreamos help');
    await say(5, '/dreamos help', 'bob');
    expect(faces).toEqual(['1 rocket', '3 confused', '4 confused', '5 rocket']);
    there.settle();
    const said = (await there.forge.comments(3)).map(({ body }) => body.split('\n')[0]);
    expect(said).toHaveLength(4);
    expect(said[2]).toBe(
      'Not done: 2 commands of one person an hour are heard here, and that many of yours were. The next one is heard from 13:00 UTC on, 2026-11-24.',
    );
    await say(7, '/dreamos status');
    expect(faces.at(-1)).toBe('7 confused');
    there.settle();
    expect(await there.forge.comments(3)).toHaveLength(4);
    clock.turnTo(at('13:00'));
    await say(6, '/dreamos help');
    expect(faces.at(-1)).toBe('6 rocket');
    await steward.close();
  });

  it('are told so once, where many over the cap are said at once', async () => {
    const { ports, there } = makePorts(clock, {
      config: { github: { caps: { commandsPerHour: 1 } } },
      outcome: () => makeOutcome([]),
      forge: { readFile: async () => '{}' },
    });
    const steward = createSteward(ports);
    await steward.receive(comment(1, '/dreamos help', 'ada'));
    await steward.idle();
    there.settle();
    await Promise.all([2, 3, 4, 5].map((id) => steward.receive(comment(id, '/dreamos help', 'ada'))));
    await steward.idle();
    there.settle();
    const [, ...others] = await there.forge.comments(3);
    expect(others.map(({ body }) => body)).toEqual([expect.stringMatching(/^Not done: 1 command /)]);
    await steward.close();
  });
});
