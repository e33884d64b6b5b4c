import { createHash } from 'node:crypto';
import type { LoreId } from '../../domain/lore.ts';
import type { IncidentOutcome } from '../../domain/outcome.ts';

const BASE = 'Dreamos-Base';
const ENTRY = 'Dreamos-Entry';

/** What makes two outcomes of one incident the same: nothing would be learned from the second. */
export function digestOf(base: string, { incident, outcome, proof, attempts }: IncidentOutcome): string {
  const tried = attempts.map(({ fixer, candidate, verdict }) =>
    JSON.stringify([fixer, candidate, verdict.status]),
  );
  // Candidates are judged side by side: their order says nothing, and a patch that held says all.
  const how = outcome === 'healed' ? (proof?.patchSha256 ?? '') : [...new Set(tried)].sort();
  return hash([base, incident.fingerprint, outcome, how]);
}

/** The same of a whole run. */
export function digestOfRun(base: string, incidents: readonly IncidentOutcome[]): string {
  return hash(['run', base, ...incidents.map((one) => digestOf(base, one)).sort()]);
}

function hash(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

/** An entry as the messages of commits name it. */
export interface NamedEntry {
  readonly id: LoreId;
  readonly digest: string;
}

/** The line that every commit of lore about a commit has: by it they are found. */
export function renderBase(base: string): string {
  return `${BASE}: ${base}`;
}

/** Trailers of a commit of lore. */
export function renderTrailers(run: string, base: string, entries: readonly NamedEntry[]): string {
  const named = entries.map(({ id, digest }) => `${ENTRY}: ${id} ${digest}`);
  return [`Dreamos-Run: ${run}`, renderBase(base), ...named].join('\n');
}

/** Ids by digest, as messages of commits name them. */
export function readTrailers(messages: readonly string[]): ReadonlyMap<string, LoreId> {
  const line = new RegExp(`^${ENTRY}: ([0-7][0-9A-HJKMNP-TV-Z]{25}) ([0-9a-f]{32})$`, 'gm');
  const found = messages.flatMap((message) =>
    [...message.matchAll(line)].map(([, id = '', digest = '']) => [digest, id] as const),
  );
  return new Map(found);
}
