import { toLine } from '../domain/failure-line.ts';
import type { IdentifiedFailure, Incident } from '../domain/incident.ts';
import type { Report } from '../domain/report.ts';
import { identify } from './fingerprint.ts';

/** How often each fingerprint occurs. */
export type Tally = ReadonlyMap<string, number>;

export function tally(failures: readonly IdentifiedFailure[]): Tally {
  const counts = new Map<string, number>();
  for (const { fingerprint } of failures) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return counts;
}

export type Judgement =
  | { readonly status: 'green'; readonly remaining: readonly string[] }
  | { readonly status: 'still-red'; readonly left: number; readonly why: string }
  | { readonly status: 'broke'; readonly why: string }
  | { readonly status: 'timed-out' };

/**
 * Green for an incident: none of its failures is left and none is there that was not there before. Exit 0 is demanded
 * where the incident was the last one. A run that could not be read is judged by its exit code alone.
 */
export function judge(incident: Incident, before: Report, after: Report): Judgement {
  if (after.status === 'green') return { status: 'green', remaining: [] };
  if (after.ran.timedOut) return { status: 'timed-out' };
  const was = tally(identify(before.failures));
  const now = tally(identify(after.failures));
  const own = new Set(incident.failures.map((failure) => failure.fingerprint));
  const left = [...own].reduce((sum, fingerprint) => sum + (now.get(fingerprint) ?? 0), 0);
  if (left > 0) return { status: 'still-red', left, why: firstMessage(after, own) };
  const added = firstNew(was, after);
  if (added) return { status: 'broke', why: added };
  const remaining = [...now.keys()];
  const wasAlone = [...was.keys()].every((fingerprint) => own.has(fingerprint));
  if (wasAlone || remaining.length === 0) {
    return {
      status: 'still-red',
      left: 0,
      why: `the command still ends with exit ${after.ran.exit ?? after.ran.signal}`,
    };
  }
  return { status: 'green', remaining };
}

/** What a check that was not aimed at shows now and did not before; null when nothing. */
export function newlyRed(before: Report, after: Report): string | null {
  if (after.status === 'green') return null;
  if (before.status === 'green') return firstMessage(after, null);
  return firstNew(tally(identify(before.failures)), after);
}

function firstNew(was: Tally, after: Report): string | null {
  const [first] = addedSince(was, after);
  return first ? toLine(first) : null;
}

/** Failures of a run beyond those that were there before, in their order: the same one twice is one more than once. */
export function addedSince(was: Tally, after: Report): IdentifiedFailure[] {
  const seen = new Map<string, number>();
  return identify(after.failures).filter(({ fingerprint }) => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return count > (was.get(fingerprint) ?? 0);
  });
}

function firstMessage(report: Report, among: ReadonlySet<string> | null): string {
  const failure = identify(report.failures).find((one) => among === null || among.has(one.fingerprint));
  return failure ? toLine(failure) : `exit ${report.ran.exit ?? report.ran.signal}`;
}
