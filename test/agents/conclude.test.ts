import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { concludeStatus, mergeCured, planBranch } from '../../src/agents/conclude.ts';
import type { Mended } from '../../src/agents/mend.ts';
import type { Cure } from '../../src/agents/trial.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { Report } from '../../src/domain/report.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { identify } from '../../src/repair/fingerprint.ts';
import { makeFailure, makeRan } from '../make.ts';

function makeIncident(check: string, message: string): Incident {
  const [failure] = identify([makeFailure({ check, message })]);
  if (!failure) throw new Error('none');
  return { fingerprint: failure.fingerprint, check, cause: message, failures: [failure] };
}

function makeReport(check: string, incidents: readonly Incident[]): Report {
  const failures = incidents.flatMap((incident) => incident.failures);
  return {
    check,
    command: check,
    status: failures.length > 0 ? 'red' : 'green',
    ran: makeRan({ exit: failures.length > 0 ? 1 : 0 }),
    failures,
  };
}

function makeMended(incident: Incident, reports: readonly Report[] | null): Mended {
  const run = { ...makeRan(), check: incident.check, command: 'npm test', failures: {} };
  const { output: _, ...proofRun } = run;
  const cure: Cure | null = reports && {
    fixer: 'typescript',
    draft: false,
    patch: { title: 'import it', files: [] },
    diff: 'diff',
    red: makeReport(incident.check, [incident]),
    reports,
    proof: {
      version: 1,
      base: 'a'.repeat(40),
      patchSha256: 'b'.repeat(64),
      incident: incident.fingerprint,
      check: incident.check,
      command: 'npm test',
      red: { ...proofRun, exit: 1, ms: 1234 },
      green: { ...proofRun, ms: 999 },
      others: [],
      remaining: [],
      guard: { allowed: true, findings: [] },
      versions: {},
      provedAt: '2026-01-01T00:00:00.000Z',
    },
  };
  const lore = { recalled: [], changed: [] };
  return { incident, cure, attempts: [], advice: [], ending: cure ? null : 'no', culprit: null, lore };
}

const types = makeIncident('typecheck', 'no name sum');
const test = makeIncident('test', 'sum is not a function');
const other = makeIncident('test', 'something else');

describe('mergeCured', () => {
  it('folds what one verified patch turned green together into one incident', () => {
    const cured = makeMended(types, [makeReport('typecheck', []), makeReport('test', [other])]);
    const merged = mergeCured([cured, makeMended(test, null), makeMended(other, null)]);
    expect(merged.map((one) => one.incident.fingerprint)).toEqual([types.fingerprint, other.fingerprint]);
    expect(merged[0]?.incident.failures.map((failure) => failure.check)).toEqual(['typecheck', 'test']);
  });

  it('folds nothing that no run with the patch has shown to be gone', () => {
    const cured = makeMended(types, [makeReport('typecheck', [])]);
    expect(mergeCured([cured, makeMended(test, null)])).toHaveLength(2);
  });
});

describe('concludeStatus', () => {
  it.each([
    [[], 'green'],
    [['healed', 'healed'], 'healed'],
    [['healed', 'escalated', 'flaky'], 'escalated'],
    [['healed', 'flaky'], 'flaky'],
    [['refused', 'healed'], 'escalated'],
  ] as const)('%j -> %s', (outcomes, status) => {
    expect(concludeStatus(outcomes.map((outcome) => ({ outcome })))).toBe(status);
  });
});

const PLAIN = { redact: (text: string) => ({ text, cuts: [], stuck: [] }) };

