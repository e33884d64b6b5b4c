import type { LoreEntry } from '../../domain/lore.ts';
import { TIMELINE } from '../../domain/lore-places.ts';
import type { LoreBook, LoreSource } from '../../domain/ports.ts';
import { entryPath } from '../../lore/entry-path.ts';
import { readLore } from '../../lore/read-lore.ts';
import { renderTimeline } from '../../lore/timeline.ts';

/** Where there are more entries, reading them all would cost a run more than the page is worth: `dreamos lore timeline` does it. */
const MOST_ENTRIES = 300;

/** The page over all entries and these new ones, as a file; none where there are too many, or it cannot be made. */
export async function renewTimeline(
  source: LoreSource,
  entries: readonly LoreEntry[],
): Promise<Parameters<LoreBook['append']>[0]> {
  const all = await source.changes(null, () => new Map());
  if (all.found.length > MOST_ENTRIES) return [];
  const listed: LoreSource = {
    state: async () => all.state,
    changes: async () => all,
    read: (files) => source.read(files),
  };
  const known = await readLore(listed);
  const fresh = entries.map((entry) => ({ entry, path: entryPath(entry) }));
  return [{ path: TIMELINE, text: renderTimeline([...known.entries, ...fresh]) }];
}
