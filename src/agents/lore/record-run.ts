import type { Incident } from '../../domain/incident.ts';
import type { LoreEntry, LoreId } from '../../domain/lore.ts';
import type { IncidentOutcome, Outcome } from '../../domain/outcome.ts';
import type { Proposed } from '../../domain/ports.ts';
import { entryPath, readEntryName } from '../../lore/entry-path.ts';
import { renderEntry } from '../../lore/markdown.ts';
import { KINDS, toEntries } from '../../lore/to-entries.ts';
import type { FixPages } from './fix-pages.ts';
import { renewTimeline } from './renew-timeline.ts';
import {
  digestOf,
  digestOfRun,
  type NamedEntry,
  readTrailers,
  renderBase,
  renderTrailers,
} from './run-digest.ts';
import { attempt, findFlaw, type Scribe } from './scribe.ts';

/** Where the entry of an incident is, or is to be. */
interface Place {
  readonly id: LoreId;
  readonly digest: string;
  readonly branch: string;
  /** `carried` with its fix by this run; `known` from an earlier one; `due`: to be written to the lore branch. */
  readonly status: 'carried' | 'known' | 'due';
}

/** What went into fix branches, or was to. */
export interface Fixes {
  readonly pages: FixPages;
  readonly branches: ReadonlyMap<Incident, Proposed>;
}

/**
 * Writes to the lore branch what goes with no fix, and the run's devlog. What an equal run wrote before is not written
 * again. Returns the outcome with what this run wrote.
 */
export async function recordRun(scribe: Scribe, outcome: Outcome, fixes: Fixes): Promise<Outcome> {
  const { ports } = scribe.run;
  const { base } = outcome;
  const known = readTrailers(await ports.book.messages(renderBase(base), base));
  const places = await findPlaces(scribe, outcome, fixes, known);
  const devlogId = scribe.newId();
  const traces = outcome.incidents.map((one) => [one.incident.fingerprint, one.lore] as const);
  const facts = { ...scribe.facts, outcome, traces: Object.fromEntries(traces) };
  const idOf = (one: IncidentOutcome | null) =>
    one === null ? devlogId : (places.get(one.incident)?.id ?? scribe.newId());
  const { entries, refused } = toEntries(facts, idOf, scribe.redact);
  scribe.notes.push(...refused.map((why) => `An entry of lore was not written: ${why}.`));
  const status = new Map([...places.values()].map((place) => [place.id, place.status]));
  const digest = digestOfRun(base, outcome.incidents);
  const isNew = entries.some(({ id }) => id !== devlogId && status.get(id) !== 'known');
  const due = entries
    .filter(({ id }) => (id === devlogId ? isNew || !known.has(digest) : status.get(id) === 'due'))
    .filter((entry) => isClean(entry, scribe));
  const named = [
    ...[...places.values()].filter(({ id }) => entries.some((entry) => entry.id === id)),
    { id: devlogId, digest },
  ];
  const isWritten = due.length > 0 && (await write(scribe, due, toMessage(outcome, ports.run, named)));
  const wrote = new Set(isWritten ? due.map(({ id }) => id) : []);
  const written = entries.filter(({ id }) => wrote.has(id) || status.get(id) === 'carried');
  return withWritten(outcome, places, written, ports.book.branch);
}

/** False when it could not be written; a note says why. */
async function write(
  { run, notes }: Scribe,
  entries: readonly LoreEntry[],
  message: string,
): Promise<boolean> {
  const { book, lore } = run.ports;
  const files = entries.map((entry) => ({ path: entryPath(entry), text: renderEntry(entry) }));
  const made = await attempt(notes, async () =>
    book.append([...files, ...(await renewTimeline(lore.source, entries))], message),
  );
  return made !== null;
}

function isClean(entry: LoreEntry, { redact, notes }: Scribe): boolean {
  const why = findFlaw(entry, redact);
  if (why !== null) notes.push(`An entry of lore was not written: ${why}.`);
  return why === null;
}

async function findPlaces(
  { run, newId }: Scribe,
  { base, incidents }: Outcome,
  { pages, branches }: Fixes,
  known: ReadonlyMap<string, LoreId>,
): Promise<ReadonlyMap<Incident, Place>> {
  const places = new Map<Incident, Place>();
  for (const one of incidents) {
    if (KINDS[one.outcome] === null) continue;
    const digest = digestOf(base, one);
    const made = branches.get(one.incident);
    const own = pages.get(one.incident)?.entry.id ?? newId();
    const inBranch = made === undefined ? null : await findInBranch(run, made, own);
    if (made !== undefined && inBranch !== null) {
      const status = made.created ? 'carried' : 'known';
      places.set(one.incident, { id: inBranch, digest, branch: made.branch, status });
      continue;
    }
    // A fix that was made anew has another commit than the one that is known.
    const before = made?.created ? undefined : known.get(digest);
    const status = before === undefined ? 'due' : 'known';
    places.set(one.incident, { id: before ?? own, digest, branch: run.ports.book.branch, status });
  }
  return places;
}

/** The id of the entry on top of a fix; null when there is none. */
async function findInBranch(
  { ports }: Scribe['run'],
  { commit, tip, created }: Proposed,
  own: LoreId,
): Promise<LoreId | null> {
  if (tip === commit) return null;
  if (created) return own;
  const changes = await ports.history.changes(commit, tip);
  return changes.map(({ path }) => readEntryName(path)?.id ?? null).find((id) => id !== null) ?? null;
}

function toMessage({ base, incidents }: Outcome, run: string, named: readonly NamedEntry[]): string {
  const healed = incidents.filter(({ outcome }) => outcome === 'healed').length;
  const title = `docs(lore): heal at ${base.slice(0, 12)}, ${healed} of ${incidents.length} healed`;
  return `${title}\n\n${renderTrailers(run, base, named)}\n`;
}

function withWritten(
  outcome: Outcome,
  places: ReadonlyMap<Incident, Place>,
  written: readonly LoreEntry[],
  loreBranch: string,
): Outcome {
  const branchOf = new Map([...places.values()].map(({ id, branch }) => [id, branch]));
  const ids = new Set(written.map(({ id }) => id));
  return {
    ...outcome,
    incidents: outcome.incidents.map((one) => {
      const id = places.get(one.incident)?.id;
      return id !== undefined && ids.has(id) ? { ...one, lore: { ...one.lore, written: [id] } } : one;
    }),
    lore: { written: written.map(({ id, kind }) => ({ id, kind, branch: branchOf.get(id) ?? loreBranch })) },
  };
}
