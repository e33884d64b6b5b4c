import type { LoreEntry } from '../domain/lore.ts';
import { TIMELINE } from '../domain/lore-places.ts';
import type { LoreFile, LoreSource } from '../domain/ports.ts';
import { parseEntry } from './markdown.ts';

/** An entry and where it was found. */
export interface PlacedEntry {
  readonly entry: LoreEntry;
  /** With `/`, as the source has it. */
  readonly path: string;
  /** See `LoreFile.layers`. */
  readonly layers: number;
  readonly blob: string | null;
}

export interface ReadLore {
  /** By path: those of one folder in the order they were made. */
  readonly entries: readonly PlacedEntry[];
  /** Files of lore that are no entries. `why` is as `parseEntry` says it. */
  readonly bad: readonly { readonly path: string; readonly why: string }[];
}

/** Every entry of a source. The timeline, which is made from them, is left out. */
export async function readLore(
  source: LoreSource,
  accepts: (file: LoreFile) => boolean = () => true,
): Promise<ReadLore> {
  const { found } = await source.changes(null, () => new Map());
  const files = found.filter((file) => !isTimeline(file.path) && accepts(file)).sort(byPath);
  const entries: PlacedEntry[] = [];
  const bad: { path: string; why: string }[] = [];
  for await (const { file, text } of source.read(files)) {
    const { path, layers, blob } = file;
    const parsed = text === null ? { status: 'broken' as const, why: 'not text in UTF-8' } : parseEntry(text);
    if (parsed.status === 'parsed') entries.push({ entry: parsed.entry, path, layers, blob });
    else bad.push({ path, why: parsed.why });
  }
  return { entries, bad };
}

/** The page that is made from entries, whether the source begins at the repository's top or in its lore. */
function isTimeline(path: string): boolean {
  return path === 'README.md' || path === TIMELINE;
}

function byPath(a: LoreFile, b: LoreFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
