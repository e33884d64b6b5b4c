import type { LoreChanges, LoreSource } from '../../domain/ports.ts';
import { toPart } from './build-index.ts';
import { toExact } from './exact.ts';
import { toKey } from './hash.ts';
import {
  clean,
  closeOthers,
  isDamage,
  type Opened,
  openCurrent,
  type Part,
  publish,
  toOpened,
} from './index-folder.ts';
import { lockFolder } from './index-lock.ts';
import { mergeSegments, planMerge } from './merge-segments.ts';
import { forEachPosting } from './postings.ts';
import { Segment } from './segment.ts';
import { SegmentDraft } from './segment-draft.ts';
import { toStore } from './store.ts';

/** How long to wait for others who write. */
const PATIENCE_MS = 30_000;
/** Fewer changes are always written into the index that is there. */
const FEW = 2000;
/** More of it changed or dead: it is better made anew. */
const MOST_CHANGED = 0.5;

/**
 * What an index becomes by what came and went. Null when it is better made anew: it is damaged, its state is not known to
 * the source any more, or too much has changed. `index` is not to be used any more then.
 */
export async function update(
  folder: string | null,
  index: Opened,
  source: LoreSource,
): Promise<Opened | null> {
  const release = folder === null ? null : await lockFolder(folder, PATIENCE_MS);
  let now: Opened | null = index;
  try {
    if (folder !== null) now = openCurrent(folder, index);
    if (now === null || now.state === (await source.state())) return now;
    const after = await apply(folder, now, source);
    if (after !== null && folder !== null && release !== null) clean(folder, after.parts);
    closeOthers(now, after);
    return after;
  } catch (error) {
    if (!isDamage(error)) throw error;
    closeOthers(now, null);
    return null;
  } finally {
    release?.();
  }
}

async function apply(folder: string | null, index: Opened, source: LoreSource): Promise<Opened | null> {
  const changes = await source.changes(index.state, () => readStamps(index.parts));
  if (changes.isWhole || isTooMuch(index, changes)) return null;
  const parts = index.parts.map(({ name, segment, changed }) => ({
    name,
    segment,
    changed: new Map(changed),
  }));
  for (const { path, layers } of changes.gone) bury(parts, path, layers);
  const draft = new SegmentDraft();
  for await (const { file, text } of source.read(changes.found))
    draft.add(file, file.layers | bury(parts, file.path, ~0), text);
  const after = draft.documents === 0 ? parts : append(folder, parts, draft);
  return toOpened(folder === null ? null : publish(folder, changes.state, after), changes.state, after);
}

/** Adds a draft as a segment, together with those before it that are due to be merged. */
function append(folder: string | null, parts: readonly Part[], draft: SegmentDraft): readonly Part[] {
  const bytes = draft.build();
  const merged = planMerge([...parts.map(toSize), draft.documents]) - 1;
  const kept = parts.slice(0, parts.length - merged);
  if (merged === 0) return [...kept, toPart(folder, bytes)];
  const last = { segment: new Segment(toStore(Buffer.concat(bytes))), changed: new Map<number, number>() };
  return [...kept, toPart(folder, mergeSegments([...parts.slice(kept.length), last]))];
}

function toSize({ segment }: Part): number {
  return segment.documents;
}

interface Changing extends Part {
  readonly changed: Map<number, number>;
}

/** Takes layers off a document; without any it is dead. Returns the layers that it had. */
function bury(parts: readonly Changing[], path: string, layers: number): number {
  const key = toKey(toExact('path', path));
  let had = 0;
  for (const { segment, changed } of parts) {
    const list = segment.find(key);
    if (list === null) continue;
    const numbers: number[] = [];
    forEachPosting(segment.read(list), list.isDense, (number) => numbers.push(number));
    for (const number of numbers) {
      const document = segment.document(number);
      const mask = changed.get(number) ?? document.layers;
      if (document.path !== path || mask === 0) continue;
      had |= mask;
      changed.set(number, mask & ~layers);
    }
  }
  return had;
}

function isTooMuch({ parts }: Opened, changes: LoreChanges): boolean {
  const changed = changes.found.length + changes.gone.length;
  const dead = parts.reduce((sum, part) => sum + part.changed.size, 0);
  const documents = parts.reduce((sum, { segment }) => sum + segment.documents, 0);
  const most = Math.max(FEW, MOST_CHANGED * documents);
  return changed > most || dead > most;
}

function readStamps(parts: readonly Part[]): Map<string, string> {
  const stamps = new Map<string, string>();
  for (const { segment, changed } of parts) {
    let number = 0;
    for (const { path, layers, stamp } of segment.all())
      if ((changed.get(number++) ?? layers) !== 0) stamps.set(path, stamp ?? '');
  }
  return stamps;
}
