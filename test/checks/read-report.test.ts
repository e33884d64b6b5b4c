import { describe, expect, it } from '@jest/globals';
import type { StructuredReport } from '../../src/checks/parser.ts';
import { readReport } from '../../src/checks/read-report.ts';
import { makeCheck, makeRan } from './make.ts';

const TSC = "src/a.ts(1,2): error TS2304: Cannot find name 'x'.\n";
const ESLINT = '\n/repo/src/a.ts\n  1:2  error  No  no-undef\n\n✖ 1 problem (1 error, 0 warnings)\n';

function eslintReport(message: string | null, cwd = '.'): StructuredReport {
  const messages = [{ ruleId: 'no-undef', severity: 2, message, line: 1, column: 2 }];
  const results = [{ filePath: '/repo/src/a.ts', messages }];
  const report = message === null ? null : { tooManyWarnings: false, results };
  return { tool: 'eslint', cwd, data: { args: [], report } };
}

function read(output: string, reports: readonly StructuredReport[] = [], tools: string[] = []) {
  return readReport(makeCheck({ tools }), makeRan({ exit: 1, output }), reports, ['/repo']);
}

function tools(output: string, reports?: readonly StructuredReport[], expected?: string[]): string[] {
  return read(output, reports, expected).failures.map((failure) => failure.tool);
}

describe('readReport', () => {
  it('is green at exit 0, whatever was printed', () => {
    const ran = makeRan({ exit: 0, output: TSC });
    expect(readReport(makeCheck(), ran, [], [])).toEqual({
      check: 'test',
      command: 'npm test',
      status: 'green',
      ran,
      failures: [],
    });
  });

  it('is red after its deadline, even at exit 0', () => {
    const report = readReport(makeCheck(), makeRan({ exit: 0, timedOut: true }), [], []);
    expect(report.status).toBe('red');
    expect(report.failures).toMatchObject([
      { tool: 'exit', rule: 'timeout', message: 'timed out after 60 s' },
    ]);
  });

  it('reads text where there is no report', () => {
    expect(tools(TSC + ESLINT)).toEqual(['tsc', 'eslint']);
  });

  it('counts nothing twice that is in a report and in the text', () => {
    expect(tools(ESLINT, [eslintReport('No')])).toEqual(['eslint']);
  });

  it('reads the text of a tool that started but wrote no report', () => {
    expect(tools(ESLINT, [eslintReport(null)])).toEqual(['eslint']);
  });

  it('adds from the text what one of two processes could not report', () => {
    const failures = read(ESLINT, [eslintReport('Other'), eslintReport(null)]).failures;
    expect(failures.map((failure) => failure.message)).toEqual(['Other', 'No']);
  });

  it('does not believe what a test printed of another tool, but for tools known to be in the command', () => {
    expect(tools(TSC, [eslintReport('No')])).toEqual(['eslint']);
    expect(tools(TSC, [eslintReport('No')], ['tsc'])).toEqual(['tsc', 'eslint']);
  });

  it('takes the text of a tool from the folder that it ran in', () => {
    const started = { tool: 'tsc', cwd: 'packages/a', data: { args: [], report: null } };
    expect(read(TSC, [started]).failures[0]?.file).toBe('packages/a/src/a.ts');
  });

  it('asks the last resort only when nothing else was read', () => {
    expect(tools(`src/b.ts:3:4: error: bad\n${TSC}`)).toEqual(['tsc']);
    expect(tools('src/b.ts:3:4: error: bad')).toEqual(['text']);
  });

  it('makes one failure of the last lines where nobody can read, without the noise of npm', () => {
    const output = '1\n2\n3\n4\n5\n\n/repo/6\nnpm error code 1\nnpm error path /repo\n';
    expect(read(output).failures).toMatchObject([
      { check: 'test', tool: 'exit', rule: null, file: null, message: '2\n3\n4\n5\n6' },
    ]);
  });

  it('names the exit code or the signal where nothing was printed', () => {
    expect(read('').failures[0]?.message).toBe('exit code 1');
    const killed = makeRan({ exit: null, signal: 'SIGKILL' });
    expect(readReport(makeCheck(), killed, [], []).failures[0]?.message).toBe('ended by SIGKILL');
  });

  it('survives reports that fit no schema', () => {
    const odd = [
      null,
      1,
      'x',
      [],
      { report: { results: [{ filePath: 1 }] } },
      { report: { testResults: {} } },
    ];
    const reports = [
      'jest',
      'vitest',
      'mocha',
      'eslint',
      'biome',
      'node-test',
      'tsc',
      'prettier',
      'new',
    ].flatMap((tool) => odd.map((data) => ({ tool, cwd: '.', data })));
    expect(tools('nothing', reports)).toEqual(['exit']);
  });
});