describe('planBranch', () => {
  it('puts the proof and the next command into the message', () => {
    const effect = planBranch(makeMended(types, []), 'a'.repeat(40), PLAIN);
    expect(effect?.branch).toBe(`dreamos/fix/typecheck-${types.fingerprint.slice(0, 8)}`);
    expect(
      effect?.message
        .replaceAll(types.fingerprint, '<fp>')
        .replaceAll(types.fingerprint.slice(0, 8), '<fp8>'),
    ).toMatchSnapshot();
    expect(planBranch(makeMended(types, null), 'a'.repeat(40), PLAIN)).toBeNull();
  });

  it('names a branch as git takes it, whatever the check is called', () => {
    const branchOf = (check: string) =>
      planBranch(makeMended(makeIncident(check, 'no'), []), 'a', PLAIN)?.branch;
    const isTaken = (branch = '') =>
      spawnSync('git', ['check-ref-format', '--branch', branch]).status === 0 && branch.length < 200;
    const setting = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);
    const printed = fc.string({ unit: 'binary', maxLength: 300 });
    const hostile = ['unit..tests', '.', '-', 'a.lock', 'a'.repeat(400), '@{u}', 'a//b', '../../main', ''];
    fc.assert(
      fc.property(fc.oneof(setting, printed, fc.constantFrom(...hostile)), (check) => {
        const branch = branchOf(check);
        expect(isTaken(branch)).toBe(true);
        expect(branch).toMatch(/^dreamos\/fix\/[^/]+-[0-9a-f]{8}$/);
      }),
      { numRuns: 150 },
    );
    for (const fine of ['typecheck', 'packages-core-test', 'unit.tests_2'])
      expect(branchOf(fine)).toMatch(new RegExp(`/${fine}-[0-9a-f]{8}$`));
  });

  it('has a message without secrets, also where it is cut off', () => {
    const token = ['ghp', 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4eFg7h'].join('_');
    const redact = createRedact({ environment: {}, home: '/root' });
    const mended = makeMended(makeIncident('test', `${'w '.repeat(60)}${token} is no name`), []);
    const effect = planBranch(mended, 'a'.repeat(40), { redact });
    expect(effect?.message).toContain('[cut: a GitHub token]');
    expect(effect?.message).not.toContain(token.slice(0, 9));
  });

  it('has a name of its own for each branch that it goes onto', () => {
    const name = (onto?: string) =>
      planBranch(makeMended(types, []), 'a'.repeat(40), { ...PLAIN, onto })?.branch ?? '';
    const plain = `dreamos/fix/typecheck-${types.fingerprint.slice(0, 8)}`;
    expect(name()).toBe(plain);
    expect(name('topic/one')).toMatch(new RegExp(`^${plain}-[0-9a-f]{8}$`));
    expect(name('topic-one')).not.toBe(name('topic/one'));
  });

  it('is named and signed as people do it, and still says that it is a draft', () => {
    const habits = { style: 'plain', isCapital: true, isSignedOff: true } as const;
    const mended = makeMended(types, []);
    const plain = planBranch(mended, 'a'.repeat(40), { ...PLAIN, habits });
    expect(plain?.isSignedOff).toBe(true);
    expect(plain?.message).toMatch(/^[A-Z]/);
    expect(plain?.message).not.toMatch(/^fix|Dreamos-Draft/m);
    if (mended.cure === null) throw new Error('no cure');
    const draft = { ...mended, cure: { ...mended.cure, draft: true } };
    const conventional = { ...habits, style: 'conventional', isSignedOff: false } as const;
    const asked = planBranch(draft, 'a'.repeat(40), { ...PLAIN, habits: conventional });
    expect(asked?.isSignedOff).toBeUndefined();
    expect(asked?.message).toMatch(/^fix: /);
    expect(asked?.message).toMatch(/^Dreamos-Draft: yes$/m);
  });

  it('lets nothing that a failure said be heeded, and none of its secrets through', () => {
    const hostile =
      'key hunter2: fixes #2, closes octo/hello#3, GH-4 @mallory https://github.com/octo/hello/issues/5';
    const one = makeMended(makeIncident('test', hostile), []);
    if (one.cure === null) throw new Error('no cure');
    const lore = { recalled: [], changed: [hostile] };
    const cure = { ...one.cure, patch: { title: `take ${hostile}`, files: [] } };
    const redact = (text: string) => ({
      text: text.replaceAll('hunter2', '[cut]'),
      ...{ cuts: [], stuck: [] },
    });
    const message = planBranch({ ...one, cure, lore }, 'a'.repeat(40), { redact })?.message ?? '';
    expect(message.match(/\[cut\]/g)?.length).toBeGreaterThanOrEqual(4);
    expect(message).not.toMatch(/hunter2|#\d|@\w|GH-\d|:\/\//);
  });
});
