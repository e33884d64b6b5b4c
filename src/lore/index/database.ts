import type { DatabaseSync } from 'node:sqlite';

export type { DatabaseSync } from 'node:sqlite';

/** Changes whenever files of an older version would be read wrongly: tables, terms, scores. */
const VERSION = 1;

/**
 * What the index holds. `posting.data` is a list as `postings.ts` writes it, its gaps counted from the segment's `first`.
 * A document belongs to one segment, by its number; a number is never used again. `layers` has a bit for each layer of the
 * source that has the file. `key` is a hash of the path. Numbers in `dead` are gone, but still in postings.
 */
const TABLES = `
create table meta (key text primary key, value) without rowid;
create table segment (n integer primary key, first integer, last integer);
create table posting (segment integer, term text, count integer, data blob, primary key (segment, term)) without rowid;
create table document (
  n integer primary key, key integer, path text, layers integer, stamp text, id text, created integer, kind text, agent text,
  outcome text
);
create index document_key on document (key);
create table dead (n integer primary key);
`;

/** Kilobytes of pages that one process keeps. */
const CACHE_KB = 8192;

/** Node's own SQLite. Its warning that it is experimental is no news to the user of a program that was tested with it. */
export async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await import('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** An empty index in a new file, or in memory: quick to write, and worth nothing until it is whole. */
export async function createDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await loadSqlite();
  const database = new DatabaseSync(path);
  database.exec(
    `pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; ${TABLES}`,
  );
  writeMeta(database, 'version', VERSION);
  return database;
}

/** Opens a finished index. Throws what SQLite throws, and when it is of another version. */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await loadSqlite();
  const database = new DatabaseSync(path);
  try {
    database.exec(
      `pragma busy_timeout = 2000; pragma cache_size = -${CACHE_KB}; pragma synchronous = normal`,
    );
    if (readMeta(database, 'version') !== VERSION) throw new Error('an index of another version');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite's codes for what is not the index that it should be: cut off, overwritten, of other tables, not to be written. */
const BROKEN = new Set([1, 8, 10, 11, 14, 26]);
const BUSY = new Set([5, 6]);

/** True when the file is of no use any more. */
export function isBroken(error: unknown): boolean {
  return BROKEN.has(codeOf(error));
}

/** True when somebody else is writing. */
export function isBusy(error: unknown): boolean {
  return BUSY.has(codeOf(error));
}

/** The primary code of an SQLite error; -1 for any other error. */
function codeOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' ? code & 255 : -1;
}

export type MetaKey = 'version' | 'state' | 'documents' | 'length';

export function readMeta(database: DatabaseSync, key: MetaKey): unknown {
  return database.prepare('select value from meta where key = ?').get(key)?.value;
}

export function writeMeta(database: DatabaseSync, key: MetaKey, value: string | number): void {
  database.prepare('insert or replace into meta values (?, ?)').run(key, value);
}

/** Several writes as one; `mode` is `immediate` where others may write too. */
export function transact<T>(database: DatabaseSync, mode: 'immediate' | 'deferred', work: () => T): T {
  database.exec(`begin ${mode}`);
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

/** 48 bits of FNV-1a, twice with different offsets: a number that is safe in JavaScript. */
export function hashPath(path: string): number {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) ^ (low >>> 13);
  }
  return (high & 0xffff) * 0x1_0000_0000 + (low >>> 0);
}
