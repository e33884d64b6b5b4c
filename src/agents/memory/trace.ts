import { explainVerdict } from '../../domain/explain-verdict.ts';
import type { Attempt } from '../../domain/outcome.ts';
import type { Recalled } from '../../lore/recall.ts';
import type { DeadEnds } from './dead-ends.ts';

export interface Traced {
  readonly hits: readonly Recalled[];
  readonly attempts: readonly Attempt[];
  /** Why fixers came in another order. */
  readonly reasons: readonly string[];
  /** Title of a candidate of memory -> the entry that it is from, and why. */
  readonly sources: ReadonlyMap<string, string>;
  /** Of candidates that were not worth a whole check, sentences. */
  readonly triedOut: readonly string[];
  readonly deadEnds: DeadEnds;
}

const MOST_SKIPPED = 5;

/** What recall changed, and what was tried against its advice and how that ended: sentences. Pure. */
export function renderTrace({ hits, attempts, reasons, sources, triedOut, deadEnds }: Traced): string[] {
  const made = attempts.flatMap(({ fixer, candidate, verdict }) => {
    const source = fixer === 'memory' ? sources.get(candidate) : undefined;
    return source === undefined
      ? []
      : [`${candidate} (from ${source}) was tried: ${explainVerdict(verdict)}`];
  });
  const skipped = deadEnds.skipped
    .slice(0, MOST_SKIPPED)
    .map(({ title, id }) => `${title} was not tried again: ${id} knows it for a dead end`);
  return [...reasons, ...made, ...triedOut, ...skipped, ...againstAdvice({ hits, attempts, deadEnds })];
}

function againstAdvice({
  hits,
  attempts,
  deadEnds,
}: Pick<Traced, 'hits' | 'attempts' | 'deadEnds'>): string[] {
  const ends = attempts.flatMap(({ fixer, candidate, verdict }) => {
    const end = deadEnds.find(fixer, candidate);
    return end === undefined || end.isVerified
      ? []
      : [`${candidate} was tried against the advice of ${end.id}: ${explainVerdict(verdict)}`];
  });
  const cure = attempts.find(({ verdict }) => verdict.status === 'proved');
  const other = hits.find(
    ({ entry, trust, match }) =>
      entry.kind === 'fix' && match === 'fingerprint' && trust === 'verified' && entry.fixer !== cure?.fixer,
  );
  if (cure === undefined || other === undefined || cure.fixer === 'memory') return ends;
  return [
    ...ends,
    `${cure.fixer} mended it, where ${other.entry.id} tells of ${other.entry.fixer ?? 'a person'}`,
  ];
}
