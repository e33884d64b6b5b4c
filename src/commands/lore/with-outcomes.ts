import { type Answer, ask } from '../../lore/index/ask.ts';
import type { LoreIndex } from '../../lore/index/open-index.ts';
import type { LoreQuery } from '../../lore/index/search-index.ts';

/** Entries about one entry that are looked at, the newest. */
const MOST_LATER = 50;
/** Answers among which those are looked for whose outcome has moved. */
const MOST_MOVED = 100;

/**
 * Answers with what became of them: as the newest entry of kind `outcome` about each says, else as it says itself. So does
 * the filter; one whose outcome has moved is found where it is among the best hundred.
 */
export async function askWithOutcomes(index: LoreIndex, query: LoreQuery): Promise<readonly Answer[]> {
  const wanted = query.only?.outcome ?? [];
  const direct = await follow(index, await ask(index, query));
  if (wanted.length === 0) return direct;
  const any = { ...query, only: { ...query.only, outcome: [] }, limit: MOST_MOVED };
  const moved = await follow(index, await ask(index, any));
  const found = new Map([...direct, ...moved].map((hit) => [hit.path, hit]));
  return [...found.values()]
    .filter(({ outcome }) => outcome !== null && wanted.includes(outcome))
    .sort((a, b) => b.score - a.score)
    .slice(0, query.limit);
}

function follow(index: LoreIndex, hits: readonly Answer[]): Promise<readonly Answer[]> {
  return Promise.all(
    hits.map(async (hit) => {
      const about = await index.exact('refers', hit.id, MOST_LATER);
      const outcome = about.find(({ kind }) => kind === 'outcome')?.outcome ?? hit.outcome;
      return { ...hit, outcome };
    }),
  );
}
