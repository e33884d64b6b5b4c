import { randomBytes } from 'node:crypto';
import type { Incident } from '../../domain/incident.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Proposed, SecondCommit } from '../../domain/ports.ts';
import { filesOf } from '../../lore/incident-facts.ts';
import { toSignature } from '../../lore/signature.ts';
import { createUlids } from '../../lore/ulid.ts';
import type { HealRun } from '../heal-run.ts';
import { type FixPages, makeFixPages, type Settled, toSecondCommit } from './fix-pages.ts';
import { recordRun } from './record-run.ts';
import { attempt, type Scribe } from './scribe.ts';

/** What a run learned, on its way into the repository. Nothing here fails a run: what cannot be written is a note. */
export interface RunLore {
  /** The commit that goes on top of a fix. */
  secondOf(incident: Incident): ((fix: string) => SecondCommit) | undefined;
  proposed(incident: Incident, made: Proposed): void;
  /** Writes what goes with no fix. Returns the outcome with what was written. */
  finish(outcome: Outcome): Promise<Outcome>;
}

export async function beginLore(run: HealRun, settled: readonly Settled[]): Promise<RunLore> {
  const notes: string[] = [];
  const branches = new Map<Incident, Proposed>();
  const scribe = await attempt(notes, () => openScribe(run, settled, notes));
  const pages: FixPages =
    (scribe && (await attempt(notes, () => makeFixPages(scribe, settled)))) ?? new Map();
  return {
    secondOf: (incident) => {
      const page = pages.get(incident);
      if (scribe === null || page === undefined || page.barred !== null) return undefined;
      return (fix) => toSecondCommit(page, fix, scribe);
    },
    proposed: (incident, made) => {
      branches.set(incident, made);
      const barred = pages.get(incident)?.barred ?? null;
      if (barred !== null && made.created)
        notes.push(`The lore of ${made.branch} is on ${run.ports.book.branch}: ${barred}.`);
    },
    finish: async (outcome) => {
      const recorded =
        scribe && (await attempt(notes, () => recordRun(scribe, outcome, { pages, branches })));
      const done = recorded ?? outcome;
      return { ...done, notes: [...done.notes, ...notes] };
    },
  };
}

async function openScribe(run: HealRun, settled: readonly Settled[], notes: string[]): Promise<Scribe> {
  const { ports, trigger } = run;
  const paths = new Set(settled.flatMap(({ outcome }) => filesOf(outcome)));
  return {
    run,
    notes,
    redact: await run.redact(),
    newId: createUlids({ now: () => ports.clock.now(), random: randomBytes }),
    facts: {
      run: ports.run,
      agent: 'heal',
      event: trigger.kind,
      outcome: { base: trigger.sha },
      blobs: await ports.history.blobs(trigger.sha, [...paths]),
      signatures: await toSignatures(run, settled),
    },
  };
}

/** Classes by the incidents' fingerprints. */
async function toSignatures(
  { ports, trigger }: HealRun,
  settled: readonly Settled[],
): Promise<Readonly<Record<string, string>>> {
  const read = (path: string) => ports.history.read(trigger.sha, path).catch(() => null);
  const pairs = settled.map(
    async ({ outcome: { incident } }) => [incident.fingerprint, await toSignature(incident, read)] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
}
