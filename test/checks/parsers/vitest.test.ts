import { describe, expect, it } from '@jest/globals';
import { vitest } from '../../../src/checks/parsers/vitest.ts';
import { printed } from './make-printed.ts';

const RULE = '⎯⎯⎯⎯⎯⎯⎯⎯';

describe('vitest', () => {
  it('gives one error to each test that it is printed for', () => {
    const text = `${RULE} Failed Tests 2 ${RULE}\n\n FAIL  a.test.ts > x\n FAIL  |unit| b.test.ts > y\nError: boom\n ❯ f src/a.ts:3:4\n\n${RULE}[1/2]⎯\n`;
    expect(vitest.parseText(text, printed)).toMatchObject([
      { file: 'a.test.ts', testPath: ['x'], message: 'boom', frames: [{ file: 'src/a.ts' }] },
      { file: 'b.test.ts', testPath: ['y'], message: 'boom' },
    ]);
  });

  it('reads what no test caught', () => {
    const text = `${RULE} Unhandled Rejection ${RULE}\nTypeError: x is null\n ❯ load src/a.ts:3:4\n      1| code\n\n${RULE}\n`;
    const fromText = vitest.parseText(text, printed);
    expect(fromText).toMatchObject([
      { rule: 'TypeError', file: 'src/a.ts', line: 3, testPath: null, message: 'x is null' },
    ]);
    const error = {
      name: 'TypeError',
      message: 'x is null',
      diff: null,
      stack: 'TypeError: x is null\n    at load (/repo/src/a.ts:3:4)',
    };
    const report = { tool: 'vitest', cwd: '.', data: { report: { failures: [], unhandled: [error] } } };
    expect(vitest.parseReport?.(report, printed)).toEqual(fromText);
  });

  it('leaves the cause and the code out of the message', () => {
    const text = `${RULE}\n FAIL  a.test.ts > x\nError: outer\n ❯ a.test.ts:1:2\n      1| code\n\nCaused by: Error: inner\n ❯ src/b.ts:1:2\n${RULE}\n`;
    expect(vitest.parseText(text, printed)).toMatchObject([{ message: 'outer', line: 1, column: 2 }]);
  });
});
