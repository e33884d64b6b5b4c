import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isOpen, nextOpening } from '../../../../src/agents/steward/plan/hours.ts';
import {
  type IssuePlan,
  type IssueSituation,
  planIssue,
} from '../../../../src/agents/steward/plan/plan-issues.ts';
import {
  type OwnPull,
  type PullPlan,
  type PullSituation,
  planPull,
} from '../../../../src/agents/steward/plan/plan-pulls.ts';
import { mergeBody } from '../../../../src/agents/steward/text/keep-edits.ts';
import { BASE, HEAD, PRINT } from '../make.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const OTHER = 'e'.repeat(64);
const BRANCH = 'dreamos/fix/test-0badf00d';

function pull(changed: Partial<OwnPull> = {}): OwnPull {
  return {
    number: 1,
    state: 'open',
    isMerged: false,
    createdAt: ago(600),
    fingerprint: OTHER,
    ...{ branch: 'dreamos/fix/x', base: 'main' },
    head: BASE,
    ...changed,
  };
}
const mine = (changed: Partial<OwnPull> = {}) =>
  pull({ number: 7, fingerprint: PRINT, branch: BRANCH, ...changed });

const PULL: PullSituation = {
  now: NOW,
  mode: 'propose',
  caps: { pullsPerHour: 2, openPulls: 3, attempts: 3 },
  hours: null,
  isStopped: false,
  isAsked: false,
  fix: { fingerprint: PRINT, branch: BRANCH, base: 'main', commit: HEAD, attempts: 0 },
  pulls: [],
  remote: null,
};
const short = (plan: PullPlan | IssuePlan) =>
  `${plan.do}${'number' in plan ? ` ${plan.number}` : ''}: ${plan.reason}${plan.do === 'leave' && plan.isLater ? ', later' : ''}`;
const closed = { state: 'closed' as const };
const attempts = (count: number) => ({ fix: { ...PULL.fix, attempts: count } });

