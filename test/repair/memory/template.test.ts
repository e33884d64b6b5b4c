import { describe, expect, it } from '@jest/globals';
import { adapt, blocksOf } from '../../../src/repair/memory/template.ts';

const OLD = `export function sum(items) {
  let total = 0;
  for (let i = 0; i < items.length - 1; i++) {
    total += items[i];
  }
  return total;
}
`;
const FIXED = OLD.replace('items.length - 1', 'items.length');

function apply(before: string, after: string, text: string): string | undefined {
  return adapt(blocksOf(before, after) ?? [], text)[0]?.text;
}

describe('adapt', () => {
  it('makes the same change under other names, in another indentation', () => {
    const other = `class Bag {
    weight(parts) {
        let grams = 0;
        for (let at = 0; at < parts.length - 1; at++) {
            grams += parts[at];
        }
        return grams;
    }
}
`;
    expect(apply(OLD, FIXED, other)).toBe(other.replace('parts.length - 1', 'parts.length'));
  });

  it('puts in what came between two lines like those', () => {
    const bare = 'export function first(list) {\n  const head = list[0];\n  return head.name;\n}\n';
    const guarded = bare.replace('  return', '  if (head === undefined) return null;\n  return');
    const other = 'export function top(stack) {\n  const one = stack[0];\n\n  return one.name;\n}\n';
    expect(apply(bare, guarded, other)).toBe(
      other.replace('[0];\n', '[0];\n  if (one === undefined) return null;\n'),
    );
  });

  it('takes the likest place first', () => {
    const text = 'const a = rate / 3;\nconst b = price / 3;\n';
    const found = adapt(blocksOf('const c = price / 3;\n', 'const c = price / 2;\n') ?? [], text);
    expect(found.map(({ line }) => line)).toEqual([2, 1]);
    expect(found[0]?.text).toBe('const a = rate / 3;\nconst b = price / 2;\n');
  });

  it('makes nothing of names that nobody knows there', () => {
    expect(apply('return sum(a);\n', 'return round(sum(a));\n', 'return total(b);\n')).toBe(undefined);
    expect(apply('return sum(a);\n', 'return round(sum(a));\n', 'round(1);\nreturn total(b);\n')).toBe(
      'round(1);\nreturn round(total(b));\n',
    );
  });

  it('lets a member be new to a file', () => {
    const [before, after] = ['return Math.floor(a);\n', 'return Math.round(a);\n'];
    expect(apply(before, after, 'return Math.floor(b.c);\n')).toBe(undefined);
    expect(apply(before, after, 'return Math.floor(b);\n')).toBe('return Math.round(b);\n');
  });

  it('does not take two names for one', () => {
    expect(apply('swap(a, b);\n', 'swap(b, a);\n', 'swap(x, x);\n')).toBe(undefined);
  });
});

describe('blocksOf', () => {
  it('takes a large change for no pattern', () => {
    const lines = (word: string) => Array.from({ length: 9 }, (_, at) => `${word}${at};\n`).join('');
    expect(blocksOf(lines('a'), lines('b'))).toBe(null);
    expect(blocksOf(OLD, OLD)).toBe(null);
  });
});
