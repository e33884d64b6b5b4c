import { parseArgs } from 'node:util';
import type * as z from 'zod';
import type { Command } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import { flagsOf, isMany, toFlag } from './flags.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What the user typed, understood. */
export type Words =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: Command | null }
  /** `dreamos lore`: help on the commands that share a first word. */
  | { readonly kind: 'group-help'; readonly group: string }
  | { readonly kind: 'completions'; readonly shell: Shell }
  | { readonly kind: 'completions-help' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly args: Record<string, unknown>;
      readonly json: boolean;
      readonly quiet: boolean;
      /** `-C`; null when not given. */
      readonly directory: string | null;
    };

/** Flags that every command takes. */
export const COMMON_FLAGS = {
  directory: { type: 'string', short: 'C', description: 'Work as if started in this folder.' },
  json: { type: 'boolean', description: 'Print one JSON object and nothing else.' },
  quiet: { type: 'boolean', short: 'q', description: 'No progress on standard error.' },
  help: { type: 'boolean', short: 'h', description: 'Show help.' },
  version: { type: 'boolean', short: 'V', description: 'Show the version.' },
} as const;

/** Words -> a command and its arguments. Throws `bad-usage` or `unknown-command`, one sentence with the nearest right word. */
export function parseWords(argv: readonly string[], commands: readonly Command[]): Words {
  const { before, after } = splitRest(argv);
  const { directory, words } = takeDirectory(before);
  const [name, ...rest] = words;
  if (name === '--version' || name === '-V') return { kind: 'version' };
  if (name === undefined || name === '--help' || name === '-h') return { kind: 'help', command: null };
  if (name === 'help') return parseHelp(rest, commands);
  if (name === 'completions') {
    const [shell] = rest.filter((word) => word !== '--json');
    return shell === '--help' || shell === '-h'
      ? { kind: 'completions-help' }
      : { kind: 'completions', shell: requireShell(shell) };
  }
  if (groupsOf(commands).includes(name)) {
    if (isHelp(rest[0])) return { kind: 'group-help', group: name };
    return parseCommand(requireCommand(`${name} ${rest[0]}`, commands), rest.slice(1), after, directory);
  }
  return parseCommand(requireCommand(name, commands), rest, after, directory);
}

/** First words of the commands that have two: `lore search` and `lore show` are of the group `lore`. */
export function groupsOf(commands: readonly Command[]): readonly string[] {
  return [...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
}

function parseHelp([name, sub]: readonly string[], commands: readonly Command[]): Words {
  if (name === undefined || name === '--json') return { kind: 'help', command: null };
  if (name === 'completions') return { kind: 'completions-help' };
  if (!groupsOf(commands).includes(name)) return { kind: 'help', command: requireCommand(name, commands) };
  if (sub === undefined) return { kind: 'group-help', group: name };
  return { kind: 'help', command: requireCommand(`${name} ${sub}`, commands) };
}

function isHelp(word: string | undefined): boolean {
  return word === undefined || word === 'help' || word === '--help' || word === '-h';
}

function parseCommand(
  command: Command,
  words: readonly string[],
  after: readonly string[] | null,
  given: string | null,
): Words {
  const flags = flagsOf(command);
  const options = { ...COMMON_FLAGS, ...flags };
  const parsed = parseTolerantly(command, words, options);
  if (parsed.values.help) return { kind: 'help', command };
  for (const [flag, value] of Object.entries(parsed.values)) {
    if ([value].flat().includes(''))
      throw flag === 'directory' ? needsFolder() : usage(command, `--${flag} needs a value.`);
  }
  if (parsed.positionals.includes('')) throw usage(command, 'A word is empty; leave it out or write a dot.');
  const args: Record<string, unknown> = {};
  for (const [flag, { key }] of Object.entries(flags)) {
    if (parsed.values[flag] !== undefined) args[key] = parsed.values[flag];
  }
  placePositionals(command, parsed.positionals, args);
  if (after !== null) {
    if (command.rest === null) throw usage(command, `${command.name} takes no command after --.`);
    if (after.length === 0) throw usage(command, 'There is nothing after --.');
    args[command.rest] = after;
  }
  const checked = command.args.safeParse(args);
  if (!checked.success) throw usage(command, toSentence(command, checked.error, args));
  const directory = parsed.values.directory;
  return {
    kind: 'command',
    command,
    args: checked.data,
    json: parsed.values.json === true,
    quiet: parsed.values.quiet === true,
    directory: typeof directory === 'string' ? directory : given,
  };
}

type ParseOptions = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parseTolerantly(command: Command, words: readonly string[], options: ParseOptions) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { message } = error as Error;
    const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
    const bare = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:is ambiguous|missing)/.exec(
      message,
    )?.[1];
    if (bare !== undefined)
      throw usage(command, `${bare} needs a value; one that begins with - is written ${bare}=<value>.`);
    if (unknown === undefined) throw usage(command, `${message.split('\n')[0]?.replace(/\.?$/, '.')}`);
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(options));
    throw usage(
      command,
      `${command.name} has no option ${unknown}${near ? `; did you mean --${near}?` : '.'}`,
    );
  }
}

