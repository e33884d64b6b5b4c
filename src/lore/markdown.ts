import type * as z from 'zod';
import { type Cite, LoreEntry } from '../domain/lore.ts';
import { blank } from './blank.ts';
import { type FrontMatter, readFrontMatter, renderFrontMatter } from './front-matter.ts';

/** No entry is so long; what is longer is not read at all. */
const MOST_BYTES = 1024 * 1024;

export type ParsedEntry =
  | { readonly status: 'parsed'; readonly entry: LoreEntry; readonly unknown: readonly string[] }
  /** `why` is one clear sentence; `line` is 1-based, null for the whole file. */
  | { readonly status: 'broken'; readonly why: string; readonly line: number | null };

/** An entry as its file: front matter, the title as a heading, the body. `parseEntry` gives the same entry back. */
export function renderEntry(entry: LoreEntry): string {
  const { title, body } = entry;
  const written = FIELDS.map((key) => [key, key === 'cites' ? entry.cites.map(renderCite) : entry[key]]);
  const front = renderFrontMatter(Object.fromEntries(written));
  return `${front}\n# ${title}\n${body === '' ? '' : `\n${body}\n`}`;
}

/** Any bytes -> an entry or one reason why not. Never throws. `unknown` names keys that a newer version may have written. */
export function parseEntry(file: Uint8Array | string): ParsedEntry {
  const text = typeof file === 'string' ? file : decode(file);
  if (text === null) return broken('not text in UTF-8');
  if (text.length > MOST_BYTES) return broken('larger than any entry: more than 1 MiB');
  const front = readFrontMatter(normaliseLines(text));
  if (front.status === 'none') return broken('no front matter: the first line is not ---', 1);
  if (front.status === 'broken') return front;
  const { title, body } = splitTitle(front.rest);
  if (title === null) return broken('no title: a line `# …` must follow the front matter', front.line);
  const parsed = LoreEntry.safeParse({ ...fill(front.fields), title, body });
  if (!parsed.success) return broken(toSentence(parsed.error));
  const unknown = Object.keys(front.fields).filter((key) => !(key in LoreEntry.shape));
  return { status: 'parsed', entry: parsed.data, unknown };
}

/** Lines end in `\n`; no byte-order mark. */
export function normaliseLines(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/** Markdown -> its first heading, when it begins with one, and the rest as a body. */
export function splitTitle(markdown: string): { readonly title: string | null; readonly body: string } {
  const text = toBody(markdown);
  const [head = '', title] = /^#[ \t]+(.*)(?:\n|$)/.exec(text) ?? [];
  return { title: title === undefined ? null : title.trim(), body: toBody(text.slice(head.length)) };
}

/** Text as a body: no blank lines before it, no white space behind it. */
export function toBody(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

function renderCite(cite: Cite): string {
  return `${cite.path}@${cite.blob}`;
}

/** In the order that they are written in: the schema's. */
const FIELDS = LoreEntry.keyof().options.filter((key) => key !== 'title' && key !== 'body');

/** What stands in a file -> what the schema wants: absent keys are blank, citations are written `path@blob`. */
function fill(fields: FrontMatter): Record<string, unknown> {
  const written = Object.entries(fields).filter(([, value]) => value !== null);
  const cites = Array.isArray(fields.cites) ? { cites: fields.cites.map(readCite) } : {};
  return { ...blank, ...Object.fromEntries(written), ...cites };
}

function readCite(written: unknown): unknown {
  if (typeof written !== 'string') return written;
  const at = written.lastIndexOf('@');
  return { path: written.slice(0, Math.max(0, at)), blob: written.slice(at + 1) };
}

function toSentence(error: z.ZodError): string {
  const [issue] = error.issues;
  const [key, ...deeper] = issue?.path ?? [];
  const place = [`\`${String(key)}\``, ...deeper.map((part) => String(part))].join(', ');
  return `${place}: ${issue?.message ?? 'not right'}`;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function broken(why: string, line: number | null = null): ParsedEntry {
  return { status: 'broken', why, line };
}
