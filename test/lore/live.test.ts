import { describe, expect, it } from '@jest/globals';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { latestOutcomes, liveEntries } from '../../src/lore/live.ts';
import { makeEntry } from './make.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const idOf = (digit: string) => `01M862KT9SD9W76CY6B9CVDT0${digit}`;

function place(...changed: Partial<LoreEntry>[]) {
  return changed.map((one, at) => ({ entry: makeEntry({ id: idOf(String(at)), ...one }) }));
}
const live = (...changed: Partial<LoreEntry>[]) =>
  liveEntries(place(...changed), NOW).map(({ entry }) => entry.id.at(-1));

describe('liveEntries', () => {
  it('takes out what was forgotten, superseded or is over, and what only speaks of others', () => {
    expect(
      live(
        {},
        { kind: 'tombstone', refers: [idOf('0')] },
        {},
        { supersedes: [idOf('2')] },
        { expires: '2026-11-24T12:00:00.000Z' },
        { expires: '2026-11-24T12:00:00.001Z' },
        { kind: 'outcome', refers: [idOf('3')], outcome: 'merged' },
      ),
    ).toEqual(['3', '5']);
  });

  it('brings back what was superseded by an entry that was forgotten', () => {
    expect(live({}, { supersedes: [idOf('0')] }, { kind: 'tombstone', refers: [idOf('1')] })).toEqual(['0']);
  });

  it('lets imported lore speak for imported lore only', () => {
    const imported = { trust: 'imported' } as const;
    expect(
      live(
        {},
        { ...imported },
        { ...imported, kind: 'tombstone', refers: [idOf('0'), idOf('1')] },
        { ...imported, supersedes: [idOf('0')] },
      ),
    ).toEqual(['0', '3']);
  });
});

describe('latestOutcomes', () => {
  it('follows the last entry about it, whatever order they are read in', () => {
    const all = place(
      { kind: 'fix', outcome: 'proposed' },
      { kind: 'outcome', refers: [idOf('0')], outcome: 'merged' },
      { kind: 'outcome', refers: [idOf('0')], outcome: 'reverted' },
      { kind: 'outcome', refers: [idOf('0')], outcome: 'held', trust: 'imported' },
    );
    expect(latestOutcomes([...all].reverse()).get(idOf('0'))).toBe('reverted');
    expect(latestOutcomes(all.slice(0, 1)).get(idOf('0'))).toBe('proposed');
  });
});
