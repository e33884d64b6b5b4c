import type { LoreHome, LoreSource, Progress } from '../../domain/ports.ts';
import { isBroken, readMeta } from './database.ts';
import type { ExactKind } from './exact.ts';
import { findWritable, type Opened, openFile, readCurrent } from './index-folder.ts';
import type { IndexReader, LoreHit, LoreQuery } from './search-index.ts';

/** The words, fingerprints and files of lore, made from its source and thrown away at will. */
export interface LoreIndex {
  /** Makes it what the source is now. Without a change that costs next to nothing. */
  refresh(): Promise<void>;
  /** Best first. */
  search(query: LoreQuery): Promise<readonly LoreHit[]>;
  /** Entries with just this value, newest first. */
  exact(kind: ExactKind, value: string, limit: number): Promise<readonly LoreHit[]>;
  /** Entries in it. */
  size(): Promise<number>;
  close(): void;
}

/** Opens the index, builds it where there is none that can be used, and makes it fresh. */
export async function openLoreIndex(home: LoreHome, progress: Progress): Promise<LoreIndex> {
  const folder = findWritable(home.folders);
  let opened: Opened | null = null;
  const close = () => {
    opened?.database.close();
    opened = null;
  };
  const rebuild = async (): Promise<Opened> => {
    close();
    const { build } = await import('./build-index.ts');
    opened = await build(folder, home.source, progress);
    return opened;
  };
  const refresh = async (): Promise<Opened> => {
    // Somebody may have put another file in its place.
    if (opened?.name && folder !== null && readCurrent(folder) !== opened.name) close();
    opened ??= folder === null ? null : await openFile(folder);
    if (opened !== null && (await isFresh(opened, home.source))) return opened;
    const { update } = await import('./update-index.ts');
    if (opened !== null && (await update(opened, home.source))) return opened;
    return rebuild();
  };
  /** Damage shows where it is read: then the index is made anew, once. */
  const read = async <T>(work: (reader: IndexReader) => T): Promise<T> => {
    try {
      return work((opened ?? (await refresh())).reader);
    } catch (error) {
      if (!isBroken(error)) throw error;
      return work((await rebuild()).reader);
    }
  };
  await refresh();
  return {
    refresh: async () => void (await refresh()),
    search: (query) => read((reader) => reader.search(query)),
    exact: (kind, value, limit) => read((reader) => reader.exact(kind, value, limit)),
    size: () => read((reader) => reader.size()),
    close,
  };
}

/** What makes it fresh is loaded only where it is not. */
async function isFresh(index: Opened, source: LoreSource): Promise<boolean> {
  try {
    return readMeta(index.database, 'state') === (await source.state());
  } catch (error) {
    if (isBroken(error)) return false;
    throw error;
  }
}
