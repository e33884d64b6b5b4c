import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { BrokenIndex } from './bytes.ts';
import { IndexReader } from './search-index.ts';
import { Segment } from './segment.ts';
import { openStore } from './store.ts';

/** Changes whenever files of an older version would be read wrongly: bytes, terms, scores. */
const VERSION = 3;
/** Names the segments that count. What it does not name is never read: a half-written file does no harm. */
const CURRENT = 'current';
/** Held while somebody writes. */
export const LOCK = 'lock.sqlite';
/** What a crash left half-written is removed when it is so old. */
const ABANDONED_MS = 3_600_000;
/** Segments that were there a moment ago can have been merged: so often the names are read again. */
const ATTEMPTS = 5;

const Whole = z.number().int().nonnegative();
const Manifest = z.strictObject({
  version: z.literal(VERSION),
  state: z.string(),
  segments: z.array(
    z.strictObject({
      name: z.string().regex(/^lore-[0-9a-f]{12}\.seg$/),
      /** Documents whose layers are not what the segment says any more; without any they are dead. */
      changed: z.array(z.tuple([Whole, Whole])),
    }),
  ),
});
type Manifest = z.infer<typeof Manifest>;

/** A segment of an index that is open. Its name is null for one in memory. */
export interface Part {
  readonly name: string | null;
  readonly segment: Segment;
  /** Layers by document, where they changed since it was written; 0 is dead. */
  readonly changed: ReadonlyMap<number, number>;
}

/** An index that is open. It never changes: what others write is another one. */
export interface Opened {
  /** What `current` said; null for one in memory. */
  readonly text: string | null;
  /** The source's state that it has. */
  readonly state: string;
  readonly parts: readonly Part[];
  readonly reader: IndexReader;
}

export function toOpened(text: string | null, state: string, parts: readonly Part[]): Opened {
  return { text, state, parts, reader: new IndexReader(parts) };
}

/** The first folder that can be written to, made if need be; null when there is none. */
export function findWritable(folders: readonly string[]): string | null {
  return (
    folders.find((folder) => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        accessSync(folder, constants.W_OK | constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null
  );
}

/** What `current` says; null when there is none. */
export function readCurrent(folder: string): string | null {
  try {
    return readFileSync(join(folder, CURRENT), 'utf8');
  } catch {
    return null;
  }
}

/**
 * Opens what counts; null when there is nothing that can be read. Segments that `before` has open are taken from it; those
 * that do not count any more are closed.
 */
export function openCurrent(folder: string, before: Opened | null): Opened | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const text = readCurrent(folder);
    if (text !== null && text === before?.text) return before;
    const manifest = text === null ? null : parseManifest(text);
    const opened = manifest === null ? null : openSegments(folder, manifest, text, before?.parts ?? []);
    if (opened !== null) {
      closeOthers(before, opened);
      return opened;
    }
    if (readCurrent(folder) === text) break;
  }
  closeOthers(before, null);
  return null;
}

function openSegments(
  folder: string,
  manifest: Manifest,
  text: string | null,
  known: readonly Part[],
): Opened | null {
  const parts: Part[] = [];
  const fresh: Segment[] = [];
  try {
    for (const { name, changed } of manifest.segments) {
      let segment = known.find((part) => part.name === name)?.segment;
      if (segment === undefined) {
        segment = openSegment(join(folder, name));
        fresh.push(segment);
      }
      parts.push({ name, segment, changed: new Map(changed) });
    }
    return toOpened(text, manifest.state, parts);
  } catch (error) {
    for (const segment of fresh) segment.close();
    if (isDamage(error)) return null;
    throw error;
  }
}

export function openSegment(path: string): Segment {
  const store = openStore(path);
  try {
    return new Segment(store);
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Closes what the next one does not have. */
export function closeOthers(before: Opened | null, after: Opened | null): void {
  const kept = new Set(after?.parts.map(({ segment }) => segment));
  for (const { segment } of before?.parts ?? []) if (!kept.has(segment)) segment.close();
}

/** True when the index is of no use any more: cut off, overwritten, gone, or not to be read. */
export function isDamage(error: unknown): boolean {
  return error instanceof BrokenIndex || isOfDisk(error);
}

/** Errors of files and disks: full, gone, read-only. */
export function isOfDisk(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

function parseManifest(text: string): Manifest | null {
  const [check, json] = [text.slice(0, 8), text.slice(9)];
  if (toCheck(json) !== check) return null;
  try {
    return Manifest.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

function toCheck(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** Writes a segment's file and returns its name. It counts for nothing until it is published. */
export function writeSegment(folder: string, bytes: readonly Uint8Array[]): string {
  const name = `lore-${toDigits()}.seg`;
  const unfinished = join(folder, `building-${name}`);
  writeFileSync(unfinished, bytes.length === 1 ? (bytes[0] ?? '') : Buffer.concat(bytes), { mode: 0o600 });
  renameSync(unfinished, join(folder, name));
  return name;
}

/** From now on this counts. Returns what `current` says now. */
export function publish(folder: string, state: string, parts: readonly Part[]): string {
  const segments = parts.flatMap(({ name, changed }) =>
    name === null ? [] : [{ name, changed: [...changed] }],
  );
  const json = JSON.stringify({ version: VERSION, state, segments } satisfies Manifest);
  const text = `${toCheck(json)} ${json}`;
  const pointer = join(folder, `${CURRENT}-${toDigits()}`);
  writeFileSync(pointer, text, { mode: 0o600 });
  renameSync(pointer, join(folder, CURRENT));
  return text;
}

/** Removes what does not count any more. Only for who holds the lock: no other is writing then. */
export function clean(folder: string, parts: readonly Part[]): void {
  const counting = new Set(parts.map(({ name }) => name));
  for (const name of readdirSync(folder)) {
    if (counting.has(name) || !/^(?:lore|building|current)-/.test(name)) continue;
    if (name.startsWith('lore-') || isAbandoned(join(folder, name))) remove(join(folder, name));
  }
}

function toDigits(): string {
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
}

function isAbandoned(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > ABANDONED_MS;
}

/** Where files in use cannot be removed (Windows) they go the next time. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // in use
  }
}
