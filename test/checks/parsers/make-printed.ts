import type { Printed } from '../../../src/checks/parser.ts';
import type { Failure } from '../../../src/domain/report.ts';

/** What a parser is given, in a repository at /repo. */
export const printed: Printed = { check: 'test', output: '', reports: [], roots: ['/repo'], cwd: '.' };

export function makeFailure(known: Partial<Failure>): Failure {
  return {
    check: 'test',
    tool: 'jest',
    rule: null,
    file: null,
    line: null,
    column: null,
    testPath: null,
    message: 'boom',
    expected: null,
    actual: null,
    frames: [],
    ...known,
  };
}
