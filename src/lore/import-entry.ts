import { createHash } from 'node:crypto';
import type { LoreEntry, LoreId } from '../domain/lore.ts';
import { blank } from './blank.ts';
import { readFrontMatter } from './front-matter.ts';
import { findInvisible } from './invisible.ts';
import { lintMarkdown } from './lint-markdown.ts';
import { normaliseLines, parseEntry, splitTitle, toBody } from './markdown.ts';
import { cut, fenceText, quoteInline, toLine } from './quote.ts';
import { toUlid } from './ulid.ts';

/** A markdown file of elsewhere. */
export interface ForeignText {
  /** Relative to the folder that is imported, with `/`. */
  readonly path: string;
  readonly text: string;
}

const MOST_TITLE = 180;
const TAG = 'imported';
const DATE = /(?<!\d)(\d{4})[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)/;

/**
 * An entry of trust `imported` that says what the file says. The same text gives the same id, but for its time, which is
 * `now` (milliseconds) where the text and its name tell no date. Facts that are git's elsewhere (commits, blobs) are left out.
 */
export function importEntry(file: ForeignText, now: number): LoreEntry {
  const parsed = parseEntry(file.text);
  const made = parsed.status === 'parsed' ? fromEntry(parsed.entry) : fromNote(file, now);
  const source = `Imported from ${quoteInline(file.path)}.`;
  return {
    ...made,
    id: toUlid(Date.parse(made.created), digestOf(file.text)),
    trust: 'imported',
    tags: [...new Set([...made.tags, TAG])],
    body: toBody([source, '', ...quoteBody(made.body)].join('\n')),
  };
}

/** The part of an id that a text alone decides. */
export function textPart(id: LoreId): string {
  return id.slice(10);
}

function digestOf(text: string): Uint8Array {
  return createHash('sha256').update(normaliseLines(text)).digest();
}

function fromEntry(entry: LoreEntry): LoreEntry {
  return {
    ...entry,
    run: null,
    base: null,
    head: null,
    patch: null,
    cites: [],
    title: toTitle(entry.title),
  };
}

/** A devlog or note of any form: what its front matter says of title, date and tags is taken up. */
function fromNote(file: ForeignText, now: number): LoreEntry {
  const text = normaliseLines(file.text);
  const front = readFrontMatter(text);
  const fields = front.status === 'read' ? front.fields : {};
  const split = splitTitle(front.status === 'read' ? front.rest : text);
  const name = file.path.split('/').at(-1)?.replace(/\.md$/i, '') ?? file.path;
  const said = typeof fields.title === 'string' ? fields.title : split.title;
  return {
    ...blank,
    id: toUlid(0, new Uint8Array(10)),
    kind: 'devlog',
    created: toInstant([fields.created, fields.date, file.path, split.title], now),
    title: toTitle(said || name),
    tags: toTags(fields.tags),
    body: split.body,
  };
}

/** The first date that is one. */
function toInstant(said: readonly unknown[], now: number): string {
  for (const one of said) {
    if (typeof one !== 'string') continue;
    const time = /^\d{4}-\d\d-\d\dT/.test(one) ? Date.parse(one) : toDay(one);
    if (time > 0 && time <= now) return new Date(time).toISOString();
  }
  return new Date(now).toISOString();
}

function toDay(text: string): number {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return year === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T00:00:00.000Z`);
}

function toTags(said: unknown): string[] {
  const words = Array.isArray(said) ? said : typeof said === 'string' ? said.split(',') : [];
  return words
    .map((word) => String(word).trim().toLowerCase().replace(/\s+/g, '-'))
    .filter((word) => /^[a-z0-9][a-z0-9-]{0,40}$/.test(word));
}

/** One line; as code where its marks would do anything. */
function toTitle(said: string): string {
  const line = cut(toLine(said), MOST_TITLE);
  if (line === '') return '(no title)';
  return lintMarkdown(line).length === 0 && !/\]\(/.test(line) ? line : quoteInline(line, MOST_TITLE);
}

/** Words of others as a quotation that keeps their form; where that could trick a reader, as plain text in a block of code. */
function quoteBody(body: string): string[] {
  if (body === '') return [];
  const quoted = body.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  const isHarmless =
    findInvisible(body) < 0 &&
    lintMarkdown(body).length === 0 &&
    lintMarkdown(quoted.join('\n')).length === 0;
  return isHarmless ? quoted : fenceText(body);
}
