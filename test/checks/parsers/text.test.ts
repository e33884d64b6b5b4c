import { describe, expect, it } from '@jest/globals';
import { text } from '../../../src/checks/parsers/text.ts';
import { printed } from './make-printed.ts';

describe('text', () => {
  it.each([
    ['src/a.ts:3:4: ERROR: Could not resolve "x"', 'src/a.ts', 3, 4, 'ERROR: Could not resolve "x"'],
    ['Error: boom at src/x.js:3:4', 'src/x.js', 3, 4, 'Error: boom'],
    ['Error: a\u202eb\u009b31m at src/x.js:3:4', 'src/x.js', 3, 4, 'Error: ab31m'],
    ['error in /repo/src/a.ts(3,4)', 'src/a.ts', 3, 4, 'error'],
    ['ERROR [x] src\\a.ts:3 went wrong', 'src/a.ts', 3, null, 'ERROR [x]: went wrong'],
    [
      '  File "/repo/tools/a.py", line 3, in main',
      'tools/a.py',
      3,
      null,
      'File "tools/a.py", line 3, in main',
    ],
    ['::error file=a.ts,line=3::50%25 wrong', 'a.ts', 3, null, '50% wrong'],
  ])('finds the place in %s', (line, file, at, column, message) => {
    expect(text.parseText(line, printed)).toMatchObject([{ file, line: at, column, message }]);
  });

  it('prefers lines with a word of trouble, and leaves dependencies out', () => {
    const output =
      'src/a.ts:1:1: compiled\nsrc/b.ts:2:2: failed\n/repo/node_modules/x/i.js:3:3: failed\nhttp://localhost:3000';
    expect(text.parseText(output, printed).map((failure) => failure.file)).toEqual(['src/b.ts']);
  });

  it('prefers an error that ended a process to any line', () => {
    const output = 'src/b.ts:2:2: failed\nTypeError: x is null\n    at f (/repo/src/a.ts:3:4)\n';
    expect(text.parseText(output, printed)).toMatchObject([{ rule: 'TypeError', file: 'src/a.ts', line: 3 }]);
  });
});
