import { describe, expect, it } from '@jest/globals';
import { DeadEnds, deadEndsOf } from '../../../src/agents/memory/dead-ends.ts';
import type { LoreEntry } from '../../../src/domain/lore.ts';
import { patchOf } from '../../../src/domain/patch.ts';
import type { Recalled } from '../../../src/lore/recall.ts';
import { ID } from '../../lore/make.ts';
import { makeRecalled } from './make-recalled.ts';

const CITES = [{ path: 'a.ts', blob: '1'.repeat(40) }];
const [bad, other] = [patchOf('import x', []), patchOf('import y', [])];

function endsOf(changed: Partial<Recalled> = {}, entry: Partial<LoreEntry> = {}): DeadEnds {
  const tried: LoreEntry['tried'] = [{ fixer: 'typescript', candidate: 'import x', status: 'still-red' }];
  return new DeadEnds(
    deadEndsOf([makeRecalled({ kind: 'failure', cites: CITES, tried, ...entry }, changed)]),
  );
}

describe('DeadEnds', () => {
  it('does not try again what failed for the same failure at the same files, where a person stands behind it', () => {
    const ends = endsOf();
    expect(ends.verdictOf('typescript', bad)).toMatchObject({ status: 'unapplicable' });
    expect(ends.verdictOf('typescript', other)).toBe(null);
    expect(ends.verdictOf('format', bad)).toBe(null);
    expect(ends.skipped).toEqual([{ title: 'import x', id: ID }]);
  });

  it('tries last, but tries, what only a run of ours says', () => {
    const ends = endsOf({ trust: 'observed' });
    expect(ends.verdictOf('typescript', bad)).toBe(null);
    expect(ends.toLast('typescript', [bad, other])).toEqual([other, bad]);
  });

  it.each<[string, Partial<Recalled>, Partial<LoreEntry>]>([
    ['of another failure', { match: 'class' }, {}],
    ['of other files', { cites: 'stale' }, {}],
    ['that cites nothing', {}, { cites: [] }],
    ['from elsewhere', { trust: 'imported' }, {}],
    [
      'that only had no time',
      {},
      { tried: [{ fixer: 'typescript', candidate: 'import x', status: 'timed-out' }] },
    ],
  ])('does not heed an entry %s', (_, changed, entry) => {
    const ends = endsOf(changed, entry);
    expect(ends.verdictOf('typescript', bad)).toBe(null);
    expect(ends.toLast('typescript', [bad, other])).toEqual([bad, other]);
  });
});
