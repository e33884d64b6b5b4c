import { describe, expect, it } from '@jest/globals';
import { betaMean, type Signs, scoreOf } from '../../src/lore/rank.ts';

const DAY = 86_400_000;

function score(changed: Partial<Signs> = {}): number {
  return scoreOf({
    ...{ match: 'class', likeness: 1, trust: 'verified', outcome: 'merged', cites: 'fresh', ageMs: DAY },
    ...changed,
  });
}

describe('scoreOf', () => {
  it('puts the very failure before its class, and the class before words', () => {
    expect(score({ match: 'fingerprint' })).toBeGreaterThan(score());
    expect(score()).toBeGreaterThan(score({ match: 'words' }));
  });

  it('puts what held before what is newer and was only proposed', () => {
    expect(score({ outcome: 'held', ageMs: 900 * DAY })).toBeGreaterThan(score({ outcome: 'proposed' }));
  });

  it('puts what was taken back last, though it is the very failure', () => {
    expect(score({ match: 'fingerprint', outcome: 'reverted' })).toBeLessThan(score({ match: 'words' }));
  });

  it.each<[string, Partial<Signs>]>([
    ['stale', { cites: 'stale' }],
    ['old', { ageMs: 400 * DAY }],
    ['observed', { trust: 'observed' }],
    ['less alike', { likeness: 0.5 }],
  ])('weighs what is %s less', (_, changed) => {
    expect(score(changed)).toBeLessThan(score());
  });

  it('takes a clock that runs behind for no age', () => {
    expect(score({ ageMs: -DAY })).toBe(score({ ageMs: 0 }));
  });
});

describe('betaMean', () => {
  it('begins in the middle and moves with what was seen', () => {
    expect(betaMean({ held: 0, missed: 0 })).toBe(0.5);
    expect(betaMean({ held: 3, missed: 0 })).toBe(0.8);
    expect(betaMean({ held: 1, missed: 3 })).toBeCloseTo(1 / 3);
  });
});
