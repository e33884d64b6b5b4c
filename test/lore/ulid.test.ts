import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LoreId } from '../../src/domain/lore.ts';
import { createUlids, timeOf } from '../../src/lore/ulid.ts';

describe('createUlids', () => {
  it('writes time and chance as the specification does', () => {
    // Its example: 01ARYZ6S41 is 2016-07-30T22:36:16.385Z.
    const next = createUlids({ now: () => 1469918176385, random: () => new Uint8Array(10) });
    expect(next()).toBe('01ARYZ6S410000000000000000');
  });

  it('makes ids that sort as they were made, also when the clock stands or goes back', () => {
    const times = [5, 5, 5, 9, 3, 3, 9, 10];
    const clock = times.values();
    const next = createUlids({ now: () => clock.next().value ?? 0, random: randomBytes });
    const ids = times.map(() => next());
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(LoreId.safeParse(id).success).toBe(true);
  });

  it('counts on into the next millisecond when the random part is full', () => {
    const next = createUlids({ now: () => 7, random: (count) => new Uint8Array(count).fill(255) });
    const [first, second] = [next(), next()];
    expect(first.slice(10)).toBe('Z'.repeat(16));
    expect(second > first).toBe(true);
    expect(timeOf(second)).toBe(8);
  });
});

describe('timeOf', () => {
  it('reads back when an id was made', () => {
    for (const now of [0, 1469922850259, Date.UTC(2026, 10, 24), 2 ** 48 - 1])
      expect(timeOf(createUlids({ now: () => now, random: randomBytes })())).toBe(now);
  });
});
