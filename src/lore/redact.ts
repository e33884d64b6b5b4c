import { entropyOf, type Machine, SECRET_TOKENS } from '../domain/secrets.ts';
import { findKnownValues, type KnownValue } from './known-values.ts';
import { lineAt } from './line-at.ts';
import { type RedactRule, redactRules } from './redact-rules.ts';

/** Something that was found. Never what it was, only what kind of thing. */
export interface Cut {
  readonly what: string;
  /** 1-based line of the text that was given. */
  readonly line: number;
}

export interface Redacted {
  readonly text: string;
  readonly cuts: readonly Cut[];
  /** Found, but not to be cut cleanly: such a text is not to be written at all. */
  readonly stuck: readonly Cut[];
}

export type Redact = (text: string) => Redacted;

/** What stands where something was cut before. */
const MARK = new RegExp(
  `\\[cut: (?:${[...new Set(redactRules.map(({ what }) => what))].join('|')}|the value of [A-Za-z_]\\w*)\\]`,
  'g',
);

interface Range {
  readonly from: number;
  readonly to: number;
  readonly what: string;
  readonly instead: string;
}

/** A redactor for what is written on this machine. What it lets through is the same when it is redacted again. */
export function createRedact(machine: Machine): Redact {
  const known = findKnownValues(machine.environment);
  const home = machine.home.replace(/[/\\]+$/, '');
  // Root's says nothing of anybody.
  const rules = home === '' || home === '/root' ? redactRules : [toHomeRule(home), ...redactRules];
  return (text) => {
    const found = [...findValues(text, known), ...rules.flatMap((rule) => findRule(text, rule))];
    const before = [...text.matchAll(MARK)].map(({ index, 0: mark }) => ({
      from: index,
      to: index + mark.length,
    }));
    const ranges = merge(found.filter((range) => !before.some((mark) => overlap(range, mark))));
    const cuts = withLines(text, ranges);
    const left = replace(text, ranges);
    return { text: left, cuts, stuck: findStuck(left, known) };
  };
}

function toHomeRule(home: string): RedactRule {
  const source = home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\\\', '\\\\{1,2}');
  return {
    what: 'a home folder',
    pattern: new RegExp(`(?<![\\w.@~-])${source}(?![\\w.-])`, 'dg'),
    instead: '~',
  };
}

function findRule(text: string, rule: RedactRule): Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(rule.pattern) as Iterable<RegExpExecArray>) {
    const [from, to] = match.indices?.groups?.cut ?? match.indices?.[0] ?? [0, 0];
    if (rule.accepts && !rule.accepts(text.slice(from, to), match)) continue;
    found.push({ from, to, what: rule.what, instead: rule.instead ?? `[cut: ${rule.what}]` });
  }
  return found;
}

function findValues(text: string, known: readonly KnownValue[]): Range[] {
  const found: Range[] = [];
  for (const { value, what } of known) {
    for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + value.length)) {
      const to = from + value.length;
      if (isWhole(text, from, to)) found.push({ from, to, what, instead: `[cut: ${what}]` });
    }
  }
  return found;
}

/** A short word may be a part of other words by chance. */
function isWhole(text: string, from: number, to: number): boolean {
  const value = text.slice(from, to);
  return (
    !/^[a-z]{1,11}$/i.test(value) || !(/\w/.test(text[from - 1] ?? '') || /[a-z0-9]/.test(text[to] ?? ''))
  );
}

function overlap(a: Pick<Range, 'from' | 'to'>, b: Pick<Range, 'from' | 'to'>): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Places that touch or overlap become one, named by what was found first. */
function merge(found: readonly Range[]): Range[] {
  const rank = new Map(found.map((range, at) => [range, at]));
  const merged: { range: Range; rank: number }[] = [];
  for (const range of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = merged.at(-1);
    const own = rank.get(range) ?? 0;
    if (!last || range.from >= last.range.to) {
      merged.push({ range, rank: own });
      continue;
    }
    const { what, instead } = own < last.rank ? range : last.range;
    last.range = { from: last.range.from, to: Math.max(last.range.to, range.to), what, instead };
    last.rank = Math.min(last.rank, own);
  }
  return merged.map(({ range }) => range);
}

/** `ranges` in their order, so that a long text is counted through once. */
function withLines(text: string, ranges: readonly Range[]): Cut[] {
  let line = 1;
  let counted = 0;
  return ranges.map(({ from, what }) => {
    line += lineAt(text.slice(counted, from), from - counted) - 1;
    counted = from;
    return { what, line };
  });
}

function replace(text: string, ranges: readonly Range[]): string {
  let from = 0;
  let left = '';
  for (const range of ranges) {
    left += text.slice(from, range.from) + range.instead;
    from = range.to;
  }
  return left + text.slice(from);
}

/** Where lines were joined, words have no edges. */
const WITHOUT_EDGES = SECRET_TOKENS.map(
  ([pattern, what]) => [new RegExp(pattern.source.replaceAll('\\b', ''), 'g'), what] as const,
);

/** Half of a key, or a secret that is broken by line ends, escapes or invisible characters: a part of it is still there. */
function findStuck(text: string, known: readonly KnownValue[]): Cut[] {
  const stuck: Cut[] = [];
  const half = text.search(/-----END (?:[A-Z0-9]+ )*PRIVATE KEY/);
  if (half >= 0) stuck.push({ what: 'a part of a private key', line: lineAt(text, half) });
  const { plain, origin } = squeeze(text);
  if (plain.length === text.length) return stuck;
  const at = (place: number, what: string) => stuck.push({ what, line: lineAt(text, origin[place] ?? 0) });
  for (const { value, what } of known) {
    const place = value.length < 10 || /\s/.test(value) ? -1 : plain.indexOf(value);
    if (place >= 0 && !text.includes(value)) at(place, `${what}, in pieces`);
  }
  for (const [pattern, what] of WITHOUT_EDGES) {
    for (const { index, 0: match } of plain.matchAll(pattern)) {
      const from = origin[index] ?? 0;
      const isInPieces = (origin[index + match.length - 1] ?? 0) - from >= match.length;
      const isWord = /\w/.test(text[from - 1] ?? '');
      if (isInPieces && !isWord && /\d/.test(match) && entropyOf(match) > 3.8)
        at(index, `${what}, in pieces`);
    }
  }
  return stuck;
}

/** Without what can stand inside a word that was wrapped or coloured: ends of lines, escapes, invisible characters. */
function squeeze(text: string): { plain: string; origin: readonly number[] } {
  const origin: number[] = [];
  let plain = '';
  let from = 0;
  const keep = (to: number) => {
    for (let place = from; place < to; place += 1) origin.push(place);
    plain += text.slice(from, to);
  };
  for (const match of text.matchAll(
    /\u001b\[[\d;]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f\p{Cf}]+|[\ufe00-\ufe0f]+|(?<=\S)\\?\n[ \t>+|]*(?=[\w+/=-])/gu,
  )) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { plain, origin };
}
