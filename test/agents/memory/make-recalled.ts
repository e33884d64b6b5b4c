import type { LoreEntry } from '../../../src/domain/lore.ts';
import type { Recalled } from '../../../src/lore/recall.ts';
import { makeEntry } from '../../lore/make.ts';

/** A fix that a person merged, found by its fingerprint. */
export function makeRecalled(
  entry: Partial<LoreEntry> = {},
  changed: Partial<Omit<Recalled, 'entry'>> = {},
): Recalled {
  const fixed = makeEntry({ kind: 'fix', rule: 'tsc TS2304', ...entry });
  return {
    ...{ entry: fixed, path: `lore/2026/11/${fixed.id}-x.md`, match: 'fingerprint', why: 'same fingerprint' },
    ...{ trust: 'verified', outcome: 'merged', cites: 'fresh', fix: null, score: 1, ...changed },
  };
}
