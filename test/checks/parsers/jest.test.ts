import { describe, expect, it } from '@jest/globals';
import { jest } from '../../../src/checks/parsers/jest.ts';
import { makeFailure, printed } from './make-printed.ts';

describe('jest', () => {
  it('knows the file of a project with a name, and leaves the summary out', () => {
    const block = 'FAIL unit src/a.test.ts (5.1 s)\n  ● a › b\n\n    boom\n\n      at f (src/a.ts:3:4)\n\n';
    const text = `${block}Summary of all failing tests\n${block}`;
    expect(jest.parseText(text, printed)).toMatchObject([
      {
        file: 'src/a.test.ts',
        testPath: ['a', 'b'],
        message: 'boom',
        frames: [{ file: 'src/a.ts', line: 3 }],
      },
    ]);
  });

  it('does not take what the console said for a failure', () => {
    const text =
      'PASS src/a.test.ts\n  ● Console\n\n    console.error\n      Error: printed\n\nFAIL src/b.test.ts\n  ● b\n\n    boom\n';
    expect(jest.parseText(text, printed)).toMatchObject([{ file: 'src/b.test.ts', testPath: ['b'] }]);
  });

  it('reads both sides of a snapshot', () => {
    const text =
      'FAIL a.test.js\n  ● s\n\n    expect(received).toMatchSnapshot()\n\n    Snapshot name: `s 1`\n\n    - Snapshot  - 1\n    + Received  + 1\n\n      Object {\n    -   "a": 1,\n    +   "a": 2,\n      }\n\n      1 | x\n';
    expect(jest.parseText(text, printed)).toMatchObject([
      { rule: 'AssertionError', expected: 'Object {\n  "a": 1,\n}', actual: 'Object {\n  "a": 2,\n}' },
    ]);
  });

  it('narrows to one test, its title quoted for shell and pattern', () => {
    const failure = makeFailure({ file: 'src/a.test.ts', testPath: ['adds', "it's 1+1 (really)"] });
    expect(jest.narrow(failure)).toBe("npx jest src/a.test.ts -t '^adds it'\\''s 1\\+1 \\(really\\)$'");
    expect(jest.narrow(makeFailure({ file: 'a.test.ts' }))).toBe('npx jest a.test.ts');
  });
});
