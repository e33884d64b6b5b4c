import type { LoreHome, Progress } from '../../domain/ports.ts';
import type { ExactKind } from './exact.ts';
import { closeOthers, findWritable, isDamage, type Opened, openCurrent } from './index-folder.ts';
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
  const { source } = home;
  const folder = findWritable(home.folders);
  let opened: Opened | null = null;
  const close = () => {
    closeOthers(opened, null);
    opened = null;
  };
  const rebuild = async (): Promise<Opened> => {
    close();
    const { build } = await import('./build-index.ts');
    opened = await build(folder, source, progress);
    return opened;
  };
  const refresh = async (): Promise<Opened> => {
    // Somebody may have written meanwhile. One in memory stays ours.
    if (folder !== null && (opened === null || opened.text !== null)) opened = openCurrent(folder, opened);
    if (opened !== null && opened.state !== (await source.state())) {
      // What makes it fresh is loaded only where it is not.
      const { update } = await import('./update-index.ts');
      opened = await update(opened.text === null ? null : folder, opened, source);
    }
    return opened ?? rebuild();
  };
  /** Damage shows where it is read: then the index is made anew, once. */
  const read = async <T>(work: (reader: IndexReader) => T): Promise<T> => {
    try {
      return work((opened ?? (await refresh())).reader);
    } catch (error) {
      if (!isDamage(error)) throw error;
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
