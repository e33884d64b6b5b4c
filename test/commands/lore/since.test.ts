import { describe, expect, it } from '@jest/globals';
import { toSince } from '../../../src/commands/lore/since.ts';

const now = new Date('2026-11-24T12:00:00.000Z');

describe('toSince', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2d', '2026-11-22T12:00:00.000Z'],
    ['1w', '2026-11-17T12:00:00.000Z'],
    ['1m', '2026-10-25T12:00:00.000Z'],
    ['1y', '2025-11-24T12:00:00.000Z'],
  ])('reads %s', (text, time) => {
    expect(new Date(toSince(text, now)).toISOString()).toBe(time);
  });

  it.each(['yesterday', '3', '2026', '2026-13-45', ''])('says what it wants instead of %j', (text) => {
    expect(() => toSince(text, now)).toThrow(expect.objectContaining({ code: 'bad-usage' }));
  });
});
