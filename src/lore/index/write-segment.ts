import type { LoreChanges } from '../../domain/ports.ts';
import { type DatabaseSync, hashPath, readMeta, writeMeta } from './database.ts';
import { idOfPath } from './entry-id.ts';
import type { SegmentDraft } from './segment-draft.ts';

/** Numbers are given from here on. */
function nextNumber(database: DatabaseSync): number {
  const last = database.prepare('select max(last) as last from segment').get()?.last;
  return typeof last === 'number' ? last + 1 : 0;
}

/** Adds documents as one segment, in the transaction of the caller. Those that the index has under the same path are replaced. */
export function writeSegment(database: DatabaseSync, { builder, found }: SegmentDraft): void {
  if (found.length === 0) return;
  const first = nextNumber(database);
  const replaced = found.map(({ file }) => bury(database, file.path, ~0));
  const all = count(database, 'documents') + found.length;
  const length = count(database, 'length') + builder.length;
  const segment = Number(
    database.prepare('insert into segment (first, last) values (?, ?)').run(first, first + found.length - 1)
      .lastInsertRowid,
  );
  const insert = database.prepare('insert into posting values (?, ?, ?, ?)');
  for (const row of builder.rows(length / all)) insert.run(segment, row.term, row.count, row.data);
  const add = database.prepare('insert into document values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [at, { file, document }] of found.entries()) {
    const { path, stamp } = file;
    const { id, created, kind, agent, outcome } = document;
    const layers = (replaced[at] ?? 0) | file.layers;
    add.run(first + at, hashPath(path), path, layers, stamp, own(id, path), created, kind, agent, outcome);
  }
  writeMeta(database, 'documents', all);
  writeMeta(database, 'length', length);
}

/** An id that the path says is not kept. */
function own(id: string, path: string): string | null {
  return idOfPath(path) === id ? null : id;
}

export function removeFiles(database: DatabaseSync, gone: LoreChanges['gone']): void {
  for (const { path, layers } of gone) bury(database, path, layers);
}

/** Takes layers off a document; without any it is dead. Returns the layers that it had. */
function bury(database: DatabaseSync, path: string, layers: number): number {
  const rows = database
    .prepare('select n, layers from document where key = ? and path = ?')
    .all(hashPath(path), path);
  let had = 0;
  for (const { n, layers: mask } of rows) {
    const number = Number(n);
    had |= Number(mask);
    const left = Number(mask) & ~layers;
    if (left !== 0) database.prepare('update document set layers = ? where n = ?').run(left, number);
    else {
      database.prepare('delete from document where n = ?').run(number);
      database.prepare('insert or ignore into dead values (?)').run(number);
    }
  }
  return had;
}

function count(database: DatabaseSync, key: 'documents' | 'length'): number {
  return Number(readMeta(database, key) ?? 0);
}
