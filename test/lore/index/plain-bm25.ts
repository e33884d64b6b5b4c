import { toChunks, toQuery, toTerms } from '../../../src/lore/index/analyse.ts';

const WEIGHTS = { title: 2.4, text: 0.6, paths: 1.2 } as const;

export interface PlainDocument {
  readonly title: string;
  readonly text: string;
  readonly paths: string;
}

/** BM25 as the book has it: no quantisation, no posting lists, one document after the other. */
export function scorePlainly(documents: readonly PlainDocument[], question: string): number[] {
  const bags = documents.map(toBag);
  const lengths = bags.map((bag) => [...bag.values()].reduce((sum, weight) => sum + weight, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  return bags.map((bag, at) => {
    let score = 0;
    for (const { term, weight } of toQuery(question)) {
      const frequency = bag.get(term) ?? 0;
      if (frequency === 0) continue;
      const having = bags.filter((other) => other.has(term)).length;
      const rarity = Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
      // Lengths in units of the lowest weight, as the average has them.
      const norm = 1 - 0.75 + (0.75 * (lengths[at] ?? 0)) / Math.max(average, 0.6);
      score += weight * rarity * ((frequency * 2.2) / (frequency + 1.2 * norm));
    }
    return score;
  });
}

function toBag(document: PlainDocument): Map<string, number> {
  const bag = new Map<string, number>();
  for (const field of ['title', 'text', 'paths'] as const)
    for (const term of toChunks(document[field]).flatMap(toTerms))
      bag.set(term, (bag.get(term) ?? 0) + WEIGHTS[field]);
  return bag;
}
