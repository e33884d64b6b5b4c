import { describe, expect, it } from '@jest/globals';
import type { CommentOrder } from '../../../../src/agents/steward/commands/args.ts';
import { commentCommands } from '../../../../src/agents/steward/commands/index.ts';
import { mayCommand, readOrder } from '../../../../src/agents/steward/commands/read-order.ts';
import { commands } from '../../../../src/commands/index.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const ID = '01JD0000000000000000000000';

describe('commentCommands', () => {
  it('have names of their own', () => {
    const names = commentCommands.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+$/);
  });

  it('name commands that the CLI has', () => {
    const typed = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
    for (const { cli } of commentCommands) if (cli !== null) expect(typed).toContain(cli);
    expect(commentCommands.filter(({ cli }) => cli !== null).length).toBeGreaterThanOrEqual(5);
  });

  it('are told in the product’s list', () => {
    expect(commentCommands.map(({ name }) => name)).toEqual(
      'help status fix retry explain stop start approve reject lore forget config'.split(' '),
    );
    for (const { name, usage, summary } of commentCommands) {
      expect(usage).toMatch(new RegExp(`^/dreamos ${name}( |$)`));
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('let nobody change anything who may only read', () => {
    const readable = commentCommands.filter((command) => mayCommand('read', command)).map(({ name }) => name);
    expect(readable).toEqual(['help', 'status', 'explain', 'lore', 'config']);
    expect(commentCommands.filter((command) => mayCommand('none', command))).toEqual([]);
    expect(commentCommands.filter((command) => !mayCommand('write', command))).toEqual([]);
    expect(
      commentCommands.filter((command) => mayCommand('triage', command)).map(({ name }) => name),
    ).toContain('stop');
  });
});

describe('readOrder', () => {
  const good: readonly (readonly [string, string, CommentOrder])[] = [
    ['help', '', { verb: 'help', about: null }],
    ['help', 'Fix', { verb: 'help', about: 'fix' }],
    ['status', ' ', { verb: 'status' }],
    ['fix', '', { verb: 'fix', check: null, isPush: false }],
    ['fix', 'typecheck', { verb: 'fix', check: 'typecheck', isPush: false }],
    ['fix', '--push', { verb: 'fix', check: null, isPush: true }],
    ['fix', '--push  packages-core.test', { verb: 'fix', check: 'packages-core.test', isPush: true }],
    ['retry', '', { verb: 'retry', incident: null }],
    ['retry', '0123ABCD', { verb: 'retry', incident: '0123abcd' }],
    ['stop', '', { verb: 'stop', why: null }],
    ['stop', 'we release', { verb: 'stop', why: 'we release' }],
    ['start', '', { verb: 'start' }],
    ['approve', SHA.toUpperCase(), { verb: 'approve', sha: SHA }],
    ['reject', 'no', { verb: 'reject', why: 'no' }],
    ['lore', 'a  b', { verb: 'lore', query: 'a  b' }],
    ['forget', ID.toLowerCase(), { verb: 'forget', id: ID, why: null }],
    ['forget', `${ID} is  wrong`, { verb: 'forget', id: ID, why: 'is wrong' }],
    ['explain', '', { verb: 'explain' }],
    ['config', '', { verb: 'config' }],
  ];
  it.each(good)('reads %s %j', (verb, rest, order) => {
    expect(readOrder(verb, rest)).toMatchObject({ status: 'order', order });
  });

  it.each([
    ['help', 'me please'],
    ['status', 'now'],
    ['fix', 'lint test'],
    ['fix', '--force'],
    ['fix', '&& /dreamos stop'],
    ['fix', '../x'],
    ['retry', 'lint'],
    ['retry', '0123'],
    ['start', 'now'],
    ['approve', ''],
    ['approve', SHA.slice(0, 12)],
    ['approve', `${SHA} ${SHA}`],
    ['approve', `${SHA}0`],
    ['lore', ''],
    ['lore', 'x'.repeat(201)],
    ['forget', ''],
    ['forget', '42'],
    ['config', 'mode=off'],
  ])('refuses %s %j and says what would do', (verb, rest) => {
    const read = readOrder(verb, rest);
    expect(read.status).toBe('bad');
    if (read.status === 'bad') expect(read.why).toMatch(/^[a-z].{5,}/);
  });

  it('knows its own commands alone', () => {
    expect(() => readOrder('constructor', '')).toThrow();
  });
});
