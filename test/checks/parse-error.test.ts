import { describe, expect, it } from '@jest/globals';
import { parseError, parseUncaught } from '../../src/checks/parse-error.ts';

const places = { roots: ['/repo'], cwd: '.' };

describe('parseError', () => {
  it.each([
    ['TypeError: x is not a function', 'TypeError', 'x is not a function'],
    ['Error: boom', 'Error', 'boom'],
    ['Uncaught RangeError: too far', 'RangeError', 'too far'],
    ['AssertionError [ERR_ASSERTION]: 1 == 2', 'AssertionError', '1 == 2'],
    ['JestAssertionError: no', 'AssertionError', 'no'],
    ['expect(received).toBe(expected)', 'AssertionError', 'expect(received).toBe(expected)'],
    ['TypeError [ERR_INVALID_ARG_TYPE]: wrong', 'ERR_INVALID_ARG_TYPE', 'wrong'],
    ['Error [CartError]: empty', 'CartError', 'empty'],
    ["TypeError [Error]: Cannot read 'x'", 'TypeError', "Cannot read 'x'"],
    [
      "Error: Cannot find module '/repo/src/a'\nRequire stack:\n- /repo/b.js",
      'MODULE_NOT_FOUND',
      "Cannot find module 'src/a'",
    ],
    ['just text', 'Error', 'just text'],
    ['TypeError', 'TypeError', ''],
  ])('reads %j', (text, rule, message) => {
    expect(parseError(text, places)).toMatchObject({ rule, message });
  });

  it('takes neither the code frame nor the stack for the message', () => {
    const text = 'Error: boom\n  twice\n\n  > 3 |   throw x\n      |   ^\n\n    at f (/repo/a.js:3:1)';
    expect(parseError(text, places)).toMatchObject({
      message: 'boom\n  twice',
      frames: [{ file: 'a.js', line: 3 }],
    });
  });
});

describe('parseUncaught', () => {
  it('finds the place that Node prints above a syntax error', () => {
    const lines = [
      'hello',
      '/repo/src/a.js:3',
      '  const a = ;',
      '            ^',
      '',
      "SyntaxError: Unexpected token ';'",
      '    at wrapSafe (node:internal/modules/cjs/loader:1:1)',
    ];
    expect(parseUncaught(lines, places)).toMatchObject({ rule: 'SyntaxError', file: 'src/a.js', line: 3 });
  });

  it('does not take a mention of an error for one', () => {
    expect(parseUncaught(['Error: was printed', 'and nothing more'], places)).toBeNull();
  });
});
