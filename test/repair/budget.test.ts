import { describe, expect, it } from '@jest/globals';
import { Budget } from '../../src/repair/budget.ts';

function makeBudget(options: Partial<{ seconds: number; candidates: number }> = {}) {
  let now = 1000;
  const outside = new AbortController();
  const budget = new Budget({
    seconds: 10,
    candidates: 2,
    ...options,
    clock: { now: () => now },
    signal: outside.signal,
  });
  return { budget, pass: (ms: number) => (now += ms), interrupt: () => outside.abort() };
}

describe('Budget', () => {
  it('ends by time, and says so', () => {
    const { budget, pass } = makeBudget();
    pass(9_999);
    expect(budget.ending()).toBeNull();
    expect(budget.left()).toBe(1);
    pass(1);
    expect(budget.ending()).toBe('the budget of 10 s was used up');
  });

  it('does not count what is given back', () => {
    const { budget, pass } = makeBudget();
    pass(12_000);
    budget.pause(5_000);
    expect(budget.left()).toBe(3_000);
  });

  it('ends by candidates', () => {
    const { budget } = makeBudget();
    expect([budget.takeCandidate(), budget.takeCandidate(), budget.takeCandidate()]).toEqual([
      true,
      true,
      false,
    ]);
    expect(budget.ending()).toBe('the budget of candidates was used up');
  });

  it('ends when the user interrupts', () => {
    const { budget, interrupt } = makeBudget();
    interrupt();
    expect(budget.ending()).toBe('the run was interrupted');
  });
});
