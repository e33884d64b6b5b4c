import { describe, expect, it } from '@jest/globals';
import type { Failure, Frame } from '../../src/domain/report.ts';
import { identify } from '../../src/repair/fingerprint.ts';
import { groupIncidents } from '../../src/repair/incidents.ts';
import { readCorpus } from './corpus/corpus.ts';
import { makeFailure } from './fixers/folder-workspace.ts';

const tsc = (rule: string, file: string, message: string, at: [number, number] = [1, 1]) =>
  makeFailure({ check: 'typecheck', tool: 'tsc', rule, file, line: at[0], column: at[1], message });
const eslint = (rule: string, file: string, message = rule) =>
  makeFailure({ check: 'lint', tool: 'eslint', rule, file, line: 1, column: 1, message });
const frame = (file: string, name: string | null, own = true): Frame => ({
  file,
  line: 3,
  column: 5,
  name,
  own,
});
const test = (title: string, more: Partial<Failure>) =>
  makeFailure({ tool: 'jest', file: 'test/a.test.js', testPath: ['a', title], message: title, ...more });

/** Each incident as its cause and the positions of its failures. */
async function groups(failures: readonly Failure[], files: Readonly<Record<string, string>> = {}) {
  const identified = identify(failures);
  const incidents = await groupIncidents(identified, async (path) => files[path] ?? null);
  return incidents.map(({ cause, failures: own }) => [
    cause,
    ...own.map((failure) => identified.indexOf(failure)),
  ]);
}

