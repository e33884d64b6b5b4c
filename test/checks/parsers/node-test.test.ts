import { describe, expect, it } from '@jest/globals';
import { nodeTest } from '../../../src/checks/parsers/node-test.ts';
import { makeFailure, printed } from './make-printed.ts';

describe('node-test', () => {
  it('tells two tests of one title apart by their suites', () => {
    const error = '\n  Error: boom\n      at f (file:///repo/a.test.js:2:3)\n';
    const text = `▶ one\n  ✖ same (1ms)\n✖ one (2ms)\n▶ two\n  ✖ same (1ms)\n✖ two (2ms)\nℹ fail 2\n\n✖ failing tests:\n\ntest at a.test.js:1:1\n✖ same (1ms)${error}\ntest at a.test.js:5:1\n✖ same (1ms)${error}`;
    expect(nodeTest.parseText(text, printed).map((failure) => failure.testPath)).toEqual([
      ['one', 'same'],
      ['two', 'same'],
    ]);
  });

  it('says that a suite failed only when none of its tests says more', () => {
    const point =
      "not ok 1 - a\n  ---\n  duration_ms: 1\n  location: '/repo/a.test.js:1:1'\n  error: 'test did not finish before its parent and was cancelled'\n  ...\n";
    expect(nodeTest.parseText(point, printed)).toMatchObject([{ file: 'a.test.js', testPath: ['a'] }]);
  });

  it('narrows by the title', () => {
    const failure = makeFailure({ file: 'test/a.test.js', testPath: ['cart', 'is $5'] });
    expect(nodeTest.narrow(failure)).toBe("node --test --test-name-pattern='is \\$5$' test/a.test.js");
  });
});
