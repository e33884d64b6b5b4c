import { describe, expect, it } from '@jest/globals';
import type { LoreOutcome } from '../../src/domain/lore.ts';
import type { EntryFacts } from '../../src/domain/ports.ts';
import { canSettle, planMoves } from '../../src/lore/settle.ts';
import { makeEntry } from './make.ts';

const HEAD = 'a'.repeat(40);
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const entry = makeEntry({ kind: 'fix', head: HEAD, outcome: 'proposed' });

function settle(
  fix: Partial<NonNullable<EntryFacts['fix']>>,
  {
    told = 'proposed' as LoreOutcome,
    dropped = false,
    isClosed = false,
    committedBy = null as EntryFacts['committedBy'],
  } = {},
) {
  const whole = {
    commit: HEAD,
    isMerged: false,
    sourceSha256: '',
    mergedAt: null,
    isReverted: false,
    ...fix,
  };
  const [move] = planMoves([entry], {
    facts: new Map([[entry.id, { committedBy, fix: whole }]]),
    outcomes: new Map([[entry.id, told]]),
    dropped: new Set(dropped ? [HEAD] : []),
    closed: new Set(isClosed ? [HEAD] : []),
    now: NOW,
  });
  return move?.to ?? null;
}

describe('planMoves', () => {
  it('follows a fix from the merge to thirty days, and back', () => {
    const merged = { isMerged: true, mergedAt: NOW - 30 * DAY + 1 };
    const held = { isMerged: true, mergedAt: NOW - 30 * DAY };
    expect(settle({})).toBe(null);
    expect(settle(merged)).toBe('merged');
    expect(settle(merged, { told: 'merged' })).toBe(null);
    expect(settle(held, { told: 'merged' })).toBe('held');
    expect(settle(merged, { told: 'held' })).toBe(null);
    expect(settle({ ...held, isReverted: true }, { told: 'held' })).toBe('reverted');
    expect(settle(merged, { told: 'reverted' })).toBe('merged');
  });

  it('closes only what was seen here and did not come in another way', () => {
    expect(settle({}, { dropped: true })).toBe('closed');
    expect(settle({}, { dropped: true, told: 'closed' })).toBe(null);
    expect(settle({}, { dropped: true, committedBy: 'person' })).toBe(null);
    expect(settle({}, { isClosed: true })).toBe('closed');
    expect(settle({}, { isClosed: true, told: 'closed' })).toBe(null);
    expect(settle({}, { isClosed: true, committedBy: 'person' })).toBe(null);
    expect(settle({ isMerged: true, mergedAt: NOW }, { isClosed: true })).toBe('merged');
  });
});

describe('canSettle', () => {
  it('leaves what is no fix of this repository', () => {
    expect(canSettle(entry)).toBe(true);
    expect(canSettle({ ...entry, trust: 'imported' })).toBe(false);
    expect(canSettle({ ...entry, head: null })).toBe(false);
    expect(canSettle({ ...entry, kind: 'failure' })).toBe(false);
  });

  it('does not tell a fix that was taken back merged again by a later one of the same failure', () => {
    const first = { ...entry, fingerprint: 'f'.repeat(64) };
    const later = { ...first, id: 'Z'.repeat(26).replace(/^Z/, '7'), head: 'b'.repeat(40) };
    const fix = { commit: HEAD, isMerged: true, sourceSha256: '', mergedAt: NOW, isReverted: false };
    const moved = (entries: (typeof entry)[]) =>
      planMoves(entries, {
        facts: new Map(entries.map(({ id }) => [id, { committedBy: null, fix }])),
        outcomes: new Map([[first.id, 'reverted' as const]]),
        ...{ dropped: new Set(), closed: new Set(), now: NOW },
      }).map(({ id, to }) => [id, to]);
    expect(moved([first])).toEqual([[first.id, 'merged']]);
    expect(moved([first, later])).toEqual([[later.id, 'merged']]);
  });
});