describe('groupIncidents', () => {
  it('makes one incident of fifty errors from one missing export, however the module is written', async () => {
    const failures = Array.from({ length: 50 }, (_, index) => {
      const [file, module] =
        index % 2 === 0 ? [`src/f${index}.ts`, './math.js'] : [`src/deep/f${index}.ts`, '../math'];
      return index % 3 === 0
        ? tsc('TS2305', file, `Module '"${module}"' has no exported member 'sum'.`)
        : tsc('TS2724', file, `'"${module}"' has no exported member named 'sum'. Did you mean 'summ'?`);
    });
    const incidents = await groupIncidents(identify(failures));
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ check: 'typecheck', cause: 'missing export "sum" of src/math' });
    expect(incidents[0]?.failures).toHaveLength(50);
    expect(incidents[0]?.fingerprint).toBe(incidents[0]?.failures[0]?.fingerprint);
  });

  it('keeps different missing exports and modules apart, by first appearance', async () => {
    const failures = [
      tsc('TS2307', 'src/a.ts', "Cannot find module './gone' or its corresponding type declarations."),
      tsc('TS2305', 'src/a.ts', `Module '"./b"' has no exported member 'x'.`),
      tsc(
        'TS2307',
        'src/deep/c.ts',
        "Cannot find module '../gone.js' or its corresponding type declarations.",
      ),
      tsc('TS2305', 'src/d.ts', `Module '"./b"' has no exported member 'y'.`),
    ];
    expect(await groups(failures)).toEqual([
      ['missing module src/gone', 0, 2],
      ['missing export "x" of src/b', 1],
      ['missing export "y" of src/b', 3],
    ]);
  });

  it.each([
    [
      'node',
      "The requested module '../src/m.js' does not provide an export named 'x'",
      "The requested module './../src/m.js' does not provide an export named 'x'",
    ],
    [
      'jest',
      "Cannot find module '../src/m.js' from 'test/a.test.js'",
      "Cannot find module '../../src/m' from 'test/deep/b.test.js'",
    ],
    [
      'vitest',
      'Failed to resolve import "../src/m.js" from "test/a.test.js". Does the file exist?',
      'Failed to resolve import "../../src/m.js" from "test/deep/b.test.js". Does the file exist?',
    ],
    [
      'the loader',
      'Cannot find module src/m.js imported from test/a.test.js',
      "Cannot find module 'src/m.js' imported from src/b.js",
    ],
  ])('sees one missing thing in two messages of %s', async (_, one, other) => {
    const failures = [
      makeFailure({ file: 'test/a.test.js', message: one }),
      makeFailure({ file: 'test/b.test.js', message: other }),
    ];
    expect(await groups(failures)).toHaveLength(1);
  });

  it('joins uses of one undeclared name over files, and of one unknown member', async () => {
    const failures = [
      tsc('TS2304', 'src/a.ts', "Cannot find name 'describe'."),
      tsc('TS2339', 'src/a.ts', "Property 'nme' does not exist on type 'User'.", [3, 1]),
      tsc(
        'TS2582',
        'src/b.ts',
        "Cannot find name 'describe'. Do you need to install type definitions for a test runner?",
      ),
      tsc('TS2551', 'src/c.ts', "Property 'nme' does not exist on type 'User'. Did you mean 'name'?"),
    ];
    expect(await groups(failures)).toEqual([
      ['"describe" is not defined', 0, 2],
      ['missing or unknown member User.nme', 1, 3],
    ]);
  });

  it('joins what stands in one small statement and keeps two statements apart', async () => {
    const text = 'export const a = one(two,\n  three);\nexport const b = four;\n';
    const failures = [
      tsc('TS2304', 'src/a.ts', "Cannot find name 'one'.", [1, 18]),
      tsc('TS2304', 'src/a.ts', "Cannot find name 'three'.", [2, 3]),
      tsc('TS2304', 'src/a.ts', "Cannot find name 'four'.", [3, 18]),
    ];
    expect(await groups(failures, { 'src/a.ts': text })).toEqual([
      ['"one" is not defined', 0, 1],
      ['"four" is not defined', 2],
    ]);
    expect(await groups(failures)).toHaveLength(3);
  });

  it('joins calls with the wrong number of arguments of one function', async () => {
    const failures = [
      tsc('TS2554', 'src/a.ts', 'Expected 2 arguments, but got 1.', [1, 1]),
      tsc('TS2554', 'src/b.ts', 'Expected 2 arguments, but got 3.', [1, 12]),
      tsc('TS2554', 'src/b.ts', 'Expected 2 arguments, but got 1.', [2, 1]),
    ];
    const files = { 'src/a.ts': 'sum(1);\n', 'src/b.ts': 'm.sum(1, 2, 3);\nother(1);\n' };
    expect(await groups(failures, files)).toEqual([
      ['wrong number of arguments for sum()', 0, 1],
      ['wrong number of arguments for other()', 2],
    ]);
  });

  it('makes one incident of the complaints about one syntax error', async () => {
    const failures = [
      tsc('TS1005', 'src/a.ts', "';' expected.", [1, 3]),
      tsc('TS1128', 'src/a.ts', 'Declaration or statement expected.', [9, 1]),
      tsc('TS1005', 'src/b.ts', "')' expected."),
    ];
    expect(await groups(failures)).toEqual([
      ['syntax error in src/a.ts', 0, 1],
      ['syntax error in src/b.ts', 2],
    ]);
  });

  it('joins tests that fail in the same function of the source, not those that fail in the test', async () => {
    const sum = [
      frame('node_modules/x/y.js', 'y', false),
      frame('src/sum.js', 'sum'),
      frame('test/a.test.js', null),
    ];
    const failures = [
      test('one', { rule: 'TypeError', frames: sum }),
      test('two', { rule: 'AssertionError', frames: [frame('test/a.test.js', null)] }),
      test('three', { rule: 'TypeError', frames: sum }),
      test('four', { rule: 'AssertionError', frames: [frame('test/a.test.js', null)] }),
      test('five', { rule: 'TypeError', frames: [frame('src/sum.js', 'other')] }),
    ];
    expect(await groups(failures)).toEqual([
      ['TypeError in sum of src/sum.js', 0, 2],
      ['AssertionError in a › two', 1],
      ['AssertionError in a › four', 3],
      ['TypeError in other of src/sum.js', 4],
    ]);
  });

  it('makes one incident of a lint rule and one of all layout', async () => {
    const failures = [
      eslint('semi', 'src/a.js'),
      eslint('eqeqeq', 'src/a.js'),
      eslint('@stylistic/indent', 'src/b.js'),
      eslint('eqeqeq', 'src/b.js'),
      eslint('prettier/prettier', 'src/b.js'),
      eslint('no-undef', 'src/b.js', "'x' is not defined."),
    ];
    expect(await groups(failures)).toEqual([
      ['layout, as eslint wants it', 0, 2, 4],
      ['rule eqeqeq of eslint', 1, 3],
      ['"x" is not defined', 5],
    ]);
  });

  it('makes one incident of what nobody could read', async () => {
    const exit = makeFailure({ tool: 'exit', message: 'exit code 1' });
    expect(await groups([exit, exit])).toHaveLength(1);
  });

  it('loses no failure of the corpus and repeats none', async () => {
    for (const { failures } of readCorpus()) {
      const identified = identify(failures);
      const incidents = await groupIncidents(identified);
      const grouped = incidents.flatMap((incident) => incident.failures);
      expect(new Set(grouped)).toEqual(new Set(identified));
      expect(grouped).toHaveLength(identified.length);
      for (const { cause, failures: own } of incidents) {
        expect(cause).not.toBe('');
        expect(new Set(own.map(({ tool }) => tool)).size).toBe(1);
      }
    }
  });
});
