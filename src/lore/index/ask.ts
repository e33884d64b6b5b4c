import type { LoreIndex } from './open-index.ts';
import type { LoreHit, LoreQuery } from './search-index.ts';

/** An entry that was found, and why, in words. */
export interface Answer extends Omit<LoreHit, 'words'> {
  readonly why: string;
}

const FINGERPRINT = /\b[0-9a-f]{64}\b/g;

/** Entries for a question, best first: those of a fingerprint that it names, then those that have its words. */
export async function ask(index: LoreIndex, query: LoreQuery): Promise<readonly Answer[]> {
  const byWords = await index.search(query);
  const top = byWords[0]?.score ?? 0;
  const exact = await findFingerprints(index, query, top + 1);
  const known = new Set(exact.map(({ path }) => path));
  const rest = byWords.flatMap(({ words, ...hit }) =>
    known.has(hit.path) ? [] : [{ ...hit, score: round(hit.score), why: explain(words) }],
  );
  return [...exact, ...rest].slice(0, query.limit);
}

/** Those that the filters would take out are not told from the others here, so there is no exact look-up with filters. */
async function findFingerprints(index: LoreIndex, query: LoreQuery, score: number): Promise<Answer[]> {
  const isFiltered =
    query.since !== undefined ||
    Object.values(query.only ?? {}).some((values) => values !== undefined && values.length > 0);
  const named = isFiltered ? [] : [...new Set(query.text.match(FINGERPRINT) ?? [])];
  const found: Answer[] = [];
  for (const fingerprint of named) {
    for (const { words: _, ...hit } of await index.exact('fingerprint', fingerprint, query.limit))
      found.push({ ...hit, score: round(score), why: 'same fingerprint' });
  }
  return found;
}

function explain(words: readonly string[]): string {
  return words.length === 0 ? 'words' : `words: ${words.join(', ')}`;
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
