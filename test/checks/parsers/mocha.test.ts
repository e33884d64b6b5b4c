import { describe, expect, it } from '@jest/globals';
import { mocha } from '../../../src/checks/parsers/mocha.ts';
import { makeFailure, printed } from './make-printed.ts';

describe('mocha', () => {
  it('finds the titles, whatever colons they hold', () => {
    const text =
      '  1 failing\n\n  1) GET /a: list\n       when: empty\n         says so::\n     Error: boom\n      at Context.<anonymous> (test/a.js:3:4)\n';
    expect(mocha.parseText(text, printed)).toMatchObject([
      { testPath: ['GET /a: list', 'when: empty', 'says so:'], message: 'boom', file: 'test/a.js', line: 3 },
    ]);
  });

  it('takes the test’s file, not that of the code that threw', () => {
    const text =
      '  1 failing\n\n  1) a:\n     Error: boom\n      at f (src/a.js:1:2)\n      at Context.<anonymous> (test/a.js:3:4)\n      at run (node_modules/mocha/lib/x.js:1:1)\n';
    expect(mocha.parseText(text, printed)).toMatchObject([{ file: 'test/a.js', line: 3, column: 4 }]);
  });

  it('runs a failed hook again by its suite', () => {
    const failure = makeFailure({ file: 'test/a.js', testPath: ['cart', '"before all" hook in "cart"'] });
    expect(mocha.narrow(failure)).toBe("npx mocha test/a.js -g '^cart'");
  });
});
