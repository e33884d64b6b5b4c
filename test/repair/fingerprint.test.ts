import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLog } from '../../src/checks/read-log.ts';
import type { Failure } from '../../src/domain/report.ts';
import { fingerprint, identify } from '../../src/repair/fingerprint.ts';
import { ROOT, readCorpus, readLogs } from './corpus/corpus.ts';
import { disguise, disguises } from './corpus/disguises.ts';
import { makeFailure } from './fixers/folder-workspace.ts';

const readings = readCorpus();
const base = readings.filter(({ node, read }) => node === 'node-24' && read === 'report');
const members = base.flatMap(({ failures }) => failures);

describe('fingerprint', () => {
  it('is 64 hex digits', () => {
    expect(fingerprint(makeFailure({}))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has a corpus of at least sixty different failures', () => {
    expect(new Set(members.map(essence)).size).toBeGreaterThanOrEqual(60);
  });

  it('gives two different failures of the corpus two fingerprints', () => {
    const essences = new Map<string, string>();
    for (const failure of members) {
      const print = fingerprint(failure);
      const known = essences.get(print) ?? essence(failure);
      expect(essence(failure)).toBe(known);
      essences.set(print, known);
    }
  });

  for (const { project, node, read, failures } of readings) {
    it(`is the same for ${project} on ${node} read from ${read}`, () => {
      const own = base.find((reading) => reading.project === project)?.failures ?? [];
      expect(printsOf(failures)).toEqual(printsOf(own));
    });
  }

  const machines: Readonly<Record<string, (log: string) => string>> = {
    'a Mac': (log) => log.replaceAll(ROOT, '/Users/bob/code/thing'),
    'a container': (log) => log.replaceAll(ROOT, '/app'),
    'GitHub Actions': (log) =>
      log
        .replaceAll(ROOT, '/home/runner/work/repo/repo')
        .replace(/^/gm, '2026-01-02T03:04:05.1234567Z ')
        .replaceAll('\n', '\r\n'),
    Windows: (log) =>
      log
        .replaceAll(`file://${ROOT}`, 'file:///D:/a/repo/repo')
        .replace(/<root>[\w./-]*/g, (path) => path.replace(ROOT, 'D:\\a\\repo\\repo').replaceAll('/', '\\'))
        .replace(/(?<=^|[\s(])(?:src|test)\/[\w./-]+/gm, (path) => path.replaceAll('/', '\\'))
        .replaceAll('\n', '\r\n'),
  };
  for (const [machine, disguised] of Object.entries(machines)) {
    it.each(readLogs())(`is the same in the log of $project from ${machine}`, ({ project, log }) => {
      const own = base.find((reading) => reading.project === project)?.failures ?? [];
      expect(printsOf(readLog(disguised(log)))).toEqual(printsOf(own));
    });
  }

  it('is the same under every disguise', () => {
    for (const failure of members) {
      for (const [name, wear] of Object.entries(disguises)) {
        const seen = wear(failure, 7);
        expect({ name, seen, print: fingerprint(seen) }).toEqual({ name, seen, print: fingerprint(failure) });
      }
    }
  });

  it('is the same under any mix of disguises', () => {
    const names = fc.shuffledSubarray(Object.keys(disguises), { minLength: 1 });
    fc.assert(
      fc.property(fc.constantFrom(...members), names, fc.nat(1_000_000), (failure, worn, seed) => {
        expect(fingerprint(disguise(failure, worn, seed))).toBe(fingerprint(failure));
      }),
      { numRuns: 1500, seed: 3 },
    );
  });

  it('keeps any two failures of the corpus apart under any disguises', () => {
    const names = fc.shuffledSubarray(Object.keys(disguises));
    const pair = fc.tuple(fc.constantFrom(...members), fc.constantFrom(...members));
    fc.assert(
      fc.property(pair, names, names, fc.nat(1_000_000), ([a, b], wornByA, wornByB, seed) => {
        const isSame =
          fingerprint(disguise(a, wornByA, seed)) === fingerprint(disguise(b, wornByB, seed + 1));
        expect(isSame).toBe(essence(a) === essence(b));
      }),
      { numRuns: 1500, seed: 4 },
    );
  });

  it.each<[string, Partial<Failure>, Partial<Failure>]>([
    ['expected values', { message: 'expected 3 to be 4' }, { message: 'expected 3 to be 5' }],
    ['expected values that only the report tells', { expected: '4' }, { expected: '5' }],
    ['symbols', { message: "Cannot find name 'a'." }, { message: "Cannot find name 'b'." }],
    [
      'properties read',
      { message: "Cannot read property 'a' of null" },
      { message: "Cannot read property 'b' of null" },
    ],
    [
      'null and undefined',
      { message: "Cannot read property 'a' of null" },
      { message: "Cannot read property 'a' of undefined" },
    ],
    ['tests', { testPath: ['adds', 'one'] }, { testPath: ['adds', 'two'] }],
    ['files', { file: 'src/a.ts' }, { file: 'lib/a.ts' }],
    ['rules', { rule: 'eqeqeq' }, { rule: 'no-var' }],
    ['tools', { tool: 'jest' }, { tool: 'vitest' }],
    [
      'lengths under test',
      { message: "expected '3 s' to equal '5 s'" },
      { message: "expected '3 s' to equal '6 s'" },
    ],
    [
      'dates under test',
      { message: "expected '2024-01-02' to be 'x'" },
      { message: "expected '2024-01-03' to be 'x'" },
    ],
    [
      'services',
      { message: 'connect ECONNREFUSED 127.0.0.1:5432' },
      { message: 'connect ECONNREFUSED 127.0.0.1:6379' },
    ],
    ['routes', { message: "expected '/login' to be '/'" }, { message: "expected '/auth/login' to be '/'" }],
    [
      'relative modules',
      { message: "Cannot find module './a/x'" },
      { message: "Cannot find module './b/x'" },
    ],
    ['limits', { message: 'File has too many lines (305).' }, { message: 'File has too many lines (306).' }],
    ['changed lines of a difference', { message: 'x\n- a: 1\n+ a: 2' }, { message: 'x\n- a: 1\n+ a: 3' }],
  ])('tells %s apart', (_, one, other) => {
    expect(fingerprint(makeFailure(one))).not.toBe(fingerprint(makeFailure(other)));
  });

  it('does not depend on the name of the check, on line and column, or on the stack', () => {
    const frame = { file: 'src/a.ts', line: 1, column: 1, name: 'a', own: true };
    const here = makeFailure({ message: 'x', file: 'src/a.ts', line: 3, column: 4, frames: [frame] });
    expect(fingerprint({ ...here, check: 'ci', line: 30, column: null, frames: [] })).toBe(fingerprint(here));
  });
});

describe('fingerprint of a command that said nothing', () => {
  const exit = (check: string, file: string | null = null) =>
    fingerprint(makeFailure({ tool: 'exit', rule: 'timeout', message: 'timed out after 5 s', file, check }));

  it('is that of its check: two that ended alike are two', () => {
    expect(exit('unit')).toBe(exit('unit'));
    expect(exit('unit')).not.toBe(exit('e2e'));
    expect(exit('unit', 'a.js')).toBe(exit('e2e', 'a.js'));
  });
});

describe('identify', () => {
  it('keeps the order and what a failure says, also of equal ones', () => {
    const failure = makeFailure({ message: 'x' });
    const print = fingerprint(failure);
    expect(identify([failure, failure])).toEqual([
      { ...failure, fingerprint: print },
      { ...failure, fingerprint: print },
    ]);
  });
});

/** What makes a failure of the corpus the one it is: there, line and check differ only by the place. */
function essence({ tool, rule, file, testPath, message, expected }: Failure): string {
  const steady = message.replace(
    /[0-9a-f]{8}-[-0-9a-f]{27}|\d{4}-\d\d-\d\dT\S+|\d+ ms|pid \d+|:\d{5}\b/g,
    '…',
  );
  return JSON.stringify([tool, rule, file, testPath, steady, expected]);
}

function printsOf(failures: readonly Failure[]): string[] {
  return failures.map(fingerprint).sort();
}
