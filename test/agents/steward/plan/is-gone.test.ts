import { describe, expect, it } from '@jest/globals';
import { isGone, placeOf } from '../../../../src/agents/steward/plan/is-gone.ts';
import type { Outcome } from '../../../../src/domain/outcome.ts';
import type { Failure } from '../../../../src/domain/report.ts';
import { makeFailure } from '../../../make.ts';
import { makeEscalated, makeIncident, makeOutcome, PRINT } from '../make.ts';

const TEST = { tool: 'jest', rule: 'Error', file: 'a.test.ts', testPath: ['sums', 'adds'], check: 'test' };
const TYPE = { tool: 'tsc', rule: 'TS2305', file: 'src/a.ts', testPath: null, check: 'test' };
const EXIT = { tool: 'exit', rule: 'timeout', file: null, testPath: null, check: 'test' };

/** Whether the first is gone where the others are what is red now. */
function gone(first: Partial<Failure>, now: readonly Partial<Failure>[], ending: string = 'red'): boolean {
  const marker = { fingerprint: PRINT, check: 'test', place: placeOf(makeFailure(first)) };
  const incidents = now.map((one) => {
    const incident = makeIncident([one], { check: 'test', fingerprint: '1'.repeat(64) });
    incident.failures[0].fingerprint = '1'.repeat(64);
    return makeEscalated({ incident });
  });
  const ran = [{ check: 'test', ending }] as NonNullable<Outcome['ran']>;
  return isGone(marker, makeOutcome(incidents, { ran }));
}

describe('isGone', () => {
  it('is told by a green check, and by no other that was not run or did not end', () => {
    expect(gone(TEST, [], 'green')).toBe(true);
    expect(gone(TEST, [], 'cut')).toBe(false);
    expect(gone(TEST, [{ ...TEST, file: 'b.test.ts' }], 'cut')).toBe(false);
    const one = { fingerprint: PRINT, check: 'lint' };
    expect(isGone(one, makeOutcome([], { ran: [{ check: 'test', ending: 'green' }] }))).toBe(false);
    expect(isGone(one, makeOutcome([]))).toBe(false);
  });

  it('is not, while it is red', () => {
    const one = { fingerprint: PRINT, check: 'typecheck' };
    const ran = [{ check: 'typecheck', ending: 'green' as const }];
    expect(isGone(one, makeOutcome([makeEscalated()], { ran }))).toBe(false);
  });

  it.each([
    ['another test of its file', TEST, { ...TEST, testPath: ['sums', 'takes away'] }],
    ['a test of another file', TEST, { ...TEST, file: 'b.test.ts' }],
    ['another file that cannot be loaded', TEST, { ...TEST, file: 'b.test.ts', testPath: null }],
    ['a test of a file that could not be loaded', { ...TEST, testPath: null }, TEST],
    ['a type error elsewhere', TYPE, { ...TYPE, file: 'src/b.ts', rule: 'TS18048' }],
    ['another finding in its file', TYPE, { ...TYPE, rule: 'TS2322' }],
    ['what failed once the command came to its end', EXIT, TEST],
  ])('is told beside %s', (_what, first, now) => {
    expect(gone(first, [now])).toBe(true);
  });

  it.each([
    ['its test, red in another way', TEST, TEST],
    ['its suite', TEST, { ...TEST, testPath: ['sums'] }],
    ['a hook of its suite', TEST, { ...TEST, testPath: ['sums', '"before all" hook for "adds"'] }],
    ['its file, which cannot be loaded', TEST, { ...TEST, testPath: null }],
    [
      'another file, where one program loads all',
      { ...TEST, tool: 'mocha' },
      { ...TEST, tool: 'mocha', file: 'b', testPath: null },
    ],
    ['a failure without a file', TEST, { ...TEST, file: null, testPath: null }],
    ['a run that nobody could read', TEST, EXIT],
    ['a command in front of it', TEST, TYPE],
    ['a syntax error', TYPE, { ...TYPE, file: 'src/b.ts', rule: 'TS1005' }],
    ['a parse error in its file', { ...TYPE, tool: 'eslint' }, { ...TYPE, tool: 'eslint', rule: null }],
  ])('cannot be told beside %s', (_what, first, now) => {
    expect(gone(first, [now])).toBe(false);
  });

  it('cannot be told of one whose place was not kept', () => {
    const ran = [{ check: 'typecheck', ending: 'red' as const }];
    const one = { fingerprint: '2'.repeat(64), check: 'typecheck' };
    expect(isGone(one, makeOutcome([makeEscalated()], { ran }))).toBe(false);
  });
});
