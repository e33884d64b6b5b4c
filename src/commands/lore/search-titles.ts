import type { CommandContext } from '../../domain/command.ts';
import type { LoreAnswer } from '../../domain/work-order.ts';
import { openLoreIndex } from '../../lore/index/open-index.ts';
import { readLore } from '../../lore/read-lore.ts';
import { askWithOutcomes } from './with-outcomes.ts';

/** See `LoreFile.layers`. */
const HEAD_LAYER = 1;

/** Entries for a question, best first, as they are named on a page. */
export async function searchTitles(
  { query, limit }: { readonly query: string; readonly limit: number },
  context: CommandContext,
): Promise<readonly LoreAnswer[]> {
  const home = await context.lore();
  const index = await openLoreIndex(home, context.progress);
  try {
    const hits = await askWithOutcomes(index, { text: query, limit });
    const wanted = new Set(hits.map(({ path }) => path));
    const { entries } = await readLore(home.source, ({ path }) => wanted.has(path));
    return hits.flatMap(({ id, path, why, outcome, layers }) => {
      const title = entries.find((one) => one.path === path)?.entry.title;
      if (title === undefined) return [];
      const isOnHead = (layers & HEAD_LAYER) !== 0;
      return [{ id, path, title, why: outcome === null ? why : `${outcome}; ${why}`, isOnHead }];
    });
  } finally {
    index.close();
  }
}
