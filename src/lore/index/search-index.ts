import type { LoreKind } from '../../domain/lore.ts';
import { addUp, type Place, type WeightedList } from './add-up.ts';
import { type QueryTerm, toQuery } from './analyse.ts';
import { BrokenIndex } from './bytes.ts';
import { idOfPath } from './entry-id.ts';
import { type ExactKind, toExact } from './exact.ts';
import { toKey } from './hash.ts';
import { forEachPosting, hasPosting } from './postings.ts';
import { type ImpactTable, toFactor, toImpacts } from './scoring.ts';

/** What is asked of the index. */
export interface LoreQuery {
  /** Words, or all that a failing test printed. */
  readonly text: string;
  /** At most so many answers. */
  readonly limit: number;
  /** Whole values that an entry must have; one of several for each kind. */
  readonly only?: Partial<Record<'kind' | 'agent' | 'outcome' | 'file', readonly string[]>>;
  /** Not older than this, milliseconds since the epoch; entries without a date are left out then. */
  readonly since?: number | undefined;
}

/** An entry that was found. */
export interface LoreHit {
  readonly id: string;
  readonly path: string;
  /** Bit per layer of the source that has it. */
  readonly layers: number;
  readonly created: number | null;
  readonly kind: string | null;
  readonly agent: string | null;
  readonly outcome: string | null;
  /** BM25; only to be compared within one answer. */
  readonly score: number;
  /** Words of the query that it has, rarest first. */
  readonly words: readonly string[];
}

/** Postings that one query reads at most, rarest terms first: a bound for its time. */
const MOST_POSTINGS = 2_500_000;
/** Postings that are read again to say which words were found. */
const MOST_EXPLAINED = 60_000;
const MOST_WORDS = 8;
/** Kind of an entry that takes others out of recall. */
const TOMBSTONE: LoreKind = 'tombstone';

interface List extends WeightedList {
  readonly term: QueryTerm;
  readonly count: number;
}

/** Answers from segments that are open. */
export class IndexReader {
  readonly #places: readonly Place[];
  readonly #dead: readonly number[];
  readonly #documents: number;
  readonly #impacts: ImpactTable;
  readonly #scores: Float32Array;
  /** A one for each document whose words are asked for. */
  readonly #marks: Uint8Array;

