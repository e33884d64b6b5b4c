import type { LoreTrace } from '../../domain/lore.ts';
import type { Attempt } from '../../domain/outcome.ts';
import type { Answered, Recalled } from '../../lore/recall.ts';
import type { Fixer } from '../../repair/fixer.ts';
import { DeadEnds, deadEndsOf } from './dead-ends.ts';
import { type MemoryFixer, replayFixer, templateFixer } from './memory-fixer.ts';
import { mistakeFixer, type Recent } from './mistake-fixer.ts';
import { orderFixers } from './order-fixers.ts';
import { collectFixes, collectKindred, type PastFixes } from './past-fixes.ts';
import { renderTrace } from './trace.ts';

/** What lore says of one incident, as it changes how the incident is mended. */
export interface Told {
  /** Tried before all others: fixes of this very failure that held. */
  readonly first: readonly Fixer[];
  /** Tried before the other drafts: held drafts of this failure, of its class under this failure's names, and of a mistake made again. */
  readonly drafts: readonly Fixer[];
  readonly deadEnds: DeadEnds;
  /** Fixers by how often they held for this rule here. */
  order(fixers: readonly Fixer[]): readonly Fixer[];
  /** What was recalled, what it changed, and how that ended. */
  trace(attempts: readonly Attempt[]): Pick<LoreTrace, 'recalled' | 'changed'>;
}

/** Null where nothing is recalled. */
export async function toTold({ hits, kin }: Answered, from: PastFixes & Recent): Promise<Told | null> {
  if (hits.length === 0 && kin.length === 0) return null;
  const [fixes, kindred] = await Promise.all([collectFixes(hits, from), collectKindred({ hits, kin }, from)]);
  const drafts = fixes.filter(({ isDraft }) => isDraft);
  const mistakes = [...drafts, ...kindred.filter(({ isDraft }) => isDraft)];
  const all = [
    replayFixer(fixes.filter(({ isDraft }) => !isDraft)),
    templateFixer(drafts),
    mistakeFixer(mistakes, from),
  ];
  const own = all.filter((fixer) => fixer !== null);
  const deadEnds = new DeadEnds(deadEndsOf(hits));
  let reasons: readonly string[] = [];
  return {
    first: own.filter((fixer) => !fixer.drafts),
    drafts: own.filter((fixer) => fixer.drafts),
    deadEnds,
    order: (fixers) => {
      const ordered = orderFixers(fixers, kin);
      reasons = ordered.reasons;
      return ordered.fixers;
    },
    trace: (attempts) => ({
      recalled: [
        ...hits,
        ...usedOf(own).filter((one) => !hits.some(({ entry }) => entry.id === one.entry.id)),
      ].map(toRecalled),
      changed: renderTrace({
        ...{ hits, attempts, reasons, deadEnds },
        sources: sourcesOf(own),
        triedOut: own.flatMap((fixer) => fixer.triedOut ?? []),
      }),
    }),
  };
}

function toRecalled({ entry, why, trust, cites }: Recalled): LoreTrace['recalled'][number] {
  return { id: entry.id, why, trust, stale: cites !== 'fresh' };
}

function usedOf(fixers: readonly MemoryFixer[]): readonly Recalled[] {
  return fixers.flatMap(({ used = [] }) => [...used]);
}

function sourcesOf(fixers: readonly MemoryFixer[]): ReadonlyMap<string, string> {
  return new Map(fixers.flatMap((fixer) => [...fixer.sources]));
}
