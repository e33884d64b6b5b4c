import type { LoreKind } from '../../domain/lore.ts';
import { type QueryTerm, toQuery } from './analyse.ts';
import { type DatabaseSync, readMeta } from './database.ts';
import { idOfPath } from './entry-id.ts';
import { type ExactKind, toExact } from './exact.ts';
import { addScores, forEachPosting } from './postings.ts';
import { toFactor } from './scoring.ts';
import { readSegments } from './segments.ts';

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
const MOST_EXPLAINED = 120_000;
const MOST_WORDS = 8;
/** Kind of an entry that takes others out of recall. */
const TOMBSTONE: LoreKind = 'tombstone';

interface List {
  readonly term: QueryTerm;
  readonly parts: readonly { readonly segment: number; readonly first: number; readonly count: number }[];
  readonly count: number;
  readonly factor: number;
}

/** Reads one opened index. What others write into it is seen by the next question. */
export class IndexReader {
  readonly #database: DatabaseSync;
  readonly #count: ReturnType<DatabaseSync['prepare']>;
  readonly #data: ReturnType<DatabaseSync['prepare']>;
  readonly #version: ReturnType<DatabaseSync['prepare']>;
  #seen: unknown = null;
  #segments: readonly { readonly n: number; readonly first: number }[] = [];
  #dead: ReadonlySet<number> = new Set();
  #documents = 0;
  #scores = new Float32Array(0);

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#count = database.prepare('select count from posting where segment = ? and term = ?');
    this.#data = database.prepare('select data from posting where segment = ? and term = ?');
    this.#version = database.prepare('pragma data_version');
  }

  /** Forgets what was read of this index: to be called when this very connection has written. */
  reset(): void {
    this.#seen = null;
  }

  /** Best first. Ties: the later file first. */
  search(query: LoreQuery): readonly LoreHit[] {
    return this.#consistently(() => {
      const lists = this.#plan(toQuery(query.text));
      const scores = this.#scores.fill(0);
      for (const list of lists) {
        for (const part of list.parts)
          addScores(this.#read(part.segment, list.term.term), part.first, list.factor, scores);
      }
      for (const number of this.#dead) scores[number] = 0;
      const allowed = this.#allowed(query);
      const best = pickBest(scores, 2 * query.limit, allowed);
      const words = this.#explain(lists, best);
      const hits = best.flatMap(
        (number) => this.#toHit(number, scores[number] ?? 0, words.get(number) ?? []) ?? [],
      );
      return this.#toLive(hits).slice(0, query.limit);
    });
  }

  /** Entries with a value as it is, newest first; their score is 1. */
  exact(kind: ExactKind, value: string, limit: number): readonly LoreHit[] {
    return this.#consistently(() => {
      const numbers = this.#numbersOf(toExact(kind, value)).reverse();
      return this.#toLive(numbers.flatMap((number) => this.#toHit(number, 1, []) ?? []))
        .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
        .slice(0, limit);
    });
  }

  /** Live entries. */
  size(): number {
    return this.#consistently(() => this.#documents - this.#dead.size);
  }

  #consistently<T>(work: () => T): T {
    this.#database.exec('begin deferred');
    try {
      this.#look();
      return work();
    } finally {
      if (this.#database.isTransaction) this.#database.exec('commit');
    }
  }

  #look(): void {
    const now = this.#version.get()?.data_version;
    if (this.#seen === now) return;
    const segments = readSegments(this.#database);
    this.#segments = segments;
    const dead = this.#database.prepare('select n from dead').all();
    this.#dead = new Set(dead.map(({ n }) => Number(n)));
    this.#documents = Number(readMeta(this.#database, 'documents') ?? 0);
    const room = (segments.at(-1)?.last ?? -1) + 1;
    if (this.#scores.length !== room) this.#scores = new Float32Array(room);
    this.#seen = now;
  }

  /** Which lists to read, rarest first. */
  #plan(terms: readonly QueryTerm[]): readonly List[] {
    const lists = terms.flatMap((term): List[] => {
      const parts = this.#partsOf(term.term);
      const count = parts.reduce((sum, part) => sum + part.count, 0);
      return count === 0
        ? []
        : [{ term, parts, count, factor: term.weight * toFactor(this.#documents, count) }];
    });
    lists.sort((a, b) => a.count - b.count);
    let left = MOST_POSTINGS;
    return lists.filter((list, at) => {
      left -= list.count;
      return at === 0 || left >= 0;
    });
  }

  #partsOf(term: string) {
    return this.#segments.flatMap(({ n, first }) => {
      const count = this.#count.get(n, term)?.count;
      return typeof count === 'number' ? [{ segment: n, first, count }] : [];
    });
  }

  #read(segment: number, term: string): Uint8Array {
    const data = this.#data.get(segment, term)?.data;
    return data instanceof Uint8Array ? data : new Uint8Array();
  }

  /** Live documents of a term. */
  #numbersOf(term: string): number[] {
    const numbers: number[] = [];
    for (const { segment, first } of this.#partsOf(term))
      forEachPosting(this.#read(segment, term), first, (number) => {
        if (!this.#dead.has(number)) numbers.push(number);
      });
    return numbers;
  }

  /** A one for each document that the filters let through; null when there are none. */
  #allowed(query: LoreQuery): Uint8Array | null {
    const kinds = Object.entries(query.only ?? {}) as [ExactKind, readonly string[] | undefined][];
    const asked = kinds.filter(([, values]) => values !== undefined && values.length > 0);
    if (asked.length === 0 && query.since === undefined) return null;
    const passed = new Uint8Array(this.#scores.length);
    for (const [kind, values = []] of asked) {
      const numbers = values.flatMap((value) => this.#numbersOf(toExact(kind, value)));
      for (const number of new Set(numbers)) passed[number] = (passed[number] ?? 0) + 1;
    }
    if (query.since !== undefined) {
      const rows = this.#database.prepare('select n from document where created >= ?').all(query.since);
      for (const { n } of rows) passed[Number(n)] = (passed[Number(n)] ?? 0) + 1;
    }
    const needed = asked.length + (query.since === undefined ? 0 : 1);
    return passed.map((times) => (times === needed ? 1 : 0));
  }

  /** Which words the best ones have, as far as a bounded look at the lists tells. */
  #explain(lists: readonly List[], best: readonly number[]): Map<number, string[]> {
    const words = new Map(best.map((number) => [number, [] as string[]]));
    let left = MOST_EXPLAINED;
    for (const { term, parts, count } of lists) {
      left -= count;
      if (left < 0) break;
      for (const { segment, first } of parts) {
        forEachPosting(this.#read(segment, term.term), first, (number) => {
          const known = words.get(number);
          if (known && known.length < MOST_WORDS && !known.includes(term.word)) known.push(term.word);
        });
      }
    }
    return words;
  }

  /** Without tombstones, and without what they take out. */
  #toLive(hits: readonly LoreHit[]): LoreHit[] {
    const stones = new Set(this.#numbersOf(toExact('kind', TOMBSTONE)));
    if (stones.size === 0) return [...hits];
    return hits.filter(
      ({ id, kind }) =>
        kind !== TOMBSTONE && !this.#numbersOf(toExact('refers', id)).some((number) => stones.has(number)),
    );
  }

  #toHit(number: number, score: number, words: readonly string[]): LoreHit | null {
    const row = this.#database
      .prepare('select path, layers, id, created, kind, agent, outcome from document where n = ?')
      .get(number);
    if (row === undefined) return null;
    const path = String(row.path);
    return {
      id: row.id === null ? idOfPath(path) : String(row.id),
      path,
      layers: Number(row.layers),
      created: row.created === null ? null : Number(row.created),
      kind: toText(row.kind),
      agent: toText(row.agent),
      outcome: toText(row.outcome),
      score,
      words,
    };
  }
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Numbers of the highest scores above 0, best first; among equals the higher number. */
function pickBest(scores: Float32Array, limit: number, allowed: Uint8Array | null): number[] {
  const best: number[] = [];
  let least = 0;
  for (let number = scores.length - 1; number >= 0; number--) {
    const score = scores[number] as number;
    if (score <= least || (allowed !== null && allowed[number] === 0)) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] as number] as number) < score) at--;
    best.splice(at, 0, number);
    if (best.length > limit) best.pop();
    if (best.length === limit) least = scores[best[limit - 1] as number] as number;
  }
  return best;
}
