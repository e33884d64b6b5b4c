import { describe, expect, it } from '@jest/globals';
import { renderVerify, renderWatch, type WatchFacts } from '../../../../src/agents/steward/text/check.ts';
import {
  expectCheckText,
  expectPlain,
  HOSTILE,
  HTML_URL,
  makeEscalated,
  makeHealed,
  makeIncident,
  makeOutcome,
  makeProof,
  PRINT,
  withText,
} from '../make.ts';

const FACTS: WatchFacts = { htmlUrl: HTML_URL, gate: false, isFork: false, places: new Map() };

describe('renderWatch', () => {
  it('is a success when all is green', () => {
    const text = renderWatch(makeOutcome([]), FACTS);
    expect(text).toMatchSnapshot();
    expectCheckText(text);
  });

  it('tells what is red, by incident and by line', () => {
    const outcome = makeOutcome(
      [
        makeHealed(),
        makeEscalated({
          incident: makeIncident(
            [
              {
                check: 'test',
                tool: 'jest',
                rule: null,
                file: 'test/a.test.ts',
                line: 9,
                testPath: ['a', 'b'],
                message: 'not equal',
                expected: '1',
                actual: '2',
              },
            ],
            { check: 'test', cause: 'AssertionError in b' },
          ),
        }),
        makeEscalated({ outcome: 'flaky' }),
      ],
      { notes: ['the check e2e timed out'] },
    );
    const text = renderWatch(outcome, { ...FACTS, places: new Map([[PRINT, `${HTML_URL}/pull/4`]]) });
    expect(text).toMatchSnapshot();
    expectCheckText(text);
  });

  it('blocks only where it is told to, and never for a flaky test', () => {
    const of = (incidents: Parameters<typeof makeOutcome>[0], gate: boolean) =>
      renderWatch(makeOutcome(incidents), { ...FACTS, gate }).conclusion;
    expect([of([], false), of([], true)]).toEqual(['success', 'success']);
    expect([of([makeEscalated()], false), of([makeEscalated()], true)]).toEqual(['neutral', 'failure']);
    expect([of([makeHealed()], false), of([makeHealed()], true)]).toEqual(['neutral', 'failure']);
    expect([
      of([makeEscalated({ outcome: 'flaky' })], false),
      of([makeEscalated({ outcome: 'flaky' })], true),
    ]).toEqual(['neutral', 'neutral']);
    expect(renderWatch(makeOutcome([], { status: 'refused' }), FACTS).conclusion).toBe('neutral');
  });

  it('only reports a fork', () => {
    const text = renderWatch(makeOutcome([makeHealed()]), { ...FACTS, isFork: true });
    expect(text.summary).toContain('comes from a fork');
    expect(text.summary).not.toContain('a fix');
    expect(text.annotations).toHaveLength(1);
  });

  it('annotates every failure with a place, in order and once', () => {
    const failures = Array.from({ length: 120 }, (_, at) => ({
      file: `src/f${at % 60}.ts`,
      line: (at % 60) + 1,
    }));
    const without = [
      { file: null, line: null },
      { file: '../../etc/passwd', line: 1 },
      { file: '/etc/passwd', line: 1 },
      { file: 'src/a.ts', line: null },
      { file: 'src/a.ts', line: 0 },
    ];
    const text = renderWatch(
      makeOutcome([makeEscalated({ incident: makeIncident([...failures, ...without]) })]),
      FACTS,
    );
    expect(text.annotations.map(({ path }) => path)).toEqual(
      Array.from({ length: 60 }, (_, at) => `src/f${at}.ts`),
    );
    expectCheckText(text);
  });

  it('takes no word of a log for more than a word, and stays short', () => {
    for (const hostile of [HOSTILE, 'x|`<i> '.repeat(2000)]) {
      const one = withText(makeEscalated(), hostile);
      const incidents = Array.from({ length: 60 }, () => ({
        ...one,
        incident: {
          ...one.incident,
          failures: makeIncident([{ message: hostile, rule: hostile, expected: hostile }]).failures,
        },
      }));
      expectCheckText(
        renderWatch(makeOutcome(incidents, { notes: Array.from({ length: 60 }, () => hostile) }), FACTS),
      );
    }
  });
});

describe('renderVerify', () => {
  it('shows the proof', () => {
    const text = renderVerify({ proof: makeProof() }, FACTS);
    expect(text).toMatchSnapshot();
    expectCheckText(text);
    expectCheckText(
      renderVerify(
        {
          proof: makeProof({
            ...{ check: HOSTILE, versions: { [HOSTILE]: HOSTILE }, provedAt: HOSTILE, command: HOSTILE },
          }),
        },
        FACTS,
      ),
    );
  });

  it('shows what both runs printed, and nothing in it is more than text', () => {
    const logs = { before: 'src/app.ts(3,10): error TS2305: …\n', after: '' };
    const { text } = renderVerify({ proof: makeProof(), logs }, FACTS);
    expect(text).toMatchSnapshot();
    const hostile = renderVerify({ proof: makeProof(), logs: { before: HOSTILE, after: HOSTILE } }, FACTS);
    expectPlain(hostile.text ?? '');
  });

  it.each([
    ['many lines', '漢字 failed\n'.repeat(5000)],
    ['one line', '漢'.repeat(20_000)],
    ['what does not show', '\u202e'.repeat(20_000)],
    ['a long line at the end', `x\n${'漢'.repeat(19_000)}`],
  ])('fits into what GitHub takes, and keeps the end: %s', (_, log) => {
    const { text = '' } = renderVerify(
      { proof: makeProof(), logs: { before: `${log}the end`, after: log } },
      FACTS,
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(text)).toBeGreaterThan(20_000);
    expect(text).toContain('the end\n```');
    expect(text.match(/^```/gm)).toHaveLength(4);
  });
});
