import { randomBytes } from 'node:crypto';
import type { CommandContext, Project } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import { LoreEntry } from '../../domain/lore.ts';
import { TIMELINE } from '../../domain/lore-places.ts';
import { blank } from '../../lore/blank.ts';
import { type PreparedEntry, prepareEntry, type ReadyEntry } from '../../lore/prepare-entry.ts';
import { createRedact } from '../../lore/redact.ts';
import { renderTimeline, type TimelineEntry } from '../../lore/timeline.ts';
import { createUlids } from '../../lore/ulid.ts';

export interface Written {
  readonly branch: string;
  readonly commit: string;
  /** False when all of it was there already. */
  readonly created: boolean;
}

/** Writes entries to the lore branch, and the timeline with them. `known`: those that are there already. */
export async function writeEntries(
  project: Project,
  ready: readonly ReadyEntry[],
  known: readonly TimelineEntry[],
  message: string,
  /** Files of entries that are known, for the branch to have them as well. */
  copies: readonly { readonly path: string; readonly text: string }[] = [],
): Promise<Written> {
  const timeline = { path: TIMELINE, text: renderTimeline([...known, ...ready]) };
  const files = [...copies, ...ready.map(({ path, text }) => ({ path, text })), timeline];
  return { branch: project.book.branch, ...(await project.book.append(files, message)) };
}

/** A new entry of now, ready to be written. Throws when it must not be. */
export function draftEntry(
  fields: Pick<LoreEntry, 'kind' | 'title' | 'body'> & Partial<LoreEntry>,
  context: CommandContext,
): ReadyEntry {
  const now = Date.now();
  const entry = LoreEntry.parse({
    ...blank,
    id: createUlids({ now: () => now, random: randomBytes })(),
    created: new Date(now).toISOString(),
    ...fields,
  });
  return requireReady(prepareEntry(entry, createRedact(context.machine)));
}

export function requireReady(prepared: PreparedEntry): ReadyEntry {
  if (prepared.status === 'ready') return prepared;
  const { rule, why } = prepared;
  if (rule === 'secret') throw new DreamError('refused', `Nothing was written: ${why}.`);
  throw new DreamError('bad-input', `Nothing was written: ${why} (${rule}).`);
}
