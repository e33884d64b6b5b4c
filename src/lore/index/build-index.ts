import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { LoreSource, Progress } from '../../domain/ports.ts';
import {
  createDatabase,
  type DatabaseSync,
  loadSqlite,
  openDatabase,
  transact,
  writeMeta,
} from './database.ts';
import { LOCK, newName, type Opened, openFile, publish, readCurrent } from './index-folder.ts';
import { IndexReader } from './search-index.ts';
import { SegmentDraft } from './segment-draft.ts';
import { update } from './update-index.ts';
import { writeSegment } from './write-segment.ts';

/** Postings of one segment at most: memory while building is bounded. */
const MOST_POSTINGS = 20_000_000;
/** Fewer files are not worth a line of progress. */
const MANY = 5000;
/** How long to wait for somebody else who builds; then we build as well, which is harmless. */
const PATIENCE_MS = 60_000;

/** Makes the index anew, from all that the source has. Where nothing can be written it is made in memory. */
export async function build(folder: string | null, source: LoreSource, progress: Progress): Promise<Opened> {
  if (folder !== null) {
    const before = readCurrent(folder);
    const release = await lock(folder);
    try {
      return (await takeOver(folder, before, source)) ?? (await buildInFolder(folder, source, progress));
    } catch (error) {
      if (!isOfDisk(error)) throw error;
    } finally {
      release();
    }
  }
  const database = await createDatabase(':memory:');
  await fill(database, source, progress);
  return { database, name: null, reader: new IndexReader(database) };
}

/** What somebody else has built while we waited. */
async function takeOver(folder: string, before: string | null, source: LoreSource): Promise<Opened | null> {
  if (readCurrent(folder) === before) return null;
  const opened = await openFile(folder);
  if (opened === null || (await update(opened, source))) return opened;
  opened.database.close();
  return null;
}

/** The file gets its name when it is whole: a half-written one is never read. */
async function buildInFolder(folder: string, source: LoreSource, progress: Progress): Promise<Opened> {
  const name = newName();
  const unfinished = join(folder, `building-${name}`);
  const path = join(folder, name);
  const database = await createDatabase(unfinished);
  try {
    await fill(database, source, progress);
  } finally {
    database.close();
  }
  renameSync(unfinished, path);
  const opened = await openDatabase(path);
  // Readers go on while somebody writes. Where a disk cannot do that it stays off.
  opened.exec('pragma journal_mode = wal');
  publish(folder, name);
  return { database: opened, name, reader: new IndexReader(opened) };
}

async function fill(database: DatabaseSync, source: LoreSource, progress: Progress): Promise<void> {
  const changes = await source.changes(null, () => new Map());
  const all = changes.found.length;
  const step = all < MANY ? null : progress.step(`indexing ${all} entries of lore`);
  let draft = new SegmentDraft();
  let done = 0;
  const flush = () => {
    transact(database, 'immediate', () => writeSegment(database, draft));
    draft = new SegmentDraft();
  };
  for await (const { file, text } of source.read(changes.found)) {
    done += 1;
    if (done % 1000 === 0) step?.update(`indexing lore: ${done} of ${all}`);
    draft.add(file, text);
    if (draft.builder.postings > MOST_POSTINGS) flush();
  }
  flush();
  writeMeta(database, 'state', changes.state);
  step?.done();
}

/** Errors of files and disks: full, gone, read-only. */
function isOfDisk(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ('errcode' in error || 'syscall' in error);
}

/** Holds the others who would build the same. SQLite's own lock: it is gone with its process, however that ends. */
async function lock(folder: string): Promise<() => void> {
  const { DatabaseSync } = await loadSqlite();
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    let database: DatabaseSync | null = null;
    try {
      const held = new DatabaseSync(join(folder, LOCK));
      database = held;
      held.exec('begin exclusive');
      return () => held.close();
    } catch {
      database?.close();
      if (Date.now() > deadline) return () => {};
    }
    await new Promise((wake) => setTimeout(wake, 50 + Math.random() * 100));
  }
}
