import { join } from 'node:path';
import type { LoreSource, Progress } from '../../domain/ports.ts';
import {
  clean,
  closeOthers,
  isOfDisk,
  type Opened,
  openCurrent,
  openSegment,
  type Part,
  publish,
  readCurrent,
  toOpened,
  writeSegment,
} from './index-folder.ts';
import { lockFolder } from './index-lock.ts';
import { Segment } from './segment.ts';
import { SegmentDraft } from './segment-draft.ts';
import { toStore } from './store.ts';

/** Postings of one segment at most: memory while building is bounded. */
const MOST_POSTINGS = 20_000_000;
/** Fewer files are not worth a line of progress. */
const MANY = 5000;
/** How long to wait for somebody else who builds; then we build as well, which is harmless. */
const PATIENCE_MS = 60_000;

/** Makes the index anew, from all that the source has. Where nothing can be written it is made in memory. */
export async function build(folder: string | null, source: LoreSource, progress: Progress): Promise<Opened> {
  if (folder === null) return fill(null, source, progress);
  const before = readCurrent(folder);
  const release = await lockFolder(folder, PATIENCE_MS);
  try {
    // Somebody else may have built it while we waited.
    const theirs = readCurrent(folder) === before ? null : openCurrent(folder, null);
    if (theirs !== null && theirs.state === (await source.state())) return theirs;
    closeOthers(theirs, null);
    const opened = await fill(folder, source, progress);
    if (release !== null) clean(folder, opened.parts);
    return opened;
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return fill(null, source, progress);
  } finally {
    release?.();
  }
}

async function fill(folder: string | null, source: LoreSource, progress: Progress): Promise<Opened> {
  const changes = await source.changes(null, () => new Map());
  const all = changes.found.length;
  const step = all < MANY ? null : progress.step(`indexing ${all} entries of lore`);
  const parts: Part[] = [];
  let draft = new SegmentDraft();
  let done = 0;
  const flush = () => {
    if (draft.documents > 0) parts.push(toPart(folder, draft.build()));
    draft = new SegmentDraft();
  };
  for await (const { file, text } of source.read(changes.found)) {
    done += 1;
    if (done % 1000 === 0) step?.update(`indexing lore: ${done} of ${all}`);
    draft.add(file, file.layers, text);
    if (draft.postings > MOST_POSTINGS) flush();
  }
  flush();
  step?.done();
  return toOpened(folder === null ? null : publish(folder, changes.state, parts), changes.state, parts);
}

/** A new segment, in a file if there is a folder. */
export function toPart(folder: string | null, bytes: readonly Uint8Array[]): Part {
  if (folder === null)
    return { name: null, segment: new Segment(toStore(Buffer.concat(bytes))), changed: new Map() };
  const name = writeSegment(folder, bytes);
  return { name, segment: openSegment(join(folder, name)), changed: new Map() };
}
