import type { IncidentOutcome, Outcome } from '../../src/domain/outcome.ts';
import type { RunFacts } from '../../src/lore/to-entries.ts';
import { createUlids } from '../../src/lore/ulid.ts';

export const BASE = 'b'.repeat(40);
export const HEAD = 'c'.repeat(40);
const PRINT = 'a1'.repeat(32);

/** Incidents of every outcome, with these words wherever words of others stand. */
function makeOutcome(words: string): Outcome {
  const incidents = (['healed', 'escalated', 'flaky', 'refused'] as const).map((outcome) =>
    makeIncident(outcome, words),
  );
  return {
    status: 'escalated',
    base: BASE,
    incidents,
    notes: [words],
    lore: { written: [] },
    seconds: { total: 12.34, checks: 10, installs: 0 },
  };
}

function makeIncident(outcome: IncidentOutcome['outcome'], words: string): IncidentOutcome {
  const isHealed = outcome === 'healed';
  const failure = {
    check: 'test',
    tool: 'jest',
    rule: 'TypeError',
    file: 'test/sum.test.js',
    line: 3,
    column: null,
    testPath: ['sum', words],
    message: `${words}\n    at sum (src/sum.js:1:1)`,
    expected: words,
    actual: words,
    frames: [{ file: 'src/sum.js', line: 1, column: 1, name: words, own: true }],
    fingerprint: PRINT,
  };
  const ran = {
    exit: 1,
    signal: null,
    timedOut: false,
    ms: 5,
    bytes: 9,
    sha256: PRINT,
    check: 'test',
    command: words,
    failures: {},
  };
  return {
    incident: { fingerprint: PRINT, check: 'test', cause: words, failures: [failure] },
    outcome,
    fixer: isHealed ? 'modules' : null,
    title: isHealed ? words : null,
    patch: isHealed ? `--- a/src/sum.js\n+++ b/src/sum.js\n@@ -1 +1 @@\n-a\n+${words}\n` : null,
    branch: isHealed ? 'dreamos/fix/test-a1a1a1a1' : null,
    commit: isHealed ? HEAD : null,
    proof: isHealed
      ? {
          version: 1,
          base: BASE,
          patchSha256: PRINT,
          incident: PRINT,
          check: 'test',
          command: words,
          red: ran,
          green: { ...ran, exit: 0 },
          others: [],
          remaining: [PRINT],
          guard: { allowed: true, findings: [] },
          versions: {},
          provedAt: '2026-11-24T06:00:00.000Z',
        }
      : null,
    draft: false,
    culprit: {
      sha: HEAD,
      subject: words,
      author: words,
      date: '2026-11-01',
      runs: 4,
      searched: 9,
      exact: false,
      others: [HEAD],
      changedTest: false,
    },
    attempts:
      outcome === 'flaky'
        ? []
        : [{ fixer: words, candidate: words, verdict: { status: 'still-red', left: 1, why: words, ms: 3 } }],
    candidates: 3,
    escalation: words,
    why: words,
    lore: { recalled: [], changed: [], written: [] },
  };
}

export function makeFacts(words: string, changed: Partial<RunFacts> = {}): RunFacts {
  return {
    run: '20261124060000000-abcdef',
    agent: 'heal',
    event: 'heal',
    outcome: makeOutcome(words),
    blobs: { 'src/sum.js': 'd'.repeat(40) },
    signatures: { [PRINT]: words },
    traces: {
      [PRINT]: {
        recalled: [{ id: '01M862KT9SD9W76CY6B9CVDTFW', why: words, trust: 'observed', stale: true }],
        changed: [words],
        written: [],
      },
    },
    ...changed,
  };
}

export function makeIds(): () => string {
  return createUlids({
    now: () => Date.parse('2026-11-24T06:00:00.000Z'),
    random: (count) => new Uint8Array(count),
  });
}
