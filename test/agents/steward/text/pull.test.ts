import { describe, expect, it } from '@jest/globals';
import { readMarker } from '../../../../src/agents/steward/text/marker.ts';
import { isHealed, type PullFacts, renderPull } from '../../../../src/agents/steward/text/pull.ts';
import type { IncidentOutcome } from '../../../../src/domain/outcome.ts';
import {
  BASE,
  CULPRIT,
  expectPlain,
  HEAD,
  HOSTILE,
  HTML_URL,
  makeHealed,
  makeIncident,
  makeOutcome,
  makeProof,
  makeRun,
  PRINT,
  withText,
} from '../make.ts';

const ID = '01M862KT9SD9W76CY6B9CVDTFW';
const FACTS: PullFacts = {
  htmlUrl: HTML_URL,
  run: makeOutcome([]),
  branch: 'main',
  attempt: 1,
  runUrl: `${HTML_URL}/runs/7`,
  habits: null,
};

function render(one: IncidentOutcome, facts: Partial<PullFacts> = {}) {
  if (!isHealed(one)) throw new Error('not healed');
  return renderPull(one, { ...FACTS, ...facts });
}
const show = ({ title, body, isDraft }: ReturnType<typeof render>) =>
  `${isDraft ? 'DRAFT ' : ''}${title}\n\n${body}`;

describe('renderPull', () => {
  it('tells one failure', () => {
    const pull = render(makeHealed());
    expect(show(pull)).toMatchSnapshot();
    expectPlain(pull.body);
  });

  it('leads to the logs of its proof, where it is known at which commit they are', () => {
    const { body } = render(makeHealed(), { tip: HEAD });
    expect(render(makeHealed({ draft: true }), { tip: 'c'.repeat(40) }).body).toContain(
      `/dreamos approve ${'c'.repeat(40)}`,
    );
    expect(body).toContain(
      `both logs of \`typecheck\` are in [\`dreamos/verify\`](${HTML_URL}/commit/${HEAD}/checks).`,
    );
    expectPlain(body);
    for (const tip of [null, 'main) [x](https://evil.example'])
      expect(render(makeHealed(), { tip }).body).not.toMatch(/both logs|evil/);
  });

  it('tells many, with what memory did and what was left out', () => {
    const many = Array.from({ length: 14 }, (_, at) => ({ file: `src/part-${at}.ts`, line: at + 1 }));
    const pull = render(
      makeHealed({
        incident: makeIncident(many),
        proof: makeProof({
          remaining: ['a'.repeat(64)],
          leftOut: [{ check: 'packages-b-test', why: 'packages/b does not depend on src' }],
        }),
        lore: {
          recalled: [
            { id: ID, why: 'the same fingerprint', trust: 'verified', stale: false },
            { id: ID, why: 'the words missing export', trust: 'observed', stale: true },
          ],
          changed: ['the fixer modules was tried first, as it held before'],
          written: [ID],
        },
      }),
      { attempt: 2, runUrl: null },
    );
    expect(show(pull)).toMatchSnapshot();
    expectPlain(pull.body);
  });

  it('asks who made a change that it undoes, as a draft', () => {
    const pull = render(
      makeHealed({
        incident: makeIncident(
          [
            {
              check: 'test',
              tool: 'jest',
              rule: null,
              testPath: ['sum', 'adds'],
              file: 'test/sum.test.ts',
              message: 'expect(received).toBe(expected)',
              expected: '3',
              actual: '-1',
            },
          ],
          { check: 'test', cause: 'AssertionError in adds' },
        ),
        fixer: 'regression',
        title: 'undo 2 lines of fedcba098765 in src/sum.ts',
        draft: true,
        culprit: CULPRIT,
        attempts: [],
        proof: makeProof({ red: makeRun({ exit: null, timedOut: true }), others: [] }),
      }),
      { habits: { style: 'plain', isCapital: true, isSignedOff: false } },
    );
    expect(show(pull)).toMatchSnapshot();
    expectPlain(pull.body);
  });

  it('shows the ends of a long log, and no more', () => {
    const log = Array.from({ length: 5000 }, (_, at) => `line ${at} of the log`).join('\n');
    const pull = render(makeHealed({ incident: makeIncident([{ message: log }]) }));
    expect(pull.body).toContain('line 4999');
    expect(pull.body).toContain('lines are left out');
    expectPlain(pull.body);
  });

  it('takes no word of a log for more than a word', () => {
    const pull = render(
      withText(
        makeHealed({
          culprit: CULPRIT,
          draft: true,
          lore: {
            recalled: [{ id: ID, why: 'x', trust: 'imported', stale: true }],
            changed: ['x'],
            written: [ID],
          },
        }),
        HOSTILE,
      ),
      { branch: HOSTILE },
    );
    expectPlain(pull.body);
    expect(show(pull)).toMatchSnapshot();
    expect(readMarker(pull.body)).toMatchObject({ kind: 'pull', fingerprint: PRINT });
    expect(pull.title).not.toMatch(/@\w|#\d|\n|\u202e/);
    expect(pull.title.length).toBeLessThanOrEqual(256);
  });

  it('stays short whatever comes', () => {
    const long = 'y|`@x '.repeat(20_000);
    const one = withText(
      makeHealed({
        culprit: { ...CULPRIT, others: Array.from({ length: 300 }, () => BASE), exact: false },
        attempts: Array.from({ length: 200 }, () => ({
          fixer: 'x',
          candidate: 'x',
          verdict: { status: 'unapplicable' as const, why: 'x' },
        })),
        incident: makeIncident(Array.from({ length: 300 }, () => ({ expected: 'x', actual: 'y' }))),
        lore: {
          recalled: Array.from({ length: 100 }, () => ({
            id: ID,
            why: 'x',
            trust: 'verified' as const,
            stale: false,
          })),
          changed: Array.from({ length: 100 }, () => 'x'),
          written: Array.from({ length: 100 }, () => ID),
        },
        proof: makeProof({
          others: Array.from({ length: 100 }, () => ({ before: makeRun(), after: makeRun() })),
          leftOut: Array.from({ length: 100 }, () => ({ check: 'x', why: 'x' })),
          guard: {
            allowed: true,
            findings: Array.from({ length: 100 }, () => ({ rule: 'x', file: 'x', line: 1, why: 'x' })),
          },
        }),
      }),
      long,
    );
    expectPlain(render(one).body);
  });

  it('has a marker that says which incident and which commit its proof is of', () => {
    expect(readMarker(render(makeHealed()).body)).toEqual({
      v: 1,
      kind: 'pull',
      fingerprint: PRINT,
      check: 'typecheck',
      base: BASE,
      head: HEAD,
      attempt: 1,
      place: { tool: 'tsc', file: '841254fe', test: null },
    });
  });

  it('is none without a proof', () => {
    expect(isHealed(makeHealed({ proof: null }))).toBe(false);
    expect(isHealed(makeHealed({ outcome: 'escalated' }))).toBe(false);
  });
});
