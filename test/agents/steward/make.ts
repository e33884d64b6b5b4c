import { expect } from '@jest/globals';
import type { Culprit } from '../../../src/domain/culprit.ts';
import type { CheckRunText } from '../../../src/domain/forge.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { IncidentOutcome, Outcome, Proof, ProofRun } from '../../../src/domain/outcome.ts';
import type { Check, Failure } from '../../../src/domain/report.ts';
import { findInvisible } from '../../../src/lore/invisible.ts';
import { heededIn } from '../../lore/markdown-tree.ts';
import { makeFailure } from '../../make.ts';

export const HTML_URL = 'https://github.com/octo/hello';
export const BASE = '1234567890abcdef1234567890abcdef12345678';
export const HEAD = 'abcdef1234567890abcdef1234567890abcdef12';
export const PRINT = `0badf00d${'5'.repeat(56)}`;

export const CHECKS: readonly Check[] = [
  makeCheck('typecheck', 'npx tsc --noEmit'),
  makeCheck('test', 'npm test'),
];

export function makeCheck(name: string, run: string, changed: Partial<Check> = {}): Check {
  return {
    name,
    kind: 'test',
    run,
    cwd: '.',
    timeoutMs: 1000,
    tools: [],
    why: `script "${name}" of package.json`,
    ...changed,
  };
}

export function makeRun(changed: Partial<ProofRun> = {}): ProofRun {
  return {
    check: 'typecheck',
    command: 'npx tsc --noEmit',
    exit: 0,
    signal: null,
    timedOut: false,
    ms: 2345,
    bytes: 120,
    sha256: '9'.repeat(64),
    failures: {},
    ...changed,
  };
}

export function makeProof(changed: Partial<Proof> = {}): Proof {
  return {
    version: 1,
    base: BASE,
    patchSha256: '7'.repeat(64),
    incident: PRINT,
    check: 'typecheck',
    command: 'npx tsc --noEmit',
    red: makeRun({ exit: 2, ms: 2512, sha256: '8'.repeat(64), failures: { [PRINT]: 1 } }),
    green: makeRun(),
    others: [
      {
        before: makeRun({ check: 'test', command: 'npm test', ms: 8012, sha256: '3'.repeat(64) }),
        after: makeRun({ check: 'test', command: 'npm test', ms: 7911, sha256: '4'.repeat(64) }),
      },
    ],
    remaining: [],
    guard: { allowed: true, findings: [] },
    versions: { node: 'v24.0.0', git: '2.50.0', dreamos: '0.1.0' },
    sandbox: { level: 1, name: 'bubblewrap' },
    provedAt: '2026-11-24T10:00:00.000Z',
    ...changed,
  };
}

export function makeIncident(
  failures: readonly Partial<Failure>[] = [{}],
  changed: Partial<Incident> = {},
): Incident {
  const [first, ...rest] = failures.map((one) => ({
    ...makeFailure({
      check: 'typecheck',
      tool: 'tsc',
      rule: 'TS2305',
      file: 'src/app.ts',
      line: 3,
      column: 10,
      message: `Module '"./math.ts"' has no exported member 'sum'.`,
      ...one,
    }),
    fingerprint: PRINT,
  }));
  if (first === undefined) throw new Error('one at least');
  return {
    fingerprint: PRINT,
    check: 'typecheck',
    cause: 'missing export "sum" of src/math.ts',
    failures: [first, ...rest],
    ...changed,
  };
}

export const PATCH = `diff --git a/src/app.ts b/src/app.ts
index 1111111..2222222 100644
--- a/src/app.ts
+++ b/src/app.ts
@@ -1,4 +1,4 @@
 import { log } from './log.ts';
-import { sum } from './math.ts';
+import { add as sum } from './math.ts';
 
 log(sum(1, 2));
`;

export function makeHealed(changed: Partial<IncidentOutcome> = {}): IncidentOutcome {
  return {
    incident: makeIncident(),
    outcome: 'healed',
    fixer: 'typescript',
    title: 'import add as sum from ./math.ts',
    patch: PATCH,
    branch: 'dreamos/fix/typecheck-0badf00d',
    commit: HEAD,
    proof: makeProof(),
    draft: false,
    culprit: null,
    attempts: [
      {
        fixer: 'typescript',
        candidate: 'remove the unused import',
        verdict: { status: 'still-red', left: 1, why: 'src/app.ts:5: Cannot find name sum.', ms: 1200 },
      },
      {
        fixer: 'typescript',
        candidate: 'import add as sum from ./math.ts',
        verdict: { status: 'proved', proof: makeProof() },
      },
    ],
    candidates: 2,
    escalation: null,
    why: 'proved',
    lore: { recalled: [], changed: [], written: [] },
    ...changed,
  };
}

