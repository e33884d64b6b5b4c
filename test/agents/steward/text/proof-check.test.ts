import { describe, expect, it } from '@jest/globals';
import { type ProofFacts, renderProofCheck } from '../../../../src/agents/steward/text/proof-check.ts';
import type { ChangeProof } from '../../../../src/domain/change-proof.ts';
import { BASE, expectCheckText, HEAD, HOSTILE, HTML_URL, makeRun } from '../make.ts';

const FACTS: ProofFacts = { htmlUrl: HTML_URL, gate: false, claimsFix: true };

describe('renderProofCheck', () => {
  const unproved: ChangeProof = {
    status: 'unproved',
    base: BASE,
    head: HEAD,
    guard: {
      allowed: false,
      findings: [
        { rule: 'test-skipped', file: 'test/sum.test.ts', line: 12, why: 'a test is skipped: it.skip' },
        { rule: 'strictness', file: 'tsconfig.json', line: null, why: 'strict is switched off' },
      ],
    },
    checks: [
      {
        check: 'test',
        result: 'kept',
        before: makeRun({ exit: 1 }),
        after: makeRun({ exit: 1 }),
        withNewTests: true,
        why: 'nothing that was red is green',
      },
      {
        check: 'typecheck',
        result: 'broke',
        before: makeRun(),
        after: makeRun({ exit: null, timedOut: true }),
        withNewTests: false,
        why: 'src/a.ts:1: TS2304',
      },
    ],
    missing: ['nothing was red before and is green after', 'the guard refused it'],
    recorded: 'differs',
  };

  it('tells what is missing, and puts the guard’s findings at their lines', () => {
    const text = renderProofCheck(unproved, FACTS);
    expect(text).toMatchSnapshot();
    expectCheckText(text);
  });

  it('blocks only where it is told to', () => {
    expect(renderProofCheck(unproved, FACTS).conclusion).toBe('neutral');
    const gated = renderProofCheck(unproved, { ...FACTS, gate: true });
    expect(gated.conclusion).toBe('failure');
    expect(gated.annotations[0]?.level).toBe('failure');
    const proved = renderProofCheck(
      { ...unproved, status: 'proved', missing: [], guard: { allowed: true, findings: [] } },
      { ...FACTS, gate: true },
    );
    expect(proved.conclusion).toBe('success');
    expect(proved.title).toBe('Proved by our own runs');
  });

  it('asks who claims no fix for no harm, and for nothing else', () => {
    const asked = (changed: Partial<ChangeProof>, claimsFix: boolean) => {
      const text = renderProofCheck({ ...unproved, ...changed }, { ...FACTS, claimsFix, gate: true });
      expectCheckText(text);
      return text;
    };
    const missing = ['no check was red at base'];
    const [kept, broke] = unproved.checks;
    if (kept === undefined || broke === undefined) throw new Error('there are two checks');
    const harmless = { guard: { allowed: true, findings: [] }, checks: [kept], missing };
    expect(asked(harmless, true).conclusion).toBe('failure');
    const feature = asked(harmless, false);
    expect([feature.conclusion, feature.title]).toEqual([
      'neutral',
      'No fix is claimed: no test is weakened, nothing got worse',
    ]);
    expect(feature.summary).not.toMatch(/missing|no check was red/);
    expect(asked({ ...harmless, checks: [] }, false).title).toMatch(/no check was run$/);
    const worse = asked({ ...harmless, checks: [kept, broke] }, false);
    expect([worse.conclusion, worse.title]).toEqual(['failure', '1 thing is weaker or worse']);
    expect(worse.summary).toContain('- typecheck `src/a.ts:1`: TS2304');
    expect(asked({ missing }, false).title).toBe('3 things are weaker or worse');
  });

  it('takes no word of a change for more than a word', () => {
    const many = Array.from({ length: 500 }, () => HOSTILE);
    expectCheckText(
      renderProofCheck(
        {
          ...unproved,
          missing: many,
          guard: {
            allowed: false,
            findings: many.map((text) => ({ rule: text, file: text, line: 1, why: text })),
          },
          checks: many.map((text) => ({
            check: text,
            result: 'broke' as const,
            before: makeRun(),
            after: makeRun(),
            withNewTests: false,
            why: text,
          })),
        },
        FACTS,
      ),
    );
  });
});
