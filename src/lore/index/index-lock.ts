import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { LOCK } from './index-folder.ts';

/** SQLite's code for a lock that another holds. */
const BUSY = 5;

/**
 * Holds the others who would write to the folder. It is SQLite's own lock, which is gone with its process, however that
 * ends. Null when it cannot be had within `patience` milliseconds, or not at all.
 */
export async function lockFolder(folder: string, patience: number): Promise<(() => void) | null> {
  const { DatabaseSync } = await loadSqlite();
  const deadline = Date.now() + patience;
  for (;;) {
    let database: DatabaseSync | null = null;
    try {
      const held = new DatabaseSync(join(folder, LOCK));
      database = held;
      held.exec('begin exclusive');
      return () => held.close();
    } catch (error) {
      database?.close();
      if (!isBusy(error) || Date.now() > deadline) return null;
    }
    await new Promise((wake) => setTimeout(wake, 5 + Math.random() * 20));
  }
}

function isBusy(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' && (code & 255) === BUSY;
}

/** Node's own SQLite. Its warning that it is experimental is no news to the user of a program that was tested with it. */
async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await import('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
