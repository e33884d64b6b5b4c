import type { BranchEffect } from '../../domain/effect.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LoreEntry } from '../../domain/lore.ts';
import type { IncidentOutcome } from '../../domain/outcome.ts';
import type { SecondCommit } from '../../domain/ports.ts';
import { citesAfter } from '../../lore/cites-after.ts';
import { entryPath } from '../../lore/entry-path.ts';
import { renderEntry } from '../../lore/markdown.ts';
import { toIncidentEntry } from '../../lore/to-entries.ts';
import type { Cure } from '../trial.ts';
import { findOffended } from './find-offended.ts';
import { digestOf, renderTrailers } from './run-digest.ts';
import { findFlaw, type Scribe } from './scribe.ts';

/** An incident as it ended, and what its healing asks of the repository. */
export interface Settled {
  readonly outcome: IncidentOutcome;
  readonly effect: BranchEffect | null;
  readonly cure: Cure | null;
}

/** The entry of a fix that has no commit yet. */
export interface FixPage {
  readonly entry: LoreEntry;
  readonly digest: string;
  /** Why it cannot go with the fix; null when it can. */
  readonly barred: string | null;
}

export type FixPages = ReadonlyMap<Incident, FixPage>;

/** Makes the entries that are to go with fixes, and sees whether the repository's own checks bear them. */
export async function makeFixPages(scribe: Scribe, settled: readonly Settled[]): Promise<FixPages> {
  const drafts = settled.flatMap(({ outcome, effect, cure }) => {
    if (effect === null || cure === null) return [];
    const planned = { ...outcome, branch: effect.branch };
    const made = toIncidentEntry(planned, scribe.facts, scribe.newId(), scribe.redact);
    // What must not be written is told when the run is recorded.
    if (made.status === 'refused' || findFlaw(made.entry, scribe.redact) !== null) return [];
    const cites = citesAfter(made.entry.cites, cure.patch, scribe.facts.outcome.base);
    const entry = { ...made.entry, cites };
    return [{ outcome, entry, cure, path: entryPath(entry), text: renderEntry(entry) }];
  });
  const offended = await findOffended(scribe.run, drafts);
  return new Map(
    drafts.map(({ outcome, entry, path }) => [
      outcome.incident,
      { entry, digest: digestOf(scribe.facts.outcome.base, outcome), barred: offended.get(path) ?? null },
    ]),
  );
}

/** The commit on top of a fix, now that the fix has a name. */
export function toSecondCommit({ entry, digest }: FixPage, fix: string, { facts }: Scribe): SecondCommit {
  const text = renderEntry({ ...entry, head: fix });
  const title = `docs(lore): what ${entry.fixer ?? 'the fix'} mended in ${entry.check ?? 'a check'}`;
  const trailers = renderTrailers(facts.run, facts.outcome.base, [{ id: entry.id, digest }]);
  return { files: [{ path: entryPath(entry), text }], message: `${title}\n\n${trailers}\n` };
}
