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
import { type DatabaseSync, openDatabase } from './database.ts';
import { IndexReader } from './search-index.ts';

/** Names the file that counts. Each build makes a new one: what a crash left of an old one can never be mixed into it. */
const CURRENT = 'current';
const NAME = /^lore-[0-9a-f]{12}\.sqlite$/;
/** What an unfinished build left is removed when it is so old. */
const ABANDONED_MS = 3_600_000;

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

/** Name of the file that counts; null when there is none. */
export function readCurrent(folder: string): string | null {
  try {
    const name = readFileSync(join(folder, CURRENT), 'utf8').trim();
    return NAME.test(name) ? name : null;
  } catch {
    return null;
  }
}

/** An index that is open. */
export interface Opened {
  readonly database: DatabaseSync;
  readonly reader: IndexReader;
  /** Its file; null for one in memory. */
  readonly name: string | null;
}

/** Opens the file that counts; null when there is none that can be read. */
export async function openFile(folder: string): Promise<Opened | null> {
  const name = readCurrent(folder);
  if (name === null) return null;
  try {
    const database = await openDatabase(join(folder, name));
    return { database, name, reader: new IndexReader(database) };
  } catch {
    return null;
  }
}

export function newName(): string {
  const digits = Math.floor(Math.random() * 2 ** 48).toString(16);
  return `lore-${digits.padStart(12, '0')}.sqlite`;
}

/** From now on this file counts; others go. */
export function publish(folder: string, name: string): void {
  const pointer = join(folder, `${CURRENT}-${name}`);
  writeFileSync(pointer, `${name}\n`);
  renameSync(pointer, join(folder, CURRENT));
  for (const other of readdirSync(folder)) {
    if (other === CURRENT || other.startsWith(name) || other === LOCK) continue;
    if (isOfUs(other) && (!other.includes('building') || isAbandoned(join(folder, other))))
      remove(folder, other);
  }
}

/** Held while an index is built. */
export const LOCK = 'lock.sqlite';

function isOfUs(name: string): boolean {
  return name.startsWith('lore-') || name.startsWith(`${CURRENT}-`) || name.startsWith('building-');
}

function isAbandoned(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > ABANDONED_MS;
}

/** Where files in use cannot be removed (Windows) they go with the next build. */
function remove(folder: string, name: string): void {
  try {
    rmSync(join(folder, name), { force: true });
  } catch {
    // in use
  }
}
