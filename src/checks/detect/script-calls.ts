/** What a command runs in its turn: a script of package.json by name, or a line that it was handed. */
export interface Call {
  readonly kind: 'script' | 'line';
  readonly text: string;
  /** Words that are added to the script's line, as written. */
  readonly args: readonly string[];
}

/** Words after which a package manager acts on other packages than this one: what it calls there we do not see. */
const ELSEWHERE =
  /^(-r|--recursive|-F|--filter(=.*)?|-w|--workspaces?(=.*)?|workspaces?|--prefix(=.*)?|-C|--dir(=.*)?|--cwd(=.*)?)$/;

/**
 * The scripts that a simple command calls, through a package manager, npm-run-all or concurrently; [] when it calls none.
 * The command is given as words, and as these were written (`raws`).
 */
export function scriptsCalledBy(
  words: readonly string[],
  raws: readonly string[],
  names: readonly string[],
): Call[] {
  const isBefore = (word: string) => /^\w+=/.test(word) || /^(npx|cross-env|env)$/.test(word);
  const at = Math.max(
    0,
    words.findIndex((word) => !isBefore(word)),
  );
  const program = words[at] ?? '';
  const rest = words.slice(at + 1);
  if (/^(run-s|run-p|npm-run-all2?)$/.test(program)) {
    const patterns = before(rest, '--').filter((word) => !word.startsWith('-'));
    return patterns.flatMap((pattern) => matching(pattern.split(' ')[0] ?? '', names));
  }
  if (/^(concurrently|conc)$/.test(program)) return rest.flatMap((word) => handed(word, names));
  if (
    !/^(npm|pnpm|yarn|bun|node)$/.test(program) ||
    before(rest, '--').some((word) => ELSEWHERE.test(word))
  ) {
    return [];
  }
  const name = calledByManager(program, rest);
  if (name === null) return [];
  if (program === 'pnpm' && /^\/.+\/$/.test(name)) return fitting(name.slice(1, -1), names);
  if (!names.includes(name)) return [];
  const after = rest.indexOf(name) + at + 2;
  return [{ kind: 'script', text: name, args: handedOn(program, words.slice(after), raws.slice(after)) }];
}

function calledByManager(program: string, rest: readonly string[]): string | null {
  if (program === 'node') {
    const at = rest.indexOf('--run');
    return (at < 0 ? null : rest[at + 1]) ?? null;
  }
  const [verb, name] = rest.filter((word) => !word.startsWith('-'));
  if (verb === 'run' || verb === 'run-script') return name ?? null;
  if (program === 'npm') return verb === 't' || verb === 'test' ? 'test' : null;
  // bun has a test runner of its own under this name.
  return program === 'bun' && verb === 'test' ? null : (verb ?? null);
}

/** npm keeps what stands before `--`; the others hand everything on. */
function handedOn(program: string, words: readonly string[], raws: readonly string[]): readonly string[] {
  const stop = words.indexOf('--');
  if (stop >= 0) return raws.slice(stop + 1);
  return program === 'npm' ? raws.filter((raw) => !raw.startsWith('-')) : raws;
}

/** npm-run-all's patterns: `*` stays within a part of the name, `**` does not. */
function matching(pattern: string, names: readonly string[]): Call[] {
  if (!pattern.includes('*')) return names.includes(pattern) ? [toCall(pattern)] : [];
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? '[^:]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'),
    );
  const test = new RegExp(`^${source.join('')}$`);
  return names.filter((name) => test.test(name)).map(toCall);
}

/** pnpm's patterns: `pnpm run /^test:/`. */
function fitting(source: string, names: readonly string[]): Call[] {
  try {
    const pattern = new RegExp(source);
    return names.filter((name) => pattern.test(name)).map(toCall);
  } catch {
    return [];
  }
}

function toCall(text: string): Call {
  return { kind: 'script', text, args: [] };
}

/** An argument of concurrently: `npm:lint:*`, or a whole line in quotes. Its own options have no blanks. */
function handed(word: string, names: readonly string[]): Call[] {
  const [, pattern] = /^(?:npm|pnpm|yarn|bun):(\S+)/.exec(word) ?? [];
  if (pattern) return matching(pattern, names);
  return word.includes(' ') ? [{ kind: 'line', text: word, args: [] }] : [];
}

function before(words: readonly string[], stop: string): readonly string[] {
  const at = words.indexOf(stop);
  return at < 0 ? words : words.slice(0, at);
}
