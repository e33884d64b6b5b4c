import { showInvisible } from './invisible.ts';

const MOST_LINES = 40;
const MOST_CHARACTERS = 4000;
const MOST_INLINE = 200;

/**
 * Text of others as a block: what stands in it cannot end the block, whatever it says. Long text keeps its two ends.
 * Returns lines of markdown, for the top level of a body.
 */
export function quoteBlock(text: string, language: 'text' | 'diff' = 'text'): string[] {
  const lines = cutMiddle(withoutBlankEnds(showInvisible(text).split('\n')));
  const fence = ticks(lines.join('\n'), 3);
  return [`${fence}${language}`, ...lines, fence];
}

/** The same of all of it, however long. */
export function fenceText(text: string): string[] {
  const lines = showInvisible(text).split('\n');
  const fence = ticks(lines.join('\n'), 3);
  return [`${fence}text`, ...lines, fence];
}

/** Text of others in a line: one code span, so that no markup, mention, link, comment or formula in it is heeded. */
export function quoteInline(text: string, most: number = MOST_INLINE): string {
  const shown = cut(toLine(text).replace(/`{3,}/g, '``'), most);
  if (shown === '') return '(nothing)';
  const fence = ticks(shown, 1);
  return /^`|`$/.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** What was quoted, for a cell of a table: a pipe would end the cell even in a code span. */
export function toCell(quoted: string): string {
  // A backslash before the pipe would take the place of the one that is ours.
  return quoted.replace(/\\*\|/g, (run) => `${run.slice(0, -1).repeat(2)}\\|`);
}

/** Words that no reader of markdown does anything with. */
const PLAIN_WORD = /^[\p{L}\p{M}\p{N}.,;:!?'’"“”()/…%–-]*[\p{L}\p{N}][\p{L}\p{M}\p{N}.,;:!?'’"“”()/…%–-]*$/u;
/** Among those: addresses, names of commits and issues, emoji by name, numbers that would begin a list. */
const READ_WORD = /www\.|:\/\/|(?<![^\W_])[0-9a-f]{7,}(?![^\W_])|[A-Z]-\d|:[\w+-]+:|^\d+[.)]$|^[-/]/i;

/** What stands where a secret was cut out is a word, though it has blanks. */
const WORD = /(?:\[cut: [^[\]]+\]|[^ ])+/g;

/** A sentence with words of others in it: ordinary words stay, each run of what is read as more becomes a code span. */
export function quoteProse(text: string, most: number = 300): string {
  const runs: { isPlain: boolean; words: string[] }[] = [];
  for (const word of cut(toLine(text), most).match(WORD) ?? ['']) {
    const isPlain = PLAIN_WORD.test(word) && !READ_WORD.test(word);
    const last = runs.at(-1);
    if (last?.isPlain === isPlain) last.words.push(word);
    else runs.push({ isPlain, words: [word] });
  }
  return runs
    .map(({ isPlain, words }) => (isPlain ? words.join(' ') : toCode(words.join(' '), most)))
    .join(' ');
}

/** The mark of the sentence stays outside. */
function toCode(text: string, most: number): string {
  const [, code = '', end = ''] = /^(.*[^,:;.])([,:;.])$/.exec(text) ?? [];
  return code === '' ? quoteInline(text, most) : `${quoteInline(code, most)}${end}`;
}

/** Text as one line without anything invisible; '' when nothing is left. */
export function toLine(text: string): string {
  return showInvisible(text).replace(/\s+/g, ' ').trim();
}

/**
 * Text of others for where no code span can be had (a title, the message of a commit): what GitHub heeds there, a mention, a
 * number behind `fixes`, an address, is not left whole.
 */
export function unheeded(text: string): string {
  return text
    .replace(/@(?=\w)/g, '@ ')
    .replace(/#(?=\d)/g, '# ')
    .replace(/\bGH-(?=\d)/gi, '$& ')
    .replace(/:\/\//g, ': //');
}

/** At most so many characters, the last of them `…` when it was longer. Pairs of surrogates stay whole. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** Lines without the blanks at their ends, and without blank lines at both ends of them all. */
function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  // By lines: a pattern for blanks before an end of line tries each blank of a long row.
  const trimmed = lines.map((line) => line.trimEnd());
  const first = trimmed.findIndex((line) => line !== '');
  return first < 0 ? [''] : trimmed.slice(first, trimmed.findLastIndex((line) => line !== '') + 1);
}

function cutMiddle(lines: readonly string[]): readonly string[] {
  const kept = lines.map((line) => cut(line, 400));
  let most = MOST_LINES;
  while (most > 2 && kept.slice(0, most).join('\n').length > MOST_CHARACTERS) most -= 1;
  if (kept.length <= most) return kept;
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  const hidden = kept.length - head - tail;
  return [...kept.slice(0, head), `… ${hidden} lines are left out …`, ...kept.slice(kept.length - tail)];
}

/** Backticks, more than stand together anywhere in the text. */
function ticks(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
