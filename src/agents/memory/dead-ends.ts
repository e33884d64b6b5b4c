import type { LoreId } from '../../domain/lore.ts';
import type { Verdict } from '../../domain/outcome.ts';
import type { Patch } from '../../domain/patch.ts';
import { toField } from '../../lore/incident-facts.ts';
import type { Recalled } from '../../lore/recall.ts';

/** A candidate that failed before for this very failure, when all that its entry cites was as it is now. */
export interface DeadEnd {
  readonly id: LoreId;
  readonly isVerified: boolean;
}

/** How a candidate ends that is wrong, not one that had bad luck. */
const ENDS: ReadonlySet<Verdict['status']> = new Set<Verdict['status']>(['still-red', 'broke', 'refused']);

export function deadEndsOf(hits: readonly Recalled[]): ReadonlyMap<string, DeadEnd> {
  const ends = new Map<string, DeadEnd>();
  for (const { entry, match, trust, cites } of hits) {
    const isSame = match === 'fingerprint' && cites === 'fresh' && entry.cites.length > 0;
    if (!isSame || trust === 'imported') continue;
    for (const { fixer, candidate, status } of entry.tried) {
      const key = keyOf(fixer, candidate);
      if (ENDS.has(status) && !ends.get(key)?.isVerified)
        ends.set(key, { id: entry.id, isVerified: trust === 'verified' });
    }
  }
  return ends;
}

/** Keeps candidates from being tried again: where a person stands behind the entry; else they are tried last. */
export class DeadEnds {
  readonly #ends: ReadonlyMap<string, DeadEnd>;
  /** What was not tried, and for which entry. */
  readonly skipped: { readonly title: string; readonly id: LoreId }[] = [];

  constructor(ends: ReadonlyMap<string, DeadEnd>) {
    this.#ends = ends;
  }

  /** The verdict without a run; null for what is to be tried. */
  verdictOf(fixer: string, patch: Patch): Verdict | null {
    const end = this.find(fixer, patch.title);
    if (!end?.isVerified) return null;
    this.skipped.push({ title: patch.title, id: end.id });
    return { status: 'unapplicable', why: `lore ${end.id} knows it for a dead end` };
  }

  /** What may be a dead end goes last. */
  toLast(fixer: string, patches: readonly Patch[]): readonly Patch[] {
    if (this.#ends.size === 0) return patches;
    const isEnd = (patch: Patch) => Number(this.find(fixer, patch.title) !== undefined);
    return [...patches].sort((a, b) => isEnd(a) - isEnd(b));
  }

  find(fixer: string, title: string): DeadEnd | undefined {
    return this.#ends.get(keyOf(fixer, title));
  }
}

/** As entries have them. */
function keyOf(fixer: string, candidate: string): string {
  return JSON.stringify([toField(fixer), toField(candidate)]);
}
