import type { DatabaseSync } from './database.ts';

/** A run of documents that was written at once; `first` and `last` are their numbers. */
export interface Segment {
  readonly n: number;
  readonly first: number;
  readonly last: number;
}

/** By number. */
export function readSegments(database: DatabaseSync): Segment[] {
  return database
    .prepare('select n, first, last from segment order by first')
    .all()
    .map(({ n, first, last }) => ({ n: Number(n), first: Number(first), last: Number(last) }));
}
