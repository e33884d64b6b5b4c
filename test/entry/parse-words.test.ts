import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { commands } from '../../src/commands/index.ts';
import { defineCommand } from '../../src/domain/command.ts';
import { renderCompletions } from '../../src/entry/completions.ts';
import { renderCommandHelp, renderGroupHelp, renderHelp } from '../../src/entry/help.ts';
import { parseWords } from '../../src/entry/parse-words.ts';
import { makeFolder } from '../make.ts';

/** Commands of two words, however many the real list has. */
const pair = ['find', 'note'].map((name) =>
  defineCommand({
    name: `memo ${name}`,
    aliases: [],
    summary: `The ${name} of memos.`,
    positionals: ['words'],
    rest: null,
    args: z.strictObject({
      words: z.string().optional().describe('Words.'),
      deep: z.boolean().default(false).describe('Deep.'),
    }),
    right: 'chat',
    examples: [],
    run: async () => ({ text: '', json: {}, exit: 0 }),
  }),
);
const grouped = [...commands, ...pair];

const parse = (...argv: string[]) => parseWords(argv, commands);

describe('parseWords', () => {
  it('reads positionals, options of each kind and what follows --', () => {
    const words = parse(
      'heal',
      'some/where',
      '--check',
      'lint',
      '--check=test',
      '--budget',
      '12.5',
      '--dry-run',
      '--json',
      '--',
      'npm',
      'test',
      '--',
      '--json',
    );
    expect(words).toMatchObject({
      kind: 'command',
      json: true,
      quiet: false,
      directory: null,
      args: {
        path: 'some/where',
        check: ['lint', 'test'],
        budget: 12.5,
        dryRun: true,
        only: [],
        command: ['npm', 'test', '--', '--json'],
      },
    });
  });

  it('takes -C before the command and after it, as git and as others have it', () => {
    expect(parse('-C', '/a', 'heal')).toMatchObject({ directory: '/a' });
    expect(parse('heal', '-C', '/b')).toMatchObject({ directory: '/b' });
  });

  it('knows aliases, help in each form, and the version', () => {
    expect(parse('fix')).toMatchObject({ kind: 'command', command: { name: 'heal' } });
    expect(parse()).toEqual({ kind: 'help', command: null });
    expect(parse('help', 'guard')).toMatchObject({ kind: 'help', command: { name: 'guard' } });
    expect(parse('guard', '--help')).toMatchObject({ kind: 'help', command: { name: 'guard' } });
    expect(parse('heal', '--budget', '5', '-h')).toMatchObject({ kind: 'help' });
    expect(parse('-V')).toEqual({ kind: 'version' });
    expect(parse('completions', 'fish')).toEqual({ kind: 'completions', shell: 'fish' });
  });

  it.each([
    [['heel'], 'unknown-command', 'There is no command heel; did you mean heal?'],
    [['frobnicate'], 'unknown-command', 'There is no command frobnicate.'],
    [['--frob'], 'bad-usage', 'There is no option --frob here.'],
    [['heal', '--dryrun'], 'bad-usage', 'heal has no option --dryrun; did you mean --dry-run?'],
    [
      ['heal', '--budget'],
      'bad-usage',
      '--budget needs a value; one that begins with - is written --budget=<value>.',
    ],
    [['heal', '--budget', 'soon'], 'bad-usage', '--budget: soon is not a number.'],
    [['heal', '--budget', '-1'], 'bad-usage', expect.stringContaining('--budget')],
    [['heal', '--check='], 'bad-usage', '--check needs a value.'],
    [['heal', ''], 'bad-usage', 'A word is empty; leave it out or write a dot.'],
    [['-C', '', 'heal'], 'bad-usage', '-C needs a folder.'],
    [['heal', '--only', 'magic'], 'bad-usage', expect.stringContaining('--only')],
    [['heal', 'a', 'b'], 'bad-usage', 'heal does not know what to do with b.'],
    [['heal', '--'], 'bad-usage', 'There is nothing after --.'],
    [['guard'], 'bad-usage', 'guard needs <change>.'],
    [['guard', 'x', '--', 'y'], 'bad-usage', 'guard takes no command after --.'],
    [['-C'], 'bad-usage', '-C needs a folder.'],
    [['completions', 'tcsh'], 'bad-usage', 'completions needs a shell: bash, zsh, fish.'],
  ])('says in one sentence what is wrong with %j', (argv, code, message) => {
    expect(() => parseWords(argv, commands)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('parseWords on words before the command', () => {
  it('takes -C, --json and --quiet there too', () => {
    expect(parse('--json', '-C', '/a', '-q', 'heal', 'x')).toMatchObject({
      kind: 'command',
      json: true,
      quiet: true,
      directory: '/a',
      args: { path: 'x' },
    });
    expect(parse('--json')).toEqual({ kind: 'help', command: null });
  });

  it.each([[['completions', '--help']], [['help', 'completions']]])('helps with %j', (argv) => {
    expect(parseWords(argv, commands)).toEqual({ kind: 'completions-help' });
  });
});

describe('parseWords with commands of two words', () => {
  const parseGrouped = (...argv: string[]) => parseWords(argv, grouped);

  it('takes the second word as part of the name', () => {
    expect(parseGrouped('-C', '/a', 'memo', 'find', 'x', '--deep')).toMatchObject({
      kind: 'command',
      command: { name: 'memo find' },
      args: { words: 'x', deep: true },
      directory: '/a',
    });
  });

  it.each([[['memo']], [['memo', '--help']], [['help', 'memo']]])(
    'shows what the group has for %j',
    (argv) => {
      expect(parseWords(argv, grouped)).toEqual({ kind: 'group-help', group: 'memo' });
    },
  );

  it.each([[['memo', 'find', '-h']], [['help', 'memo', 'find']]])('shows help on one for %j', (argv) => {
    expect(parseWords(argv, grouped)).toMatchObject({ kind: 'help', command: { name: 'memo find' } });
  });

  it('names the nearest one', () => {
    expect(() => parseGrouped('memo', 'fnd')).toThrow(
      expect.objectContaining({ message: 'There is no command memo fnd; did you mean memo find?' }),
    );
    expect(() => parseGrouped('memo', 'find', '--deeq')).toThrow(
      expect.objectContaining({ hint: 'dreamos memo find --help' }),
    );
  });
});

describe('renderGroupHelp', () => {
  it('lists the second words with what they do', () => {
    const help = renderGroupHelp('memo', grouped);
    expect(help).toContain('find  The find of memos.');
    expect(help).not.toContain('heal');
  });
});

describe('renderHelp', () => {
  it('shows every command, and each command every option', () => {
    const help = renderHelp(commands);
    for (const command of commands) {
      expect(help).toContain(command.name);
      const own = renderCommandHelp(command);
      for (const [key, schema] of Object.entries(command.args.shape)) {
        const { description } = schema as { description?: string };
        expect({ key, description }).toEqual({ key, description: expect.stringMatching(/\.$/) });
        expect(own).toContain(description);
      }
    }
  });
});

describe('renderCompletions', () => {
  it('is a script that bash takes and that completes commands and options', () => {
    const file = join(makeFolder(), 'completions.bash');
    writeFileSync(file, renderCompletions('bash', grouped));
    const complete = (line: string[]) =>
      execFileSync(
        'bash',
        [
          '-c',
          `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dreamos; printf '%s\n' "\${COMPREPLY[@]}"`,
          'bash',
          file,
          ...line,
        ],
        { encoding: 'utf8' },
      )
        .split('\n')
        .filter(Boolean);
    expect(complete(['dreamos', 'he'])).toEqual(['heal', 'help']);
    expect(complete(['dreamos', 'heal', '--dr'])).toEqual(['--dry-run']);
    expect(complete(['dreamos', 'mem'])).toEqual(['memo']);
    expect(complete(['dreamos', 'memo', ''])).toEqual(['find', 'note']);
    expect(complete(['dreamos', 'memo', 'find', '--de'])).toEqual(['--deep']);
  });

  it('names every command for fish and zsh', () => {
    for (const { name } of grouped) {
      expect(renderCompletions('fish', grouped)).toContain(`-a ${name.split(' ').at(-1)} `);
      expect(renderCompletions('zsh', grouped)).toContain(name);
    }
  });
});
