import type { Command } from '../domain/command.ts';
import { flagsOf } from './flags.ts';
import { COMMON_FLAGS, type Shell } from './parse-words.ts';

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

function renderBash(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${[command.name, ...command.aliases].join('|')}) words="${optionsOf(command).join(' ')}" ;;`,
  );
  return `_dreamos() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(' ')} completions help" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    completions) words="bash zsh fish" ;;
  esac
  if [[ "$current" == -* || "\${COMP_WORDS[1]}" == completions ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _dreamos dreamos
`;
}

function renderFish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c dreamos -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
    ...Object.entries(flagsOf(command)).map(
      ([name, flag]) =>
        `complete -c dreamos -n "__fish_seen_subcommand_from ${command.name}" -l ${name} -d ${quote(flag.description)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
