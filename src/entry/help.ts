import type { Command } from '../domain/command.ts';
import { describeKey, flagsOf, isMany } from './flags.ts';
import { COMMON_FLAGS } from './parse-words.ts';

const EXIT_CODES = `Exit codes
  0  all is well: green, or healed
  1  a person is needed: escalated, flaky, refused by the guard, not proved
  2  a mistake in what was typed or configured
  3  Dream.OS would not start, or a fault of its own
`;

/** `dreamos --help`. */
export function renderHelp(commands: readonly Command[]): string {
  const rows = commands.map(
    (command) =>
      [
        `${command.name}${command.aliases.length > 0 ? `, ${command.aliases.join(', ')}` : ''}`,
        command.summary,
      ] as const,
  );
  return [
    'dreamos: from a red check to a proved fix, or to a clear escalation.',
    '',
    'Usage: dreamos [-C <path>] <command> [options]',
    '',
    'Commands',
    renderRows([...rows, ['completions', 'Print completions for a shell: bash, zsh or fish.']]),
    'Options of every command',
    renderRows(Object.entries(COMMON_FLAGS).map(([name, flag]) => [spell(name, flag), flag.description])),
    EXIT_CODES,
    'Help on one: dreamos <command> --help',
    '',
  ].join('\n');
}

/** `dreamos <group> --help`. */
export function renderGroupHelp(group: string, commands: readonly Command[]): string {
  const own = commands.filter(({ name }) => name.startsWith(`${group} `));
  return [
    `Usage: dreamos [-C <path>] ${group} <command> [options]`,
    '',
    'Commands',
    renderRows(own.map(({ name, summary }) => [name.slice(group.length + 1), summary])),
    `Help on one: dreamos ${group} <command> --help`,
    '',
  ].join('\n');
}

/** `dreamos <command> --help`. */
export function renderCommandHelp(command: Command): string {
  const places = command.positionals.map((key) => {
    const name = isMany(command, key) ? `${key} ...` : key;
    return isOptional(command, key) ? `[${name}]` : `<${name}>`;
  });
  const rest = command.rest === null ? '' : ` [-- <${command.rest} ...>]`;
  const flags = Object.entries(flagsOf(command)).map(
    ([name, flag]) => [spell(name, flag), flag.description] as const,
  );
  const described = [...command.positionals, ...(command.rest === null ? [] : [command.rest])];
  return [
    command.summary,
    '',
    `Usage: dreamos ${[command.name, ...places].join(' ')}${flags.length > 0 ? ' [options]' : ''}${rest}`,
    ...(command.aliases.length > 0 ? [`Also: ${command.aliases.join(', ')}`] : []),
    '',
    ...(described.length > 0
      ? ['Arguments', renderRows(described.map((key) => [key, describeKey(command, key)]))]
      : []),
    ...(flags.length > 0 ? ['Options', renderRows(flags)] : []),
    'Options of every command',
    renderRows(Object.entries(COMMON_FLAGS).map(([name, flag]) => [spell(name, flag), flag.description])),
    'Examples',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function spell(name: string, flag: { type: string; short?: string }): string {
  return `${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.type === 'string' ? ' <value>' : ''}`;
}

function isOptional(command: Command, key: string): boolean {
  return command.args.shape[key]?.safeParse(undefined).success ?? false;
}

function renderRows(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n')}\n`;
}
