import type { DatabaseSync } from './database.ts';
import { readMeta, writeMeta } from './database.ts';
import { forEachPosting, PostingWriter } from './postings.ts';
import { readSegments, type Segment } from './segments.ts';

/** What is made by merging has at most so many documents: no update waits for a whole index to be written again. */
const MOST_DOCUMENTS = 65_536;

/** Postings are looked up in every segment, so there may be few: each is at least twice as large as the next. */
function planMerge(segments: readonly Segment[]): readonly Segment[] {
  let from = segments.length - 1;
  let size = sizeOf(segments[from]);
  while (from > 0) {
    const before = sizeOf(segments[from - 1]);
    if (before >= 2 * size || before + size > MOST_DOCUMENTS) break;
    size += before;
    from -= 1;
  }
  return segments.length - from > 1 ? segments.slice(from) : [];
}

function sizeOf(segment: Segment | undefined): number {
  return segment === undefined ? 0 : segment.last - segment.first + 1;
}

/** Merges what `planMerge` says, in the transaction of the caller. Dead documents stay behind. */
export function mergeSegments(database: DatabaseSync): void {
  const parts = planMerge(readSegments(database));
  const [head, tail] = [parts[0], parts.at(-1)];
  if (head === undefined || tail === undefined) return;
  const dead = readDead(database, head.first, tail.last);
  const n = Number(
    database.prepare('insert into segment (first, last) values (?, ?)').run(head.first, tail.last)
      .lastInsertRowid,
  );
  copyPostings(database, parts, { n, first: head.first, last: tail.last }, dead);
  for (const part of parts) {
    database.prepare('delete from posting where segment = ?').run(part.n);
    database.prepare('delete from segment where n = ?').run(part.n);
  }
  database.prepare('delete from dead where n between ? and ?').run(head.first, tail.last);
  const left = Number(readMeta(database, 'documents') ?? 0) - dead.size;
  const length = Number(readMeta(database, 'length') ?? 0);
  writeMeta(database, 'documents', left);
  writeMeta(database, 'length', Math.round((length * left) / Math.max(1, left + dead.size)));
}

function readDead(database: DatabaseSync, first: number, last: number): Set<number> {
  const rows = database.prepare('select n from dead where n between ? and ?').all(first, last);
  return new Set(rows.map(({ n }) => Number(n)));
}

function copyPostings(
  database: DatabaseSync,
  parts: readonly Segment[],
  into: Segment,
  dead: ReadonlySet<number>,
): void {
  const insert = database.prepare('insert into posting values (?, ?, ?, ?)');
  const firsts = new Map(parts.map(({ n, first }) => [n, first]));
  const writer = new PostingWriter(into.first);
  let term: string | null = null;
  const flush = () => {
    const { count } = writer;
    if (term !== null && count > 0) insert.run(into.n, term, count, writer.take(into.first));
  };
  for (const row of readRows(database, parts)) {
    if (row.term !== term) flush();
    term = row.term;
    forEachPosting(row.data, firsts.get(row.segment) ?? 0, (document, impact) => {
      if (!dead.has(document)) writer.add(document, impact);
    });
  }
  flush();
}

interface Row {
  readonly segment: number;
  readonly term: string;
  readonly data: Uint8Array;
}

/** Rows of all parts by term, a part's before those of the next. */
function* readRows(database: DatabaseSync, parts: readonly Segment[]): Generator<Row> {
  const streams = parts.map(({ n }) =>
    database.prepare('select segment, term, data from posting where segment = ? order by term').iterate(n),
  );
  const heads = streams.map((stream) => toRow(stream.next().value));
  for (;;) {
    let least = -1;
    for (const [at, head] of heads.entries()) {
      if (head === null) continue;
      const other = least < 0 ? null : heads[least];
      if (other === null || other === undefined || isBefore(head.term, other.term)) least = at;
    }
    const row = heads[least];
    if (row === null || row === undefined) return;
    yield row;
    heads[least] = toRow(streams[least]?.next().value);
  }
}

/** As SQLite orders text, by code points: JavaScript has surrogates before what follows them. */
function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) < rank(other);
  }
  return a.length < b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

function toRow(row: Record<string, unknown> | null | undefined): Row | null {
  if (row === null || row === undefined) return null;
  return {
    segment: Number(row.segment),
    term: String(row.term),
    data: row.data instanceof Uint8Array ? row.data : new Uint8Array(),
  };
}
