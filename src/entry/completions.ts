import type { Command } from '../domain/command.ts';
import { flagsOf } from './flags.ts';
import { COMMON_FLAGS, groupsOf, type Shell } from './parse-words.ts';

export const COMPLETIONS_HELP = `Print completions for a shell.

Usage: dreamos completions <bash|zsh|fish>

Examples
  source <(dreamos completions bash)
  dreamos completions zsh > "\${fpath[1]}/_dreamos"
  dreamos completions fish > ~/.config/fish/completions/dreamos.fish
`;

/** A completion script for a shell, made from the commands. Load it: `source <(dreamos completions bash)`. */
export function renderCompletions(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return renderBash(commands);
    case 'zsh':
      return `#compdef dreamos\nautoload -U +X bashcompinit && bashcompinit\n${renderBash(commands)}`;
    case 'fish':
      return renderFish(commands);
  }
}

function optionsOf(command: Command): string[] {
  return [...Object.keys(flagsOf(command)), ...Object.keys(COMMON_FLAGS)].map((name) => `--${name}`);
}

/** What may stand first, and what may follow a group's name. */
function firstWords(commands: readonly Command[]): string[] {
  return [
    ...new Set(
      commands.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => one.split(' ')[0] ?? one)),
    ),
  ];
}

function subCommands(group: string, commands: readonly Command[]): Command[] {
  return commands.filter(({ name }) => name.startsWith(`${group} `));
}

function renderBash(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${[command.name, ...command.aliases].map((name) => `"${name}"`).join('|')}) words="${optionsOf(command).join(' ')}" ;;`,
  );
  const groups = groupsOf(commands).map(
    (group) =>
      `    ${group}) subs="${subCommands(group, commands)
        .map(({ name }) => name.slice(group.length + 1))
        .join(' ')}" ;;`,
  );
  return `_dreamos() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="" subs="" command="" at=1
  while [ "$at" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[at]}" in
      -C|--directory) at=$((at + 2)) ;;
      -*) at=$((at + 1)) ;;
      *) break ;;
    esac
  done
  if [ "$at" -gt "$COMP_CWORD" ]; then
    COMPREPLY=($(compgen -d -- "$current"))
    return
  fi
  command="\${COMP_WORDS[at]}"
  if [ "$COMP_CWORD" -eq "$at" ]; then
    COMPREPLY=($(compgen -W "${firstWords(commands).join(' ')} completions help" -- "$current"))
    return
  fi
  case "$command" in
${groups.join('\n')}
  esac
  if [ -n "$subs" ]; then
    if [ "$COMP_CWORD" -eq $((at + 1)) ]; then
      COMPREPLY=($(compgen -W "$subs" -- "$current"))
      return
    fi
    command="$command \${COMP_WORDS[at + 1]}"
  fi
  case "$command" in
${cases.join('\n')}
    completions) words="bash zsh fish" ;;
  esac
  if [[ "$current" == -* || "$command" == completions ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _dreamos dreamos
`;
}

function renderFish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const [first = '', second] = command.name.split(' ');
    const seen = command.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    const offered = second === undefined ? '__fish_use_subcommand' : `"__fish_seen_subcommand_from ${first}"`;
    return [
      `complete -c dreamos -n ${offered} -a ${second ?? first} -d ${quote(command.summary)}`,
      ...Object.entries(flagsOf(command)).map(
        ([name, flag]) =>
          `complete -c dreamos -n "${seen.join('; and ')}" -l ${name} -d ${quote(flag.description)}`,
      ),
    ];
  });
  for (const group of groupsOf(commands))
    lines.push(`complete -c dreamos -n __fish_use_subcommand -a ${group}`);
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
