import { describe, expect, it } from '@jest/globals';
import { tap } from '../../../src/checks/parsers/tap.ts';
import { printed } from './make-printed.ts';

describe('tap', () => {
  it('knows subtests, and that what is to do or skipped has not failed', () => {
    const text = `TAP version 13
# Subtest: outer
    not ok 1 - inner \\# one
      ---
      message: "said so"
      expected: 1
      at: f (/repo/test/a.js:3:4)
      ...
    not ok 2 - later # TODO not yet
    not ok 3 - never # SKIP no network
    1..3
not ok 1 - outer
1..1`;
    expect(tap.parseText(text, printed)).toMatchObject([
      { testPath: ['outer', 'inner # one'], message: 'said so', expected: '1', file: 'test/a.js', line: 3 },
      { testPath: ['outer'], rule: 'Error' },
    ]);
  });
});