function placePositionals(command: Command, given: readonly string[], args: Record<string, unknown>): void {
  for (const [i, key] of command.positionals.entries()) {
    if (given[i] !== undefined) args[key] = isMany(command, key) ? given.slice(i) : given[i];
  }
  const last = command.positionals.at(-1);
  if (last !== undefined && isMany(command, last)) return;
  const extra = given[command.positionals.length];
  if (extra !== undefined) throw usage(command, `${command.name} does not know what to do with ${extra}.`);
}

/** What follows `--`; null when there is no `--`. */
function splitRest(argv: readonly string[]): { before: readonly string[]; after: readonly string[] | null } {
  const at = argv.indexOf('--');
  return at < 0 ? { before: argv, after: null } : { before: argv.slice(0, at), after: argv.slice(at + 1) };
}

/** `-C <path>` may stand before the command, as git has it; so may `--json` and `--quiet`, which then go behind it. */
function takeDirectory(argv: readonly string[]): { directory: string | null; words: readonly string[] } {
  const flags: string[] = [];
  let directory: string | null = null;
  let at = 0;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--json' || word === '--quiet' || word === '-q') {
      flags.push(word);
    } else if (word === '-C' || word === '--directory') {
      directory = argv[++at] ?? '';
      if (directory === '') throw needsFolder();
    } else {
      break;
    }
  }
  const [name, ...rest] = argv.slice(at);
  return { directory, words: name === undefined ? [] : [name, ...rest, ...flags] };
}

function needsFolder(): DreamError {
  return new DreamError('bad-usage', '-C needs a folder.', 'dreamos -C <path> <command>');
}

function requireCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name || command.aliases.includes(name));
  if (found) return found;
  if (name.startsWith('-'))
    throw new DreamError('bad-usage', `There is no option ${name} here.`, 'dreamos --help');
  const near = nearest(name, [
    ...commands.flatMap((command) => [command.name, ...command.aliases]),
    'completions',
    'help',
  ]);
  throw new DreamError(
    'unknown-command',
    `There is no command ${name}${near ? `; did you mean ${near}?` : '.'}`,
    'dreamos --help',
  );
}

function requireShell(name: string | undefined): Shell {
  const shell = SHELLS.find((one) => one === name);
  if (shell) return shell;
  throw new DreamError(
    'bad-usage',
    `completions needs a shell: ${SHELLS.join(', ')}.`,
    'dreamos completions bash',
  );
}

function usage(command: Command, message: string): DreamError {
  return new DreamError('bad-usage', message, `dreamos ${command.name} --help`);
}

function toSentence(command: Command, error: z.ZodError, args: Readonly<Record<string, unknown>>): string {
  const [issue] = error.issues;
  const key = String(issue?.path[0] ?? '');
  const isPositional = command.positionals.includes(key);
  const name = isPositional ? `<${key}>` : `--${toFlag(key)}`;
  if (args[key] === undefined) return `${command.name} needs ${name}.`;
  const isNumber = issue?.code === 'invalid_type' && issue.expected === 'number';
  return `${name}: ${isNumber ? `${String(args[key])} is not a number` : (issue?.message ?? 'is not right')}.`;
}
