import { describe, expect, it } from '@jest/globals';
import { stripAnsi, toLines } from '../../src/checks/strip-ansi.ts';

describe('stripAnsi', () => {
  it('takes colours, cursor moves and hyperlinks out', () => {
    const link = '\u001b]8;;https://x.dev\u001b\\rule\u001b]8;;\u001b\\';
    expect(stripAnsi(`\u001b[31;1mred\u001b[0m\u001b[2K\u001b[1A ${link}\u001b]0;title\u0007`)).toBe(
      'red rule',
    );
  });
});

describe('toLines', () => {
  it('knows every line end, and lets no line be endless', () => {
    expect(toLines(`a\r\nb\rc\n${'x'.repeat(10_000)}`).map((line) => line.length)).toEqual([1, 1, 1, 4_000]);
  });
});
