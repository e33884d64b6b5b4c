import { describe, expect, it } from '@jest/globals';
import { minimise } from '../../../src/repair/regression/minimise.ts';

describe('minimise', () => {
  it.each([
    [16, [5]],
    [16, [0, 15]],
    [20, [3, 4, 11]],
    [1, [0]],
  ])('of %i pieces keeps those without which it is red: %j', async (many, guilty) => {
    const all = Array.from({ length: many }, (_, index) => index);
    let asked = 0;
    const kept = await minimise(all, async (sets) => {
      asked += sets.length;
      const hit = sets.findIndex((set) => guilty.every((piece) => set.includes(piece)));
      return hit < 0 ? null : hit;
    });
    expect(kept).toEqual(guilty);
    expect(asked).toBeLessThan(many * many);
  });
});
