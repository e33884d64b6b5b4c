import type { Tool } from './known-tools.ts';

/** What a simple command becomes so that it reports and writes nothing. */
export interface ReadOnly {
  /** Words as written, with their quotes. */
  readonly raws: readonly string[];
  /** True when the command as written would change files of the repository, or wait for them to change. */
  readonly changed: boolean;
}

/** Flags by which a tool writes or waits, without which it reports. */
const FLAGS: Readonly<Record<string, RegExp>> = {
  biome: /^--(write|fix|apply|apply-unsafe|unsafe)$/,
  prettier: /^(-w|--write)$/,
  oxfmt: /^--write$/,
  jest: /^(-u|--updateSnapshot|--watch|--watchAll|--watch-all)$/,
  vitest: /^(-u|--update|-w|--watch|--ui)$/,
  mocha: /^(-w|--watch)$/,
  ava: /^(-w|--watch|-u|--update-snapshots)$/,
  tsc: /^(-w|--watch|--preserveWatchOutput)$/,
  'vue-tsc': /^(-w|--watch|--preserveWatchOutput)$/,
  'svelte-check': /^--(watch|preserveWatchOutput)$/,
  'node-test': /^--(watch|test-update-snapshots)$/,
};
/** Of linters, and of whatever hands its further words to one. */
const FIX = /^--(fix(=.*)?|fix-type=.*|fix-suggestions|fix-dangerously)$/;
const PRETTIER_REPORTS = /^(-c|--check|-l|--list-different)$/;

/** Rewrites a command, given with its quotes (`raws`) and without (`words`), into one that only reports. */
export function toReadOnly(raws: readonly string[], words: readonly string[], tool: Tool | null): ReadOnly {
  const flags = tool ? FLAGS[tool.name] : undefined;
  const isDropped = (word: string) => FIX.test(word) || (flags?.test(word) ?? false);
  const kept = raws.filter((_, at) => !isDropped(words[at] ?? ''));
  while (kept.at(-1) === '--') kept.pop();
  const replaced = tool ? replaceVerb(kept, tool, words) : kept;
  return { raws: replaced, changed: replaced.join(' ') !== raws.join(' ') };
}

/** Tools that write by a verb, not by a flag, or that do neither when not told. */
function replaceVerb(kept: readonly string[], tool: Tool, words: readonly string[]): readonly string[] {
  const after = (verb: RegExp, replacement: string) =>
    kept.map((raw, at) => (at === tool.at + 1 && verb.test(raw) ? replacement : raw));
  if (tool.name === 'dprint') return after(/^fmt$/, 'check');
  if (tool.name === 'vitest') return after(/^(watch|dev)$/, 'run');
  if (tool.name === 'gts') return after(/^fix$/, 'lint');
  if (/^(prettier|oxfmt)$/.test(tool.name) && !words.some((word) => PRETTIER_REPORTS.test(word))) {
    return insert(kept, tool.at, '--check');
  }
  return kept;
}

function insert(raws: readonly string[], after: number, word: string): readonly string[] {
  return [...raws.slice(0, after + 1), word, ...raws.slice(after + 1)];
}
