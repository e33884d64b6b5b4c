import { describe, expect, it } from '@jest/globals';
import {
  DASHBOARD_TITLE,
  type DashboardState,
  readTickId,
  renderDashboard,
  TICK_RIGHT,
  tickId,
} from '../../../../src/agents/steward/text/dashboard.ts';
import { mergeBody, readChanges } from '../../../../src/agents/steward/text/keep-edits.ts';
import { readMarker } from '../../../../src/agents/steward/text/marker.ts';
import { readTicks } from '../../../../src/agents/steward/text/ticks.ts';
import { BASE, expectPlain, HEAD, HOSTILE, HTML_URL, PRINT } from '../make.ts';

const EMPTY: DashboardState = {
  htmlUrl: HTML_URL,
  mode: 'propose',
  open: [],
  waiting: [],
  unfixed: [],
  ignored: [],
  spend: { since: '2026-11-17T00:00:00Z', runs: 0, seconds: 0, pulls: 0, merged: 0 },
  health: { lastRun: null, sha: null, isGreen: null, troubles: [] },
};
const ONE = {
  fingerprint: PRINT,
  check: 'typecheck',
  cause: 'missing export "sum" of src/math.ts',
  since: '2026-11-20T10:00:00Z',
  number: 4,
  attempts: 1,
};
const print = (digit: string) => digit.repeat(64);
const FULL: DashboardState = {
  ...EMPTY,
  open: [
    { ...ONE, attempts: 0, why: 'it waits for a free place: 3 pull requests are open' },
    { ...ONE, fingerprint: print('5'), number: null, attempts: 0, why: 'it waits for its hour' },
  ],
  waiting: [
    { ...ONE, fingerprint: print('1'), head: HEAD, isDraft: true },
    { ...ONE, fingerprint: print('2'), head: HEAD, isDraft: false, onto: 'topic' },
  ],
  unfixed: [{ ...ONE, fingerprint: print('3'), number: 9, attempts: 3, why: 'no candidate could be proved' }],
  ignored: [{ ...ONE, fingerprint: print('4'), number: null }],
  spend: { since: '2026-11-17T00:00:00Z', runs: 12, seconds: 4000, pulls: 4, merged: 3 },
  health: {
    lastRun: '2026-11-24T10:11:12Z',
    sha: BASE,
    isGreen: false,
    troubles: ['the log of CI could not be read'],
  },
};

describe('renderDashboard', () => {
  it('says that nothing is red', () => {
    const body = renderDashboard(EMPTY);
    expectPlain(body);
    expect(body).toMatchSnapshot();
  });

  it('tells all there is, with a box for what can be asked', () => {
    const body = renderDashboard(FULL);
    expectPlain(body);
    expect(body).toMatchSnapshot();
    expect(readMarker(body)).toMatchObject({ v: 1, kind: 'dashboard', ledger: { runs: 12, seconds: 4000 } });
    expect([...readTicks(body)]).toEqual([
      [`ignore/${PRINT}`, false],
      [`approve/${print('1')}/${HEAD}`, false],
      [`ignore/${print('1')}`, false],
      [`ignore/${print('2')}`, false],
      [`retry/${print('3')}/3`, false],
      [`ignore/${print('3')}`, false],
      [`ignore/${print('4')}`, true],
    ]);
  });

  it('says that something is red where nobody is told to do anything about it', () => {
    const health = { ...FULL.health, troubles: [] };
    expect(renderDashboard({ ...EMPTY, health })).toContain('What was red is nobody’s task here.');
  });

  it('does not ask twice for what was ticked once', () => {
    const ticked = mergeBody(null, renderDashboard(FULL)).replace(/\[ \](?= try)/, '[x]');
    expect([...readChanges(ticked)]).toEqual([[`retry/${print('3')}/3`, true]]);
    const [unfixed] = FULL.unfixed;
    const after = mergeBody(
      ticked,
      renderDashboard({ ...FULL, unfixed: unfixed ? [{ ...unfixed, attempts: 4 }] : [] }),
    );
    expect(readChanges(after).size).toBe(0);
    expect(readTicks(after).get(`retry/${print('3')}/4`)).toBe(false);
  });

  it('takes no word of a check for more than a word, and stays short', () => {
    for (const text of [HOSTILE, 'x|`<i> '.repeat(2000)]) {
      const one = { ...ONE, check: text, cause: text, since: text, why: text, head: HEAD, isDraft: true };
      const all = Array.from({ length: 200 }, () => one);
      const body = renderDashboard({
        ...FULL,
        open: all,
        waiting: all,
        unfixed: all,
        ignored: all,
        spend: { ...FULL.spend, since: text },
        health: {
          lastRun: text,
          sha: text,
          isGreen: null,
          troubles: Array.from({ length: 200 }, () => text),
        },
      });
      expectPlain(body);
      expect([...readTicks(body).keys()].every((id) => readTickId(id) !== null)).toBe(true);
    }
  });
});

describe('readTickId', () => {
  it('is for who may write, on the issue of this name', () => {
    expect([TICK_RIGHT, DASHBOARD_TITLE]).toEqual(['write', 'Dream.OS Dashboard']);
  });

  it('reads what was written, and nothing else', () => {
    for (const order of [
      { verb: 'retry', fingerprint: PRINT, attempts: 12 },
      { verb: 'approve', fingerprint: PRINT, sha: HEAD },
      { verb: 'ignore', fingerprint: PRINT },
    ] as const)
      expect(readTickId(tickId(order))).toEqual(order);
    for (const id of [
      '',
      'retry',
      `retry/${PRINT}`,
      `retry/${PRINT}/x`,
      `approve/${PRINT}/abc`,
      `ignore/${PRINT}/1`,
      `stop/${PRINT}`,
      'ignore/1',
    ])
      expect(readTickId(id)).toBeNull();
  });
});
