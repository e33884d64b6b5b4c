import { describe, expect, it } from '@jest/globals';
import { replay } from '../../../src/repair/memory/replay.ts';

const BEFORE = 'one\ntwo\nthree\nfour\nbad\nsix\nseven\neight\nnine\n';
const AFTER = BEFORE.replace('bad', 'good');

describe('replay', () => {
  it('finds the lines where they are now', () => {
    const moved = `zero\nzero\n${BEFORE}`;
    expect(replay({ before: BEFORE, after: AFTER }, moved)).toBe(`zero\nzero\n${AFTER}`);
  });

  it('does with less around it where neighbours changed', () => {
    const near = BEFORE.replace('three', '3');
    expect(replay({ before: BEFORE, after: AFTER }, near)).toBe(AFTER.replace('three', '3'));
  });

  it('makes nothing of a text that has the change, lost its place, or is gone', () => {
    for (const today of [AFTER, BEFORE.replace('bad', 'worse'), null])
      expect(replay({ before: BEFORE, after: AFTER }, today)).toBe(null);
  });
});
