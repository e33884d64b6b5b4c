import { DreamError } from '../../domain/errors.ts';
import type { LoreEntry, LoreId } from '../../domain/lore.ts';
import { lintEntry } from '../../lore/prepare-entry.ts';
import type { Redact } from '../../lore/redact.ts';
import type { IncidentFactsOfRun } from '../../lore/to-entries.ts';
import type { HealRun } from '../heal-run.ts';

/** What all of a run's lore is made with. */
export interface Scribe {
  readonly run: HealRun;
  readonly redact: Redact;
  readonly newId: () => LoreId;
  readonly facts: IncidentFactsOfRun;
  /** Sentences for the user. */
  readonly notes: string[];
}

/** What is wrong with an entry, a sentence; null when nothing is. */
export function findFlaw(entry: LoreEntry, redact: Redact): string | null {
  const { flaw } = lintEntry(entry, redact);
  return flaw === null ? null : `${flaw.why} (${flaw.rule})`;
}

/** Lore never fails a run: what goes wrong is a note. Null then. */
export async function attempt<T>(notes: string[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DreamError && error.code === 'interrupted') throw error;
    const said = error instanceof Error ? error.message : String(error);
    const hint = error instanceof DreamError ? error.hint : '';
    notes.push(`Lore was not written: ${said} ${hint}`.trimEnd());
    return null;
  }
}
