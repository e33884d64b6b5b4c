import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type ShownLines, toSuggestions } from '../../../../src/agents/steward/text/suggestion.ts';
import type { Suggestion } from '../../../../src/domain/forge.ts';
import { type FileChange, patchOf } from '../../../../src/domain/patch.ts';

const BEFORE = 'one\ntwo\nthree\nfour\nfive\n';
const change = (before: string | null, after: string | null, path = 'src/a.ts') =>
  patchOf('x', [{ path, before, after }]).files;
const ALL: ShownLines = new Map([['src/a.ts', [[1, 1000]]]]);

/** What the click does: the lines become what stands in the block. */
function take(text: string, suggestions: readonly Suggestion[]): string {
  const lines = text.split('\n');
  for (const { startLine, endLine, body } of suggestions.toSorted((a, b) => b.startLine - a.startLine)) {
    const [, , inside = ''] = /^(`{3,})suggestion\n([\s\S]*?)\1$/.exec(body) ?? [];
    lines.splice(
      startLine - 1,
      endLine - startLine + 1,
      ...(inside === '' ? [] : inside.replace(/\n$/, '').split('\n')),
    );
  }
  return lines.join('\n');
}

function fits(files: readonly FileChange[], lines: ShownLines = ALL): readonly Suggestion[] {
  const suggested = toSuggestions(files, lines);
  if (suggested.status === 'unfit') throw new Error(suggested.why);
  return suggested.suggestions;
}
const why = (files: readonly FileChange[], lines: ShownLines = ALL) => {
  const suggested = toSuggestions(files, lines);
  return suggested.status === 'unfit' ? suggested.why : null;
};

describe('toSuggestions', () => {
  it('offers a changed line', () => {
    expect(fits(change(BEFORE, BEFORE.replace('three', '3')), new Map([['src/a.ts', [[3, 3]]]]))).toEqual([
      { path: 'src/a.ts', startLine: 3, endLine: 3, body: '```suggestion\n3\n```' },
    ]);
  });

  it.each([
    ['lines that go', 'one\nfive\n'],
    ['lines that come', 'one\ntwo\nnew\nnewer\nthree\nfour\nfive\n'],
    ['a line at the top', 'new\none\ntwo\nthree\nfour\nfive\n'],
    ['a line at the end', 'one\ntwo\nthree\nfour\nfive\nnew\n'],
    ['several places', 'ONE\ntwo\nthree\nFOUR\nFIVE\n'],
    ['a blank line that comes', 'one\n\ntwo\nthree\nfour\nfive\n'],
  ])('offers %s', (_, after) => {
    expect(take(BEFORE, fits(change(BEFORE, after)))).toBe(after);
  });

  it('stands on the line below where the one above is not shown', () => {
    const after = BEFORE.replace('three', 'new\nthree');
    expect(fits(change(BEFORE, after), new Map([['src/a.ts', [[3, 5]]]]))).toEqual([
      { path: 'src/a.ts', startLine: 3, endLine: 3, body: '```suggestion\nnew\nthree\n```' },
    ]);
  });

  it('offers nothing where one place does not fit', () => {
    const after = BEFORE.replace('one', '1').replace('five', '5');
    expect(why(change(BEFORE, after), new Map([['src/a.ts', [[1, 2]]]]))).toBe(
      'src/a.ts is changed at line 5, which the diff does not show',
    );
    expect(why(change(BEFORE, after), new Map())).toContain('does not show');
    // Two hunks of the diff are not one place.
    const wide = BEFORE.replace('two\nthree', '2\n3');
    expect(
      why(
        change(BEFORE, wide),
        new Map([
          [
            'src/a.ts',
            [
              [1, 2],
              [3, 5],
            ],
          ],
        ]),
      ),
    ).toContain('does not show');
  });

  it('fences what holds fences', () => {
    const after = BEFORE.replace('three', '```suggestion\nx\n```\n````');
    const suggestions = fits(change(BEFORE, after));
    expect(suggestions[0]?.body.startsWith('`````suggestion\n')).toBe(true);
    expect(take(BEFORE, suggestions)).toBe(after);
  });

  it.each([
    ['a new file', change(null, 'x\n'), 'is new'],
    ['a file that goes', change('x\n', null), 'is deleted'],
    ['a file that moves', change('x\n', 'y\n').map((file) => ({ ...file, renamedFrom: 'b' })), 'is moved'],
    ['no text', change('x\n', 'y\n').map((file) => ({ ...file, binary: true })), 'not known as text'],
    [
      'a mode',
      change('x\n', 'y\n').map((file) => ({
        ...file,
        beforeMode: '100644' as const,
        afterMode: '100755' as const,
      })),
      'mode',
    ],
    ['line ends', change('x\r\n', 'y\r\n'), 'line ends'],
    ['the end of the file', change('x', 'x\n'), 'end of its last line'],
    ['nothing', change('x\n', 'x\n'), 'no line'],
    ['a path out of the repository', change('x\n', 'y\n', '../a'), 'does not show|characters'],
    ['too much', change('a\n'.repeat(3000), 'b\n'.repeat(3000)), 'too much'],
    ['too many places', change('a\nb\n'.repeat(40), 'A\nb\n'.repeat(40)), 'more than'],
  ])('says why not: %s', (_, files, reason) => {
    expect(why(files)).toMatch(new RegExp(reason));
  });

  it('is the whole change, whatever it is', () => {
    const line = fc.constantFrom('a', 'b', '', '```', '  c', '\\ no');
    const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const suggested = toSuggestions(change(before, after), ALL);
        if (suggested.status === 'fits') expect(take(before, suggested.suggestions)).toBe(after);
        else expect(before === after || /one line|no line/.test(suggested.why)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
