import type { FrontMatter } from '../front-matter.ts';
import { readFrontMatter } from '../front-matter.ts';
import { normaliseLines, splitTitle } from '../markdown.ts';
import { type ExactKind, toExact } from './exact.ts';

/** What a document is found by. */
export interface DocumentWords {
  readonly title: string;
  readonly text: string;
  /** Names of files that it speaks of, and its own. */
  readonly paths: string;
  /** What it can be found by as it is, as `toExact` writes it. */
  readonly exact: readonly string[];
}

/** A file of lore as the index takes it. Everything is optional but the text: any markdown file is one. */
export interface LoreDocument extends DocumentWords {
  /** The front matter's, else the path without `.md`. */
  readonly id: string;
  /** Milliseconds since the epoch; null when unknown. */
  readonly created: number | null;
  readonly kind: string | null;
  readonly agent: string | null;
  readonly outcome: string | null;
}

/** Longer files are read to here. */
const MOST_CHARACTERS = 256 * 1024;

/** Keys that are numbers, times and names of commits, or that have a place of their own: their words tell nothing. */
const NO_WORDS = new Set(
  ['id', 'kind', 'created', 'agent', 'run', 'event', 'base', 'head', 'patch', 'fingerprint', 'files', 'cites']
    .concat(['outcome', 'candidates', 'seconds', 'confidence', 'trust', 'supersedes', 'refers', 'expires'])
    .concat(['title']),
);

/** Reads any markdown file. Front matter that is broken counts as text. */
export function toDocument(path: string, file: string): LoreDocument {
  const text = normaliseLines(file.slice(0, MOST_CHARACTERS));
  const front = readFrontMatter(text);
  const fields: FrontMatter = front.status === 'read' ? front.fields : {};
  const { title, body } = splitTitle(front.status === 'read' ? front.rest : text);
  const given = toWord(fields.title);
  const files = [...toWords(fields.files), ...toWords(fields.cites).map(withoutBlob)];
  const name = path.replace(/\.md$/i, '');
  return {
    id: toWord(fields.id) ?? name,
    created: toTime(fields.created),
    kind: toWord(fields.kind),
    agent: toWord(fields.agent),
    outcome: toWord(fields.outcome),
    title: given === null || given === title ? (title ?? '') : `${given}\n${title ?? ''}`,
    text: [...tell(fields), body].join('\n'),
    paths: [toName(name), ...new Set(files)].join('\n'),
    exact: toExactTerms(fields, files),
  };
}

/** An entry's own name begins with its id, and its folders are a date: only the rest is words. */
function toName(name: string): string {
  return name
    .replace(/^lore\/\d{4}\/\d\d\//, '/')
    .replace(/(?:^|\/)[0-7][0-9A-HJKMNP-TV-Z]{25}(?=-|$)/g, '/');
}

function toExactTerms(fields: FrontMatter, files: readonly string[]): string[] {
  const one = (kind: ExactKind) => toWords(fields[kind]).map((value) => toExact(kind, value));
  return [
    ...one('fingerprint'),
    ...one('signature'),
    ...one('rule'),
    ...one('kind'),
    ...one('agent'),
    ...one('outcome'),
    ...one('refers'),
    ...toWords(fields.supersedes).map((id) => toExact('refers', id)),
    ...[...new Set(files)].map((file) => toExact('file', file)),
  ];
}

/** Words of every other key: a rule, a test's title, or whatever a foreign file has (a speaker, a place). */
function tell(fields: FrontMatter): string[] {
  return Object.entries(fields).flatMap(([key, value]) => (NO_WORDS.has(key) ? [] : toWords(value)));
}

function toWord(value: unknown): string | null {
  return toWords(value)[0] ?? null;
}

function toWords(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toWords);
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(toWords) : [];
}

function withoutBlob(cite: string): string {
  return cite.replace(/@[0-9a-f]{40,64}$/, '');
}

function toTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
