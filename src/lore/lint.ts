import type { LoreEntry } from '../domain/lore.ts';
import { entryFolder, readEntryName } from './entry-path.ts';
import { findInvisible } from './invisible.ts';
import { lineAt } from './line-at.ts';
import { lintMarkdown } from './lint-markdown.ts';
import { normaliseLines, parseEntry } from './markdown.ts';
import type { Redact } from './redact.ts';
import { timeOf } from './ulid.ts';

/** A file of lore as it is to be judged. */
export interface LoreText {
  /** With `/`; its last folders are year and month. */
  readonly path: string;
  /** Null when it is not text. */
  readonly text: string | null;
  /** The file as it was committed; null when it is new, or not known. */
  readonly before: string | null;
}

export interface LintFinding {
  readonly path: string;
  /** 1-based; null for the whole file. */
  readonly line: number | null;
  readonly rule: string;
  readonly why: string;
}

/** Entries are of 0.5 to 3 KB; what is ten times as long is a log. */
const MOST_CHARACTERS = 32 * 1024;
const DAY_MS = 86_400_000;
/** What a person may still put right: words, not facts. */
const MUTABLE: ReadonlySet<string> = new Set(['title', 'body', 'tags']);

/** What is wrong with files of lore, in their order. Pure. */
export function lintLore(files: readonly LoreText[], redact: Redact): LintFinding[] {
  const seen = new Map<string, string>();
  return files.flatMap((file) => {
    const found = lintFile(file, redact);
    const id = readEntryName(file.path)?.id;
    const other = id === undefined ? undefined : seen.get(id);
    if (id !== undefined) seen.set(id, file.path);
    if (other === undefined) return found;
    return [...found, { path: file.path, line: null, rule: 'id', why: `${other} has the same id` }];
  });
}

function lintFile(file: LoreText, redact: Redact): LintFinding[] {
  const { path } = file;
  const one = (rule: string, why: string, line: number | null = null) => ({ path, line, rule, why });
  if (file.text === null) return [one('schema', 'not text in UTF-8')];
  const text = normaliseLines(file.text);
  if (text.length > MOST_CHARACTERS)
    return [one('size', `${text.length} characters; at most ${MOST_CHARACTERS} are an entry`)];
  const parsed = parseEntry(text);
  const found = lintText(text, redact).map(({ rule, why, line }) => one(rule, why, line));
  if (parsed.status === 'broken') return [one('schema', parsed.why, parsed.line), ...found];
  const { entry, unknown } = parsed;
  return [
    ...unknown.map((key) => one('key', `\`${key}\` is no key of an entry`)),
    ...lintName(path, entry).map((why) => one('name', why)),
    ...lintClaims(entry).map((why) => one('claim', why)),
    ...changedFacts(entry, file.before).map((key) =>
      one(
        'immutable',
        `\`${key}\` was changed after it was committed: write a new entry that supersedes this one`,
      ),
    ),
    ...lintBody(text, entry).map(({ rule, why, line }) => one(rule, why, line)),
    ...found,
  ];
}

function lintName(path: string, entry: LoreEntry): string[] {
  const name = readEntryName(path);
  if (name === null) return ['an entry’s file is called <id>-<words>.md'];
  const folder = entryFolder(entry).replace(/^lore\//, '');
  const isAtHome =
    `/${name.folder}`.endsWith(`/${folder}`) ||
    (entry.kind === 'decision' && /(?:^|\/)decisions$/.test(name.folder));
  return [
    ...(name.id === entry.id ? [] : [`its name says ${name.id}, its id is ${entry.id}`]),
    ...(isAtHome ? [] : [`created in ${folder}: it belongs into that folder`]),
  ];
}

function lintClaims(entry: LoreEntry): string[] {
  const apart = Math.abs(timeOf(entry.id) - Date.parse(entry.created));
  return [
    ...(entry.trust === 'verified' ? ['no entry can call itself verified: leave `trust` out'] : []),
    ...(apart > DAY_MS ? ['its id was made on another day than `created` says'] : []),
    ...([...entry.supersedes, ...entry.refers].includes(entry.id) ? ['it refers to itself'] : []),
  ];
}

/** Fields that are not what they were. A file that was no entry before may become one. */
function changedFacts(entry: LoreEntry, before: string | null): string[] {
  const was = before === null ? null : parseEntry(before);
  if (was?.status !== 'parsed') return [];
  const past: Readonly<Record<string, unknown>> = was.entry;
  return Object.entries(entry)
    .filter(([key, value]) => !MUTABLE.has(key) && JSON.stringify(value) !== JSON.stringify(past[key]))
    .map(([key]) => key);
}

function lintBody(text: string, entry: LoreEntry): { rule: string; why: string; line: number }[] {
  const offset = lineAt(text, text.lastIndexOf(entry.body)) - 1;
  return [
    ...lintMarkdown(entry.title).map((flaw) => ({
      ...flaw,
      line: lineAt(text, text.indexOf(`# ${entry.title}`)),
    })),
    ...lintMarkdown(entry.body).map((flaw) => ({ ...flaw, line: flaw.line + offset })),
  ];
}

/** What may stand nowhere in a file. */
function lintText(text: string, redact: Redact): { rule: string; why: string; line: number }[] {
  const hidden = findInvisible(text);
  const { cuts, stuck } = redact(text);
  return [
    ...(hidden < 0
      ? []
      : [
          {
            rule: 'invisible',
            line: lineAt(text, hidden),
            why: 'a character that does not show, or turns the direction of writing',
          },
        ]),
    ...[...cuts, ...stuck].map(({ what, line }) => ({ rule: 'secret', line, why: `it looks like ${what}` })),
  ];
}