describe('planPull', () => {
  const table: readonly (readonly [string, Partial<PullSituation>, string])[] = [
    ['nothing is there', {}, 'open: new'],
    ['the settings say off', { mode: 'off' }, 'leave: off'],
    ['the settings say observe', { mode: 'observe' }, 'leave: observe'],
    ['observe, and it is asked for', { mode: 'observe', isAsked: true }, 'leave: observe'],
    [
      'one is open onto another branch',
      { pulls: [mine({ branch: `${BRANCH}-2`, base: 'topic' })] },
      'open: new',
    ],
    ['one onto another branch has its name', { pulls: [mine({ base: 'topic' })] }, 'leave: other-base'],
    ['one onto another branch was closed', { pulls: [mine({ ...closed, base: 'topic' })] }, 'open: new'],
    ['it is stopped', { isStopped: true }, 'leave: stopped'],
    ['it is stopped and asked for', { isStopped: true, isAsked: true }, 'leave: stopped'],
    ['our branch is there without a pull request', { remote: { isOurs: true } }, 'open: new'],
    ['a person’s commits are on the branch', { remote: { isOurs: false } }, 'leave: person-commits'],
    [
      'a person’s commits, and it is asked for',
      { remote: { isOurs: false }, isAsked: true },
      'leave: person-commits',
    ],
    [
      'a person’s commits on an open one',
      { remote: { isOurs: false }, pulls: [mine()] },
      'leave: person-commits',
    ],
    ['it is open with an earlier commit', { pulls: [mine()], remote: { isOurs: true } }, 'update 7: changed'],
    ['it is open with this commit', { pulls: [mine({ head: HEAD })] }, 'leave: unchanged'],
    ['it is open and its marker is gone', { pulls: [mine({ fingerprint: null })] }, 'update 7: changed'],
    ['another branch’s marker is gone', { pulls: [pull({ fingerprint: null })] }, 'open: new'],
    ['one without a marker was closed', { pulls: [mine({ fingerprint: null, ...closed })] }, 'leave: closed'],
    ['it was closed', { pulls: [mine(closed)] }, 'leave: closed'],
    ['it was closed, and is asked for', { pulls: [mine(closed)], isAsked: true }, 'open: new'],
    [
      'it was closed, and the failure is another',
      { pulls: [mine({ ...closed, fingerprint: OTHER })] },
      'open: new',
    ],
    ['it was merged, and is red again', { pulls: [mine({ ...closed, isMerged: true })] }, 'open: new'],
    [
      'it was closed, then merged',
      { pulls: [mine(closed), mine({ number: 8, ...closed, isMerged: true })] },
      'open: new',
    ],
    [
      'it was merged, then closed',
      { pulls: [mine({ ...closed, isMerged: true }), mine({ number: 8, ...closed })] },
      'leave: closed',
    ],
    [
      'it was closed, and another is open',
      { pulls: [mine({ number: 9, ...closed }), mine()] },
      'update 7: changed',
    ],
    ['it was closed by us, for it was gone', { pulls: [mine({ ...closed, wasGone: true })] }, 'open: new'],
    ['two attempts were made', attempts(2), 'open: new'],
    ['three attempts were made', attempts(3), 'leave: attempts'],
    ['three attempts were made, and it is asked for', { ...attempts(3), isAsked: true }, 'open: new'],
    ['three attempts were made, and it is open', { ...attempts(3), pulls: [mine()] }, 'leave: attempts'],
    ['it is outside the hours', { hours: '13:00-18:00' }, 'leave: hours, later'],
    ['it is within the hours', { hours: '08:00-18:00' }, 'open: new'],
    ['it is outside the hours, and asked for', { hours: '13:00-18:00', isAsked: true }, 'open: new'],
    ['an open one, outside the hours', { hours: '13:00-18:00', pulls: [mine()] }, 'update 7: changed'],
    ['two are open', { pulls: [pull(), pull({ number: 2 })] }, 'open: new'],
    ['three are open', { pulls: [1, 2, 3].map((number) => pull({ number })) }, 'leave: open-cap, later'],
    [
      'three are open, and it is asked for',
      { pulls: [1, 2, 3].map((number) => pull({ number })), isAsked: true },
      'leave: open-cap, later',
    ],
    [
      'three are open, it is one of them',
      { pulls: [pull(), pull({ number: 2 }), mine()] },
      'update 7: changed',
    ],
    ['three were closed', { pulls: [1, 2, 3].map((number) => pull({ number, ...closed })) }, 'open: new'],
    ['one was opened in the hour', { pulls: [pull({ createdAt: ago(59) })] }, 'open: new'],
    [
      'two were opened in the hour',
      { pulls: [pull({ createdAt: ago(59) }), pull({ number: 2, createdAt: ago(1), ...closed })] },
      'leave: hour-cap, later',
    ],
    [
      'two were opened an hour ago',
      { pulls: [pull({ createdAt: ago(60) }), pull({ number: 2, createdAt: ago(61) })] },
      'open: new',
    ],
    ['no pull request may be opened', { caps: { ...PULL.caps, openPulls: 0 } }, 'leave: open-cap, later'],
    ['none an hour', { caps: { ...PULL.caps, pullsPerHour: 0 } }, 'leave: hour-cap, later'],
  ];
  it.each(table)('%s', (_, changed, expected) => {
    const plan = planPull({ ...PULL, ...changed });
    expect(short(plan)).toBe(expected);
    expect(plan.why).toMatch(/^[a-z].*[^.]$/);
  });

  it('says when it is worth asking again, where time alone decides', () => {
    const when = (changed: Partial<PullSituation>) => {
      const plan = planPull({ ...PULL, ...changed });
      return plan.do === 'leave' ? (plan.at?.toISOString().slice(11, 16) ?? null) : plan.do;
    };
    const opened = (...minutes: number[]) => ({
      pulls: minutes.map((one, number) => pull({ number, ...closed, createdAt: ago(one) })),
    });
    expect(when({ hours: '13:30-18:00' })).toBe('13:30');
    expect(when(opened(50, 10))).toBe('12:10');
    expect(when(opened(10, 50, 30))).toBe('12:30');
    expect(when({ ...opened(10), caps: { ...PULL.caps, pullsPerHour: 0 } })).toBeNull();
    expect(when({ caps: { ...PULL.caps, openPulls: 0 } })).toBeNull();
    expect(when({ isStopped: true })).toBeNull();
    // Then it is as it says.
    const later = { ...PULL, ...opened(10, 50, 30), now: new Date('2026-11-24T12:30:00Z') };
    expect(planPull(later).do).toBe('open');
  });

  it('never opens above a cap, over a person’s commits, or where it was stopped', () => {
    const own = fc.record({
      number: fc.nat(50),
      state: fc.constantFrom('open' as const, 'closed' as const),
      isMerged: fc.boolean(),
      createdAt: fc.nat(200).map(ago),
      fingerprint: fc.constantFrom(PRINT, OTHER, null),
      base: fc.constantFrom('main', 'topic'),
      branch: fc.constantFrom(BRANCH, 'x'),
      head: fc.constantFrom(HEAD, BASE),
    });
    const situation = fc.record({
      mode: fc.constantFrom('propose' as const, 'observe' as const, 'off' as const),
      isStopped: fc.boolean(),
      isAsked: fc.boolean(),
      pulls: fc.array(own, { maxLength: 6 }),
      remote: fc.constantFrom(null, { isOurs: true }, { isOurs: false }),
    });
    fc.assert(
      fc.property(situation, (changed) => {
        const one = { ...PULL, ...changed };
        const plan = planPull(one);
        if (plan.do === 'leave') return;
        expect(one.mode).toBe('propose');
        expect(one.isStopped).toBe(false);
        expect(one.remote?.isOurs ?? true).toBe(true);
        if (plan.do === 'update') return;
        expect(one.pulls.filter(({ state }) => state === 'open').length).toBeLessThan(3);
        expect(one.pulls.filter(({ createdAt }) => createdAt > ago(60)).length).toBeLessThan(2);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('planIssue', () => {
  const TEXT = 'What failed: a test.';
  const ISSUE: IssueSituation = {
    now: NOW,
    mode: 'propose',
    hours: null,
    open: { number: 9, most: 10 },
    isStopped: false,
    isAsked: false,
    incident: 'red',
    issue: null,
    generated: TEXT,
  };
  const issue = (changed: Partial<NonNullable<IssueSituation['issue']>> = {}) => ({
    issue: {
      number: 4,
      state: 'open' as const,
      body: mergeBody(null, 'What failed: another.'),
      wasGone: false,
      ...changed,
    },
  });
  const table: readonly (readonly [string, Partial<IssueSituation>, string])[] = [
    ['there is none', {}, 'open: new'],
    ['the settings say off', { mode: 'off' }, 'leave: off'],
    ['the settings say observe', { mode: 'observe' }, 'leave: observe'],
    ['it is stopped', { isStopped: true, ...issue() }, 'leave: stopped'],
    ['it is outside the hours', { hours: '13:00-18:00' }, 'leave: hours, later'],
    ['it is outside the hours, and asked for', { hours: '13:00-18:00', isAsked: true }, 'open: new'],
    ['as many are open as may be', { open: { number: 10, most: 10 } }, 'leave: cap'],
    [
      'as many are open as may be, and it is asked for',
      { open: { number: 10, most: 10 }, isAsked: true },
      'open: new',
    ],
    [
      'as many are open as may be, and it is one',
      { open: { number: 10, most: 10 }, ...issue() },
      'update 4: changed',
    ],
    ['it says less than is known', issue(), 'update 4: changed'],
    ['it says so already', issue({ body: mergeBody(null, TEXT) }), 'leave: unchanged'],
    [
      'it says so already, saved by a browser',
      issue({ body: `Mine\r\n${mergeBody(null, TEXT).replaceAll('\n', '\r\n')}` }),
      'leave: unchanged',
    ],
    ['it was closed while it was red', issue({ state: 'closed' }), 'leave: closed'],
    [
      'it was closed while it was red, and is asked for',
      { ...issue({ state: 'closed' }), isAsked: true },
      'reopen 4: returned',
    ],
    ['it was gone and is back', issue({ state: 'closed', wasGone: true }), 'reopen 4: returned'],
    ['it is gone', { incident: 'gone', ...issue() }, 'close 4: gone'],
    ['it is gone and closed', { incident: 'gone', ...issue({ state: 'closed' }) }, 'leave: none'],
    ['it is gone and there was none', { incident: 'gone' }, 'leave: none'],
  ];
  it.each(table)('%s', (_, changed, expected) => {
    const plan = planIssue({ ...ISSUE, ...changed });
    expect(short(plan)).toBe(expected);
    expect(plan.why).toMatch(/^[a-z].*[^.]$/);
  });

  it('says when it is worth asking again', () => {
    const plan = planIssue({ ...ISSUE, hours: '13:30-18:00' });
    expect(plan).toMatchObject({ do: 'leave', at: new Date('2026-11-24T13:30:00Z') });
    expect(planIssue({ ...ISSUE, mode: 'observe' })).toMatchObject({ do: 'leave', at: null });
  });

  it('keeps what a person wrote', () => {
    const body = `I look into it.\n\n${mergeBody(null, 'What failed: another.')}`;
    const plan = planIssue({ ...ISSUE, ...issue({ body }) });
    expect(plan).toMatchObject({ do: 'update', body: `I look into it.\n\n${mergeBody(null, TEXT)}` });
    if (plan.do === 'update')
      expect(planIssue({ ...ISSUE, ...issue({ body: plan.body }) })).toMatchObject({
        do: 'leave',
        reason: 'unchanged',
      });
  });
});

describe('hours', () => {
  const at = (time: string) => new Date(`2026-11-24T${time}:30Z`);

  it.each([
    [null, '03:00', true],
    ['08:00-18:00', '08:00', true],
    ['08:00-18:00', '17:59', true],
    ['08:00-18:00', '18:00', false],
    ['08:00-18:00', '07:59', false],
    ['22:00-06:00', '23:00', true],
    ['22:00-06:00', '05:59', true],
    ['22:00-06:00', '06:00', false],
    ['22:00-06:00', '12:00', false],
    ['09:00-09:00', '03:00', true],
  ])('%s at %s: %s', (hours, time, expected) => {
    expect(isOpen(hours, at(time))).toBe(expected);
  });

  it('say when they begin next', () => {
    expect(nextOpening('08:00-18:00', at('07:10')).toISOString()).toBe('2026-11-24T08:00:00.000Z');
    expect(nextOpening('08:00-18:00', at('19:10')).toISOString()).toBe('2026-11-25T08:00:00.000Z');
    expect(nextOpening('22:00-06:00', at('12:00')).toISOString()).toBe('2026-11-24T22:00:00.000Z');
    expect(nextOpening('08:00-18:00', at('09:00'))).toEqual(at('09:00'));
    expect(nextOpening(null, at('09:00'))).toEqual(at('09:00'));
  });

  it('are open when they begin next, whatever they are', () => {
    const minute = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(
        minute,
        minute,
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        (from, to, now) => {
          const next = nextOpening(`${from}-${to}`, now);
          expect(isOpen(`${from}-${to}`, next)).toBe(true);
          expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(86_400_000);
          expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime());
        },
      ),
    );
  });
});
