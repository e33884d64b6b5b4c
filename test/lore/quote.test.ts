import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quoteBlock, quoteInline } from '../../src/lore/quote.ts';
import { skeletonOf } from './markdown-tree.ts';

const ticks = fc
  .array(fc.constantFrom('`', '``', '~~~', '\n', '    ', 'x', '\\', '<b>', '|'), { maxLength: 20 })
  .map((all) => all.join(''));

describe('quoteBlock', () => {
  it('is one block of code, whatever it holds', () => {
    const expected = skeletonOf(quoteBlock('x').join('\n'));
    fc.assert(
      fc.property(ticks, (text) => expect(skeletonOf(quoteBlock(text).join('\n'))).toEqual(expected)),
      { numRuns: 300 },
    );
  });

  it('keeps both ends of what is long', () => {
    const lines = quoteBlock(Array.from({ length: 500 }, (_, at) => `line ${at}`).join('\n'));
    expect(lines.length).toBeLessThanOrEqual(42);
    expect([lines[1], lines.at(-2)]).toEqual(['line 0', 'line 499']);
    expect(lines.join('\n')).toMatch(/… 4\d\d lines are left out …/);
    expect(quoteBlock('y'.repeat(100_000)).join('\n').length).toBeLessThan(500);
  });

  it('names characters that do not show, for one may be the error', () => {
    expect(quoteBlock('a\ufeffb\u202ec\u001b[0m ✔\ufe0f')).toEqual([
      '```text',
      'a\\u{feff}b\\u{202e}c\\u{1b}[0m ✔',
      '```',
    ]);
  });
});

describe('quoteInline', () => {
  it('is one code span in a heading, a list and a link', () => {
    for (const [before, after] of [
      ['# ', ''],
      ['- a ', ' b'],
      ['[', '](x.md)'],
    ]) {
      const expected = skeletonOf(`${before}${quoteInline('x')}${after}`);
      fc.assert(
        fc.property(ticks, (text) => {
          expect(skeletonOf(`${before}${quoteInline(`x${text}`)}${after}`)).toEqual(expected);
        }),
        { numRuns: 200 },
      );
    }
  });

  it('cuts without halving a character', () => {
    expect(quoteInline('\u{1f600}'.repeat(9), 8)).toBe(`\`${'\u{1f600}'.repeat(3)}…\``);
    expect(quoteInline(' \n ')).toBe('(nothing)');
  });
});
