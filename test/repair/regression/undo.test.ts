import { describe, expect, it } from '@jest/globals';
import { refine } from '../../../src/repair/regression/refine.ts';
import { type ChangedFile, piecesOf, standingOf, undo } from '../../../src/repair/regression/undo.ts';

const BEFORE = 'const a = 1;\nconst b = 2;\n\nfunction f(x) {\n  return x;\n}\n\nlast();\n';
const AFTER = BEFORE.replace('a = 1', 'a = 7').replace('last()', 'first()');

function makeFile(overrides: Partial<ChangedFile>): ChangedFile {
  return { path: 'a.js', before: BEFORE, after: AFTER, today: AFTER, ...overrides };
}

describe('undo', () => {
  it('undoes one piece and leaves the other and what came later', () => {
    const today = AFTER.replace('return x;', 'return x + 1;').replace(/^/, '// since\n\n');
    const [first, second] = piecesOf(makeFile({ today }));
    if (!first || !second) throw new Error('two pieces');
    expect([first, second].map(standingOf)).toEqual(['free', 'free']);
    expect(undo([first])).toEqual([{ path: 'a.js', before: today, after: today.replace('a = 7', 'a = 1') }]);
    expect(undo([first, second])[0]?.after).toBe(
      today.replace('a = 7', 'a = 1').replace('first()', 'last()'),
    );
  });

  it('knows what later commits changed again, and what they undid already', () => {
    const today = AFTER.replace('a = 7', 'a = 8').replace('first()', 'last()');
    expect(piecesOf(makeFile({ today })).map(standingOf)).toEqual(['fought', 'undone']);
    expect(piecesOf(makeFile({ today: null })).map(standingOf)).toEqual(['fought', 'fought']);
  });

  it('brings back a file that was deleted', () => {
    const file = makeFile({ after: null, today: null });
    expect(piecesOf(file).map(standingOf)).toEqual(['free']);
    expect(undo(piecesOf(file))).toEqual([{ path: 'a.js', before: null, after: BEFORE }]);
  });
});

describe('refine', () => {
  const before =
    'function f(a, b) {\n  const sum = add(\n    a,\n    b,\n  );\n  log(sum);\n  return sum;\n}\n';
  const after = before
    .replace('    a,\n    b,\n', '    a,\n    -b,\n    0,\n')
    .replace('log(sum)', 'show(sum)');

  it('cuts a hunk into statements, and into lines, that undo the same together', () => {
    const changed = after.replace('return sum', 'return  sum');
    const file = makeFile({ before, after: changed, today: changed });
    const whole = { file, edit: { start: 0, end: changed.length, text: before } };
    const [statements, lines] = [refine(whole, 'statement'), refine(whole, 'line')];
    expect([statements.length, lines.length]).toEqual([3, 4]);
    for (const pieces of [statements, lines]) expect(undo(pieces)[0]?.after).toBe(before);
  });
});
