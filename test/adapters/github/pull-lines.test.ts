import { describe, expect, it } from '@jest/globals';
import { pullLines } from '../../../src/adapters/github/pull-lines.ts';

describe('pullLines', () => {
  it('tells the lines of each hunk on the new side', () => {
    const patch = [
      '@@ -1,3 +1,4 @@ function a() {',
      ' a',
      '+b',
      ' c',
      ' d',
      '@@ -10 +11 @@',
      '-x',
      '+@@ -1,3 +99,4 @@ a line that looks like a hunk',
      '@@ -20,2 +21,0 @@',
      '-gone',
      '-gone',
    ].join('\n');
    expect(pullLines(patch)).toEqual([
      [1, 4],
      [11, 11],
    ]);
  });

  it('finds none in a new file that is empty, or in no patch', () => {
    expect(pullLines('')).toEqual([]);
    expect(pullLines('@@ -0,0 +1,2 @@\n+a\n+b')).toEqual([[1, 2]]);
  });
});
