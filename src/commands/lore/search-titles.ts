import type { CommandContext } from '../../domain/command.ts';
import type { LoreAnswer } from '../../domain/work-order.ts';
import { openLoreIndex } from '../../lore/index/open-index.ts';
import { readLore } from '../../lore/read-lore.ts';
import { askWithOutcomes } from './with-outcomes.ts';

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
    return hits.flatMap(({ id, path, why, outcome }) => {
      const title = entries.find((one) => one.path === path)?.entry.title;
      return title === undefined
        ? []
        : [{ id, path, title, why: outcome === null ? why : `${outcome}; ${why}` }];
    });
  } finally {
    index.close();
  }
}
