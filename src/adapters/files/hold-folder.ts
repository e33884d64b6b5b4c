import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DreamError } from '../../domain/errors.ts';

/** What SQLite says when another holds the file: SQLITE_BUSY. */
const BUSY = 5;

/**
 * Keeps a folder for one process, until what is returned is called. It is a lock of the operating system on a file of SQLite's: it
 * goes with the process, however that ends, and holds between containers of one machine as well, which number their processes
 * alike. Throws `bad-usage` where another has it.
 */
export function holdFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { readonly errcode?: unknown }).errcode !== BUSY) throw error;
    throw new DreamError(
      'bad-usage',
      `Another server works in ${folder}.`,
      'End it first, or give this one a folder of its own: DREAMOS_DATA=<folder>',
      { cause: error },
    );
  }
  return () => lock.close();
}
