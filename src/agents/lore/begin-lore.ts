import { randomBytes } from 'node:crypto';
import type { BranchEffect } from '../../domain/effect.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LoreEntry, LoreId } from '../../domain/lore.ts';
import type { IncidentOutcome, Outcome } from '../../domain/outcome.ts';
import type { Proposed, SecondCommit } from '../../domain/ports.ts';
import { entryPath } from '../../lore/entry-path.ts';
import { filesOf } from '../../lore/incident-facts.ts';
import { renderEntry } from '../../lore/markdown.ts';
import { createRedact } from '../../lore/redact.ts';
import { toIncidentEntry } from '../../lore/to-entries.ts';
import { createUlids } from '../../lore/ulid.ts';
import type { HealRun } from '../heal-run.ts';
import type { Cure } from '../trial.ts';
import { findOffended } from './find-offended.ts';
import { recordRun } from './record-run.ts';
import { digestOf, renderTrailers } from './run-digest.ts';
import { attempt, findFlaw, type Scribe } from './scribe.ts';

/** An incident as it ended, and what its healing asks of the repository. */
export interface Settled {
  readonly outcome: IncidentOutcome;
  readonly effect: BranchEffect | null;
  readonly cure: Cure | null;
}

/** What a run learned, on its way into the repository. Nothing here fails a run: what cannot be written is a note. */
export interface RunLore {
  /** The commit that goes on top of a fix. */
  secondOf(incident: Incident): ((fix: string) => SecondCommit) | undefined;
  proposed(incident: Incident, made: Proposed): void;
  /** Writes what goes with no fix. Returns the outcome with what was written. */
  finish(outcome: Outcome): Promise<Outcome>;
}

/** Makes the entries that are to go with fixes, and sees whether the repository's own checks bear them. */
export async function beginLore(run: HealRun, settled: readonly Settled[]): Promise<RunLore> {
  const { ports, trigger } = run;
  const notes: string[] = [];
  const branches = new Map<Incident, Proposed>();
  const pages = new Map<Incident, LoreEntry>();
  const redact = createRedact(ports.machine);
  const newId = createUlids({ now: () => ports.clock.now(), random: randomBytes });
  const paths = [...new Set(settled.flatMap(({ outcome }) => filesOf(outcome)))];
  const facts = {
    run: ports.run,
    agent: 'heal',
    event: trigger.kind,
    outcome: { base: trigger.sha },
    blobs: await ports.history.blobs(trigger.sha, paths).catch(() => ({})),
    signatures: {},
  };
  const carried = new Map<Incident, Cure>();
  for (const { outcome, effect, cure } of settled) {
    if (effect === null || cure === null) continue;
    const made = toIncidentEntry({ ...outcome, branch: effect.branch }, facts, newId(), redact);
    const why = made.status === 'refused' ? made.why : findFlaw(made.entry, redact);
    if (made.status === 'refused' || why !== null) {
      notes.push(`No lore goes with the fix of ${outcome.incident.check}: ${why}.`);
      continue;
    }
    pages.set(outcome.incident, made.entry);
    carried.set(outcome.incident, cure);
  }
  const barred = await attempt(notes, () => findBarred(run, pages, carried));
  return {
    secondOf: (incident) => {
      const entry = pages.get(incident);
      if (entry === undefined || barred === null || barred.has(entry.id)) return undefined;
      const one = settled.find(({ outcome }) => outcome.incident === incident)?.outcome;
      return (fix) => toSecondCommit({ ...entry, head: fix }, run, one);
    },
    proposed: (incident, made) => {
      branches.set(incident, made);
      const why = barred?.get(pages.get(incident)?.id ?? '');
      if (why !== undefined && made.created)
        notes.push(`The lore of ${made.branch} is on ${ports.book.branch}: ${why}.`);
    },
    finish: async (outcome) => {
      const scribe: Scribe = { run, redact, newId, facts, pages, branches, notes };
      const recorded = await attempt(notes, () => recordRun(scribe, outcome));
      const done = recorded ?? outcome;
      return { ...done, notes: [...done.notes, ...notes] };
    },
  };
}

/** Why entries cannot go with their fixes, by their ids. */
async function findBarred(
  run: HealRun,
  pages: ReadonlyMap<Incident, LoreEntry>,
  cures: ReadonlyMap<Incident, Cure>,
): Promise<ReadonlyMap<LoreId, string>> {
  const carried = [...pages].flatMap(([incident, entry]) => {
    const cure = cures.get(incident);
    return cure === undefined
      ? []
      : [{ id: entry.id, cure, path: entryPath(entry), text: renderEntry(entry) }];
  });
  const offended = await findOffended(run, carried);
  return new Map(
    carried.flatMap(({ id, path }) => {
      const why = offended.get(path);
      return why === undefined ? [] : [[id, why] as const];
    }),
  );
}

function toSecondCommit(entry: LoreEntry, run: HealRun, one: IncidentOutcome | undefined): SecondCommit {
  const base = run.trigger.sha;
  const named = one === undefined ? [] : [{ id: entry.id, digest: digestOf(base, one) }];
  const message = [
    `docs(lore): what ${entry.fixer ?? 'the fix'} mended in ${entry.check ?? 'a check'}`,
    '',
    renderTrailers(run.ports.run, base, named),
    '',
  ];
  return { files: [{ path: entryPath(entry), text: renderEntry(entry) }], message: message.join('\n') };
}
