import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  explainMistake,
  keyOf,
  type Mistake,
  reverse,
  toMistake,
} from '../../../src/repair/memory/mistake.ts';

const key = (before: string, after: string) => {
  const mistake = toMistake(before, after);
  return mistake === null ? null : keyOf(mistake);
};
const told = (before: string, after: string) => {
  const mistake = toMistake(before, after);
  return mistake === null ? null : explainMistake(mistake);
};

describe('toMistake', () => {
  it.each([
    ["if (typeof val === 'function') {", "if (typeof val !== 'function') {", '`===` became `!==`'],
    ['  const body = await read(path);\n', '  const body = read(path);\n', '`await` went'],
    ['for (let i = 0; i < n; i++)', 'for (let i = 0; i < n - 1; i++)', '`- #` came'],
    ['return port ?? 80;', 'return port || 80;', '`??` became `||`'],
    ['  if (!user) return;\n', '', '`if ( ! _ ) return ;` went'],
    ['parseInt(text, 10)', 'parseInt(text)', '`, 10` went'],
    ['return name.trim();', 'return name;', '`. trim ( )` went'],
  ])('tells what was done to %j', (before, after, words) => {
    expect(told(before, after)).toBe(words);
  });

  it('is one for other names, other values and another layout', () => {
    const first = key('if (a.size === 0) {\n', 'if (a.size !== 0) {\n');
    expect(key('  return  kind ===\n    "x";\n', '  return kind !== "x";\n')).toBe(first);
    expect(key('list.at(at - 1)', 'list.at(at)')).toBe(key('rows[rows.length - 2]', 'rows[rows.length]'));
  });

  it('is another one for another operator, another way round, another call', () => {
    const keys = [
      key('a === b', 'a !== b'),
      key('a !== b', 'a === b'),
      key('a == b', 'a != b'),
      key('a.trim()', 'a'),
      key('a.pop()', 'a'),
    ];
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['only names', 'return sum(a, b);', 'return total(b, a);'],
    ['only values', 'const most = 4;', "const most = '5';"],
    ['only layout', 'const most = 4', 'const  most = 4;'],
    ['only a comment', '// a === b\nreturn a;\n', '// a !== b\nreturn a;\n'],
    ['too many words', 'return a;', 'if (a === null && b !== null) return c > 0 ? a : b;'],
    ['too many lines', 'a === 1\nb\nc\nd\n', 'a !== 1\nb\nc\nd\n'],
    ['nothing', 'a === b', 'a === b'],
  ])('says nothing of %s', (_, before, after) => {
    expect(toMistake(before, after)).toBe(null);
  });

  it('is turned round by its reverse, whatever was done', () => {
    const word = fc.constantFrom('a', 'b', '1', "'x'", '===', '!==', '(', ')', '.', 'await', '-', ';');
    const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(line, line, (before, after) => {
        const made: Mistake | null = toMistake(before, after);
        expect(made === null ? null : keyOf(reverse(made))).toBe(key(after, before));
      }),
    );
  });
});