export const CULPRIT: Culprit = {
  sha: 'fedcba0987654321fedcba0987654321fedcba09',
  subject: 'refactor: call it add',
  author: 'Ada Lovelace',
  date: '2026-11-20T09:00:00.000Z',
  runs: 6,
  searched: 40,
  exact: true,
  others: [],
  changedTest: false,
};

export function makeEscalated(changed: Partial<IncidentOutcome> = {}): IncidentOutcome {
  return makeHealed({
    outcome: 'escalated',
    fixer: null,
    title: null,
    patch: null,
    branch: null,
    commit: null,
    proof: null,
    candidates: 14,
    attempts: [
      {
        fixer: 'modules',
        candidate: 'import sum from ./other.ts',
        verdict: { status: 'unapplicable', why: 'there is no such file' },
      },
      {
        fixer: 'typescript',
        candidate: 'remove the unused import',
        verdict: { status: 'still-red', left: 1, why: 'src/app.ts:5: Cannot find name sum.', ms: 1200 },
      },
      {
        fixer: 'regression',
        candidate: 'undo 3 lines',
        verdict: { status: 'broke', check: 'test', why: 'test/app.test.ts:4: adds', ms: 900 },
      },
    ],
    escalation:
      '## typecheck is red: …\n\n### Look at next\n\n- `src/math.ts`: the test uses it\n- `src/app.ts:3`: where it shows\n',
    why: 'no candidate could be proved',
    ...changed,
  });
}

export function makeOutcome(incidents: readonly IncidentOutcome[], changed: Partial<Outcome> = {}): Outcome {
  return {
    status: incidents.length === 0 ? 'green' : 'escalated',
    base: BASE,
    incidents: [...incidents],
    ran: CHECKS.map(({ name }) => {
      const isRed = incidents.some(({ incident }) => incident.check === name);
      return { check: name, ending: isRed ? 'red' : 'green' };
    }),
    notes: [],
    sandbox: { level: 1, name: 'bubblewrap' },
    lore: { written: [] },
    seconds: { total: 41.2, checks: 30.6, installs: 5.1 },
    ...changed,
  };
}

/** What a log can say to be taken for more than it is. */
export const HOSTILE = [
  '<!-- dreamos:{"v":1,"kind":"dashboard"} -->',
  '-->\u202e@everyone and @octo/team, see #12, GH-13 and octo/hello#14 :tada:',
  '[click](https://evil.example) ![x](https://evil.example/x.png) https://evil.example www.evil.example',
  '<img src=x onerror=alert(1)> <details> &lt;b&gt; | a \\| b ||',
  '```',
  '````suggestion',
  '# heading\u200b',
  '- [x] yes <!-- dreamos-tick approve/1 0 -->',
  `${'ab'.repeat(20)} $x^2$ ~~gone~~ **bold** _it_`,
  '/dreamos approve',
  '\u0000\u001b[31m\ufeff\ud800',
].join('\n');

/** Each text of an outcome replaced, but what has a form of its own. */
export function withText(one: IncidentOutcome, text: string): IncidentOutcome {
  const keep = new Set([
    'fingerprint',
    'outcome',
    'status',
    'sha',
    'sha256',
    'base',
    'commit',
    'incident',
    'trust',
    'id',
    'provedAt',
    'patchSha256',
  ]);
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return keep.has(key) || value === '' ? value : text;
    if (Array.isArray(value))
      return value.map((item) => visit(item, key === 'written' || key === 'remaining' ? 'id' : key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name)]));
  };
  return visit(one, '') as IncidentOutcome;
}

/** Holds a body to what is promised: nothing but our own marks is hidden, and no link leads out of the repository. */
export function expectPlain(body: string): void {
  const { html, urls, texts } = heededIn(body);
  for (const node of html)
    for (const line of node.split('\n')) expect(line).toMatch(/^<!-- dreamos[-:{][^<>]*-->$/);
  expect(texts).toEqual([]);
  for (const url of urls) {
    expect(url.startsWith(`${HTML_URL}/`)).toBe(true);
    expect(new URL(url).pathname).toMatch(/^\/octo\/hello\//);
  }
  expect(findInvisible(body)).toBe(-1);
  expect(body.length).toBeLessThan(60_000);
}

/** A check run's text as GitHub takes it, in which nothing of others is more than text. */
export function expectCheckText(text: CheckRunText): void {
  expectPlain(text.summary);
  expect(findInvisible(text.title)).toBe(-1);
  expect(text.title.length).toBeLessThanOrEqual(255);
  for (const one of text.annotations) {
    expect(one.title.length).toBeLessThanOrEqual(255);
    expect(one.message.length).toBeLessThanOrEqual(64_000);
    expect(findInvisible(one.title + one.message)).toBe(-1);
    expect(one.path).not.toMatch(/^\/|\.\./);
  }
}
