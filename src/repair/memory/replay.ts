import { structuredPatch } from 'diff';
import type { FileChange } from '../../domain/patch.ts';
import { applyHunks } from '../apply-hunks.ts';

/** Lines around a change that must be as they were, the most first: fewer fit where neighbours changed as well. */
const CONTEXTS = [3, 1];
const MOST_EDITS = 2000;

/** What an old change makes of a text whose lines moved since; null when it does not fit, or is there already. */
export function replay(
  { before, after }: Pick<FileChange, 'before' | 'after'>,
  today: string | null,
): string | null {
  if (after === null || before === null) return null;
  if (today === before) return after;
  if (today === null) return null;
  for (const context of CONTEXTS) {
    const patch = structuredPatch('', '', before, after, undefined, undefined, {
      context,
      maxEditLength: MOST_EDITS,
    });
    const made: string | null = patch === undefined ? null : applyHunks(today, patch.hunks);
    if (made !== null && made !== today) return made;
  }
  return null;
}