  constructor(parts: readonly Pick<Place, 'segment' | 'changed'>[]) {
    let [first, length] = [0, 0];
    this.#places = parts.map(({ segment, changed }) => {
      const place = { segment, changed, first };
      first += segment.documents;
      length += segment.length;
      return place;
    });
    this.#documents = first;
    this.#dead = this.#places.flatMap((place) =>
      [...place.changed].flatMap(([number, layers]) => (layers === 0 ? [place.first + number] : [])),
    );
    this.#impacts = toImpacts(length / Math.max(1, first));
    this.#scores = new Float32Array(first);
    this.#marks = new Uint8Array(first);
  }

  /** Best first. Ties: the later file first. */
  search(query: LoreQuery): readonly LoreHit[] {
    const lists = this.#plan(toQuery(query.text));
    const scores = this.#scores.fill(0);
    this.#exclude(query);
    // Some are left for those that turn out to be forgotten.
    const wanted = 2 * query.limit;
    addUp(lists, scores, this.#impacts, wanted);
    const best = pickBest(scores, wanted);
    const hits = this.#toLive(best, query.limit);
    const words = this.#explain(lists, hits.keys());
    return [...hits].map(([number, hit]) => ({
      ...hit,
      score: scores[number] ?? 0,
      words: words.get(number) ?? [],
    }));
  }

  /** Entries with a value as it is, newest first; their score is 1. */
  exact(kind: ExactKind, value: string, limit: number): readonly LoreHit[] {
    const numbers = this.#numbersOf(toExact(kind, value)).reverse();
    return [...this.#toLive(numbers, numbers.length).values()]
      .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
      .slice(0, limit)
      .map((hit) => ({ ...hit, score: 1, words: [] }));
  }

  /** Live entries. */
  size(): number {
    return this.#documents - this.#dead.length;
  }

  /** Which lists to read, rarest first. */
  #plan(terms: readonly QueryTerm[]): readonly List[] {
    const lists = terms.flatMap((term): List[] => {
      const parts = this.#partsOf(term.term);
      const count = parts.reduce((sum, { list }) => sum + list.count, 0);
      const factor = term.weight * toFactor(this.#documents, count);
      return count === 0 ? [] : [{ term, parts, count, factor }];
    });
    lists.sort((a, b) => a.count - b.count);
    let left = MOST_POSTINGS;
    return lists.filter((list, at) => {
      left -= list.count;
      return at === 0 || left >= 0;
    });
  }

  #partsOf(term: string): List['parts'] {
    const key = toKey(term);
    return this.#places.flatMap((place) => {
      const list = place.segment.find(key);
      return list === null ? [] : [{ place, list }];
    });
  }

  /** Live documents of a term. */
  #numbersOf(term: string): number[] {
    return this.#partsOf(term).flatMap(({ place, list }) => {
      const numbers: number[] = [];
      forEachPosting(place.segment.read(list), list.isDense, (number) => {
        if (place.changed.get(number) !== 0) numbers.push(place.first + number);
      });
      return numbers;
    });
  }

  /** Whatever is added up, the dead and those that the filters leave out are never among the best. */
  #exclude(query: LoreQuery): void {
    const scores = this.#scores;
    for (const number of this.#dead) scores[number] = Number.NEGATIVE_INFINITY;
    const kinds = Object.entries(query.only ?? {}) as [ExactKind, readonly string[] | undefined][];
    const asked = kinds.filter(([, values]) => values !== undefined && values.length > 0);
    if (asked.length === 0 && query.since === undefined) return;
    const passed = new Uint8Array(this.#documents);
    const pass = (number: number) => {
      passed[number] = (passed[number] ?? 0) + 1;
    };
    for (const [kind, values = []] of asked)
      new Set(values.flatMap((value) => this.#numbersOf(toExact(kind, value)))).forEach(pass);
    if (query.since !== undefined) this.#forEachSince(query.since, pass);
    const needed = asked.length + (query.since === undefined ? 0 : 1);
    for (const [number, times] of passed.entries())
      if (times !== needed) scores[number] = Number.NEGATIVE_INFINITY;
  }

  #forEachSince(since: number, take: (number: number) => void): void {
    for (const { segment, first } of this.#places) {
      let number = first;
      for (const { created } of segment.all()) {
        if (created !== null && created >= since) take(number);
        number += 1;
      }
    }
  }

  /** Which words they have, as far as a bounded look at the lists tells. */
  #explain(lists: readonly List[], found: Iterable<number>): Map<number, string[]> {
    const words = new Map([...found].map((number) => [number, [] as string[]]));
    const tell = (number: number, word: string) => {
      const known = words.get(number);
      if (known && known.length < MOST_WORDS && !known.includes(word)) known.push(word);
    };
    for (const number of words.keys()) this.#marks[number] = 1;
    let left = MOST_EXPLAINED;
    for (const { term, parts } of lists) {
      for (const { place, list } of parts) {
        const { first, segment } = place;
        if (!list.isDense) left -= list.count;
        if (left < 0) continue;
        const bytes = segment.read(list);
        if (list.isDense) {
          for (const number of words.keys()) if (hasPosting(bytes, number - first)) tell(number, term.word);
          continue;
        }
        forEachPosting(bytes, false, (number) => {
          if (this.#marks[first + number] === 1) tell(first + number, term.word);
        });
      }
    }
    for (const number of words.keys()) this.#marks[number] = 0;
    return words;
  }

  /** The first ones, without tombstones and what they take out. */
  #toLive(numbers: readonly number[], limit: number): Map<number, Found> {
    const stones = new Set(this.#numbersOf(toExact('kind', TOMBSTONE)));
    const isForgotten = ({ id, kind }: Found) =>
      kind === TOMBSTONE || this.#numbersOf(toExact('refers', id)).some((number) => stones.has(number));
    const live = new Map<number, Found>();
    for (const number of numbers) {
      if (live.size === limit) break;
      const found = this.#read(number);
      if (stones.size === 0 || !isForgotten(found)) live.set(number, found);
    }
    return live;
  }

  #read(number: number): Found {
    const place = this.#places.findLast(({ first }) => first <= number);
    if (place === undefined) throw new BrokenIndex('there is no such document');
    const local = number - place.first;
    const { stamp: _, id, path, layers, ...facts } = place.segment.document(local);
    return { id: id ?? idOfPath(path), path, layers: place.changed.get(local) ?? layers, ...facts };
  }
}

/** An entry without what a query says of it. */
type Found = Omit<LoreHit, 'score' | 'words'>;

/** Numbers of the highest scores above 0, best first; among equals the higher number. */
function pickBest(scores: Float32Array, limit: number): number[] {
  const best: number[] = [];
  let least = 0;
  for (let number = scores.length - 1; number >= 0; number--) {
    const score = scores[number] as number;
    if (score <= least) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] as number] as number) < score) at--;
    best.splice(at, 0, number);
    if (best.length > limit) best.pop();
    if (best.length === limit) least = scores[best[limit - 1] as number] as number;
  }
  return best;
}
