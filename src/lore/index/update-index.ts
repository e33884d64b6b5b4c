import type { LoreChanges, LoreSource } from '../../domain/ports.ts';
import { type DatabaseSync, isBroken, isBusy, readMeta, transact, writeMeta } from './database.ts';
import type { Opened } from './index-folder.ts';
import { mergeSegments } from './merge-segments.ts';
import { SegmentDraft } from './segment-draft.ts';
import { removeFiles, writeSegment } from './write-segment.ts';

/** How long to wait for others who write. */
const PATIENCE_MS = 30_000;
/** Fewer changes are always written into the index that is there. */
const FEW = 2000;
/** More of it changed or dead: it is better made anew. */
const MOST_CHANGED = 0.5;

/**
 * Writes what came and went into an index. False when it is better made anew: it is damaged, its state is not known to the
 * source any more, or too much has changed.
 */
export async function update(index: Opened, source: LoreSource): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const result = await attempt(index, source);
      if (result !== 'overtaken') return result === 'fresh';
    } catch (error) {
      if (isBroken(error)) return false;
      if (!isBusy(error)) throw error;
    }
    if (Date.now() > deadline) return false;
    await new Promise((wake) => setTimeout(wake, 10 + Math.random() * 90));
  }
}

/** What it writes is worked out before anything is locked; if somebody else has written meanwhile it is worked out again. */
async function attempt(
  { database, reader }: Opened,
  source: LoreSource,
): Promise<'fresh' | 'overtaken' | 'useless'> {
  const since = readMeta(database, 'state');
  if (typeof since !== 'string') return 'useless';
  if (since === (await source.state())) return 'fresh';
  const changes = await source.changes(since, () => readStamps(database));
  if (changes.isWhole || isTooMuch(database, changes)) return 'useless';
  const draft = new SegmentDraft();
  for await (const { file, text } of source.read(changes.found)) draft.add(file, text);
  return transact(database, 'immediate', () => {
    if (readMeta(database, 'state') !== since) return 'overtaken';
    removeFiles(database, changes.gone);
    writeSegment(database, draft);
    mergeSegments(database);
    writeMeta(database, 'state', changes.state);
    reader.reset();
    return 'fresh';
  });
}

function isTooMuch(database: DatabaseSync, changes: LoreChanges): boolean {
  const changed = changes.found.length + changes.gone.length;
  const dead = Number(database.prepare('select count(*) as n from dead').get()?.n ?? 0);
  const most = Math.max(FEW, MOST_CHANGED * Number(readMeta(database, 'documents') ?? 0));
  return changed > most || dead > most;
}

function readStamps(database: DatabaseSync): Map<string, string> {
  const rows = database.prepare('select path, stamp from document').all();
  return new Map(rows.map(({ path, stamp }) => [String(path), String(stamp ?? '')]));
}
