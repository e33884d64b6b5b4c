import type { LoreEntry, LoreId, LoreTrace } from '../domain/lore.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';
import { blank } from './blank.ts';
import { describeIncident, titleOf } from './describe-incident.ts';
import { candidatesOf, describeRun, type RunStory, titleOfRun } from './describe-run.ts';
import { toField, toIncidentFacts } from './incident-facts.ts';
import { mapStrings } from './map-strings.ts';
import type { Cut, Redact } from './redact.ts';
import { type RedactedEntry, redactEntry } from './redact-entry.ts';
import { timeOf } from './ulid.ts';

/** A run as its record has it. Only what the run saw itself: text that was recalled has no place here. */
export interface RunFacts {
  /** The record's id. */
  readonly run: string;
  readonly agent: string;
  /** The trigger's kind. */
  readonly event: string;
  readonly outcome: Outcome;
  /** Git's names of the contents at base, by path, of as many files as are known. */
  readonly blobs: Readonly<Record<string, string>>;
  /** The failure's class by the incident's fingerprint. */
  readonly signatures: Readonly<Record<string, string>>;
  /** What recall did, by the incident's fingerprint. */
  readonly traces: Readonly<Record<string, LoreTrace>>;
}

/** What an entry of one incident is made of. */
export type IncidentFactsOfRun = Omit<RunFacts, 'outcome' | 'traces'> & {
  readonly outcome: Pick<Outcome, 'base'>;
};

export interface Learned {
  /** An entry an incident in the order of the incidents, then the devlog of the run. */
  readonly entries: readonly LoreEntry[];
  readonly cuts: readonly Cut[];
  /** Why an entry was not written, sentences. */
  readonly refused: readonly string[];
}

/**
 * What a run is worth to later ones. Secrets are cut before a line is written. A run that met nothing red says nothing.
 * `newId` is asked for each incident, then (null) for the devlog; an entry is created when its id was made. Pure.
 */
export function toEntries(
  facts: RunFacts,
  newId: (one: IncidentOutcome | null) => LoreId,
  redact: Redact,
): Learned {
  if (facts.outcome.incidents.length === 0) return { entries: [], cuts: [], refused: [] };
  const entries: LoreEntry[] = [];
  const cuts: Cut[] = [];
  const refused: string[] = [];
  const keep = (made: RedactedEntry) => {
    if (made.status === 'refused') refused.push(made.why);
    else {
      entries.push(made.entry);
      cuts.push(...made.cuts);
    }
  };
  for (const incident of worthKeeping(facts.outcome.incidents))
    keep(toIncidentEntry(incident, facts, newId(incident), redact));
  const notes = redactFacts(facts.outcome.notes, redact);
  const traces = redactFacts(facts.traces, redact);
  const clean = {
    ...facts,
    outcome: { ...facts.outcome, notes: notes.stuck === null ? notes.facts : [] },
    traces: traces.stuck === null ? traces.facts : {},
  };
  keep(redactEntry(toDevlog(clean, { entries, refused: [...refused] }, newId(null)), redact));
  return { entries, cuts, refused };
}

/** The entry of one incident, which must be worth one. Pure. */
export function toIncidentEntry(
  one: IncidentOutcome,
  facts: IncidentFactsOfRun,
  id: LoreId,
  redact: Redact,
): RedactedEntry {
  const seen = redactFacts(one, redact);
  if (seen.stuck !== null) return { status: 'refused', why: `${seen.stuck} cannot be cut cleanly` };
  const made = redactEntry(toEntry(seen.facts, facts, id), redact);
  return made.status === 'clean' ? { ...made, cuts: [...seen.cuts, ...made.cuts] } : made;
}

/** Where the files were to be left alone nothing was looked at, so nothing was learned. */
export const KINDS = { healed: 'fix', escalated: 'failure', flaky: 'flaky', refused: null } as const;
/** Entries of one run, the devlog not counted. */
const MOST_ENTRIES = 40;
/** The cause of what was not mended is a guess of the grouping. */
const GUESSED = 0.5;

/** A tree that is red all over would bury what was learned: what was mended or tried comes first. */
function worthKeeping(incidents: readonly IncidentOutcome[]): readonly IncidentOutcome[] {
  const isBare = ({ outcome, attempts }: IncidentOutcome) => outcome === 'escalated' && attempts.length === 0;
  const seen = incidents.filter(({ outcome }) => KINDS[outcome] !== null);
  const chosen = new Set(
    [...seen.filter((one) => !isBare(one)), ...seen.filter(isBare)].slice(0, MOST_ENTRIES),
  );
  return seen.filter((one) => chosen.has(one));
}

function toEntry(one: IncidentOutcome, facts: IncidentFactsOfRun, id: LoreId): LoreEntry {
  const kind = KINDS[one.outcome] ?? 'failure';
  return {
    ...blank,
    ...fromRun(facts, id),
    ...toIncidentFacts(one, facts.blobs),
    kind,
    base: facts.outcome.base,
    signature: toField(facts.signatures[one.incident.fingerprint] ?? ''),
    outcome: kind === 'fix' && one.branch !== null ? 'proposed' : 'open',
    confidence: kind === 'fix' ? null : GUESSED,
    tags: one.draft ? ['draft'] : [],
    title: titleOf(one),
    body: describeIncident(one, facts.outcome.base),
  };
}

function toDevlog(facts: RunFacts, made: Pick<RunStory, 'entries' | 'refused'>, id: LoreId): LoreEntry {
  const { agent, outcome } = facts;
  const told = fromRun(facts, id);
  const story = { agent, created: told.created, outcome, ...made, traces: Object.values(facts.traces) };
  return {
    ...blank,
    ...told,
    kind: 'devlog',
    base: outcome.base,
    candidates: candidatesOf(outcome),
    seconds: Math.round(outcome.seconds.total * 10) / 10,
    refers: made.entries.map((entry) => entry.id),
    title: titleOfRun(story),
    body: describeRun(story),
  };
}

function fromRun({ run, agent, event }: Pick<RunFacts, 'run' | 'agent' | 'event'>, id: LoreId) {
  return { id, created: new Date(timeOf(id)).toISOString(), agent, run, event };
}

/** Facts are redacted before they are shortened for a page, so that no half of a secret is left. */
function redactFacts<T>(facts: T, redact: Redact): { facts: T; cuts: readonly Cut[]; stuck: string | null } {
  const cuts: Cut[] = [];
  let stuck: string | null = null;
  const clean = (text: string) => {
    const redacted = redact(text);
    cuts.push(...redacted.cuts);
    stuck ??= redacted.stuck[0]?.what ?? null;
    return redacted.text;
  };
  return { facts: mapStrings(facts, clean), cuts, stuck };
}
