import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quoteBlock, quoteInline, quoteProse, toCell } from '../../src/lore/quote.ts';
import { heededIn, skeletonOf } from './markdown-tree.ts';

const ticks = fc
  .array(fc.constantFrom('`', '``', '~~~', '\n', '    ', 'x', '\\', '<b>', '|'), { maxLength: 20 })
  .map((all) => all.join(''));

describe('quoteBlock', () => {
  it.each([' ', '\n', ' \n', '\t', '`', '\u200b'])('is done with long rows of %j', (piece) => {
    const text = `a${piece.repeat(200_000)}b`;
    const block = quoteBlock(text);
    expect(block.at(1)).toMatch(/^a/);
    expect(block.join('\n').length).toBeLessThan(210_000);
  });

  it('leaves the blanks at ends of lines, and blank lines at both ends, away', () => {
    expect(quoteBlock('\n \n  a  \n\n b\t\n\n')).toEqual(['```text', '  a', '', ' b', '```']);
    expect(quoteBlock(' \n \n')).toEqual(['```text', '', '```']);
  });

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

describe('quoteProse', () => {
  it('leaves words as they are and puts what is read as more into code', () => {
    expect(quoteProse('no candidate could be proved (2 of 3); “sum” is not a function')).toBe(
      'no candidate could be proved (2 of 3); “sum” is not a function',
    );
    expect(quoteProse('see @ada and #12 at https://x.example now')).toBe(
      'see `@ada` and `#12` at `https://x.example` now',
    );
    expect(quoteProse('import of src/a.ts: `b` *c* gone')).toBe('import of src/a.ts: `` `b` *c* `` gone');
    expect(quoteProse(`in ${'ab12'.repeat(3)} GH-3 :tada: 1. - www.x.y _a_ $x$ a|b`)).toMatch(/^in `[^`]*`$/);
    expect(quoteProse('missing "[cut: a GitHub token]" of [cut: src/tok')).toBe(
      'missing `"[cut: a GitHub token]"` of `[cut`: src/tok',
    );
    expect(quoteProse('  ')).toBe('(nothing)');
  });

  it('is plain words and code, whatever it is of', () => {
    const piece = fc.constantFrom(
      '`',
      '``',
      '*',
      '_a_',
      '[l](x)',
      '<b>',
      '@ada',
      '#1',
      'www.a.b',
      '~~',
      ' ',
      'a',
      '\\',
      '|',
      '- ',
      '1. ',
      '&lt;',
      ':tada:',
      '\n',
      '!',
      '(',
      '$',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (parts) => {
        const text = quoteProse(parts.join(''));
        expect(heededIn(`- see ${text} here`)).toEqual({ html: [], urls: [], texts: [] });
        expect(JSON.stringify(skeletonOf(`x ${text} y`))).toMatch(
          /^\["root",null,\["paragraph",null(,\["(text|inlineCode)",null\])*\]\]$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('toCell', () => {
  it('keeps a row a row', () => {
    const row = (cell: string) => `| a | b |\n| --- | --- |\n| ${cell} | x |`;
    fc.assert(
      fc.property(ticks, (text) => {
        const tree = JSON.stringify(skeletonOf(row(toCell(quoteInline(`x${text}|`)))));
        expect(tree).toBe(JSON.stringify(skeletonOf(row('`x`'))));
      }),
      { numRuns: 300 },
    );
  });
});
