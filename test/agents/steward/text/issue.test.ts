import { describe, expect, it } from '@jest/globals';
import {
  type IssueFacts,
  renderGone,
  renderIssue,
  renderReturned,
} from '../../../../src/agents/steward/text/issue.ts';
import { readMarker } from '../../../../src/agents/steward/text/marker.ts';
import type { IncidentOutcome } from '../../../../src/domain/outcome.ts';
import {
  BASE,
  CHECKS,
  CULPRIT,
  expectPlain,
  HOSTILE,
  HTML_URL,
  makeEscalated,
  makeIncident,
  makeOutcome,
  PRINT,
  withText,
} from '../make.ts';

const FACTS: IssueFacts = {
  htmlUrl: HTML_URL,
  run: makeOutcome([]),
  branch: 'main',
  attempt: 1,
  runUrl: null,
  ...{ checks: CHECKS, mostAttempts: 3 },
};
const show = (one: IncidentOutcome, facts: Partial<IssueFacts> = {}) => {
  const { title, body } = renderIssue(one, { ...FACTS, ...facts });
  expectPlain(body);
  return `${title}\n\n${body}`;
};

describe('renderIssue', () => {
  it('tells what failed, what was tried and where to look', () => {
    expect(show(makeEscalated({ culprit: CULPRIT }))).toMatchSnapshot();
  });

  it('shows the command of the smallest case', () => {
    const incident = makeIncident(
      [
        {
          check: 'test',
          tool: 'jest',
          rule: null,
          file: 'test/sum.test.ts',
          testPath: ['sum', 'adds'],
          message: 'expected 3',
          expected: '3',
          actual: '4',
        },
      ],
      { check: 'test', cause: 'AssertionError in adds' },
    );
    const text = show(
      makeEscalated({
        incident,
        attempts: [],
        candidates: 0,
        escalation: null,
        why: 'budget of 300 s used up',
      }),
    );
    expect(text).toContain("```sh\nnpx jest test/sum.test.ts -t '^sum adds$'\n```");
    expect(text).toMatchSnapshot();
    expect(show(makeEscalated({ incident }), { checks: [] })).not.toContain('### See it');
  });

  it('tells a flaky one, and one that was not tried', () => {
    expect(show(makeEscalated({ outcome: 'flaky', why: 'green 2 of 3 times', attempts: [] }))).toContain(
      '**It is flaky: red and green at one commit.** It ended with: green 2 of 3 times.',
    );
    expect(show(makeEscalated({ outcome: 'refused', why: 'the budget was used up' }))).toContain(
      '**It was not tried.**',
    );
  });

  it('takes no word of a log for more than a word', () => {
    const one = withText(makeEscalated({ culprit: { ...CULPRIT, exact: false, others: [BASE] } }), HOSTILE);
    const facts = { branch: HOSTILE, checks: [{ name: HOSTILE, run: HOSTILE, cwd: HOSTILE }] };
    const text = show(
      { ...one, escalation: `### Look at next\n\n- ${HOSTILE.replaceAll('\n', '\n- ')}` },
      facts,
    );
    expect(readMarker(renderIssue(one, FACTS).body)).toMatchObject({ kind: 'issue', fingerprint: PRINT });
    expect(text.split('\n')[0]?.length).toBeLessThanOrEqual(256);
  });

  it('says that it is only looked at after as many attempts as may be', () => {
    const told = '2 attempts were made; `/dreamos retry` tries again.';
    expect(show(makeEscalated(), { attempt: 2, mostAttempts: 2 })).toContain(told);
    expect(show(makeEscalated(), { attempt: 2 })).not.toContain('tries again');
  });

  it('stays short whatever comes', () => {
    const long = 'z|`<b> '.repeat(10_000);
    show(
      withText(
        makeEscalated({
          culprit: CULPRIT,
          incident: makeIncident(Array.from({ length: 300 }, () => ({}))),
          attempts: Array.from({ length: 300 }, () => ({
            fixer: 'x',
            candidate: 'x',
            verdict: { status: 'still-red' as const, left: 2, why: 'x', ms: 1 },
          })),
        }),
        long,
      ),
    );
  });
});

describe('notes', () => {
  it('say that it is red again', () => {
    const text = renderReturned(makeEscalated(), FACTS);
    expectPlain(text);
    expect(text).toMatchSnapshot();
    expectPlain(renderReturned(withText(makeEscalated(), HOSTILE), FACTS));
  });

  it('say that it is gone', () => {
    const facts = { htmlUrl: HTML_URL, check: 'typecheck', branch: 'main', sha: BASE, by: 12 };
    expectPlain(renderGone(facts));
    expect(renderGone(facts)).toMatchSnapshot();
    expect(renderGone({ ...facts, by: null })).not.toContain('pull request');
    expectPlain(renderGone({ ...facts, check: HOSTILE, branch: HOSTILE }));
  });
});
