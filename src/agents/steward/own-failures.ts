import { count } from '../../domain/count.ts';
import type { IncidentOutcome, Outcome } from '../../domain/outcome.ts';
import type { Visit } from './visit.ts';

/** A run of a pull request without what was red at its base, which is not the pull request's. The same one where nothing was. */
export async function ownFailures(
  outcome: Outcome,
  base: string,
  { workshop }: Pick<Visit, 'workshop'>,
): Promise<Outcome> {
  if (outcome.incidents.length === 0) return outcome;
  const before = await workshop.heal({ sha: base, isDry: true, isReportOnly: true });
  const known = new Set(
    before.incidents.flatMap(({ incident }) => incident.failures.map(({ fingerprint }) => fingerprint)),
  );
  const incidents = outcome.incidents.flatMap((one): IncidentOutcome[] => {
    const [first, ...rest] = one.incident.failures.filter(({ fingerprint }) => !known.has(fingerprint));
    return first === undefined ? [] : [{ ...one, incident: { ...one.incident, failures: [first, ...rest] } }];
  });
  const failures = (all: Outcome) =>
    all.incidents.reduce((sum, one) => sum + one.incident.failures.length, 0);
  const hidden = failures(outcome) - failures({ ...outcome, incidents });
  if (hidden === 0) return outcome;
  const note = `${count(hidden, 'failure')} that the base has as well ${hidden === 1 ? 'is' : 'are'} not told here`;
  return {
    ...outcome,
    incidents,
    status: incidents.length === 0 ? 'green' : outcome.status,
    notes: [...outcome.notes, note],
  };
}
