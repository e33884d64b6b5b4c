import { describe, expect, it } from '@jest/globals';
import { splitLine, toRawWords, unquoteWord } from '../../../src/checks/detect/shell-line.ts';

describe('splitLine', () => {
  it.each([
    ['tsc', ['tsc']],
    ['tsc && jest -i', ['tsc', '&& jest -i']],
    ['a&&b||c;d|e & f', ['a', '&& b', '|| c', '; d', '| e', '& f']],
    ['echo "a && b" && c', ['echo "a && b"', '&& c']],
    ["concurrently 'npm run a' 'b; c'", ["concurrently 'npm run a' 'b; c'"]],
    ['a \\&\\& b', ['a \\&\\& b']],
    ['jest > log 2>&1 && b &> c', ['jest > log 2>&1', '&& b &> c']],
    ['a\nb', ['a', '; b']],
    ['echo "not ended && x', ['echo "not ended && x']],
    [' && a && ', ['a']],
    ['', []],
  ])('splits %j', (line, segments) => {
    expect(splitLine(line).map(({ joint, text }) => `${joint} ${text}`.trim())).toEqual(segments);
  });
});

describe('toRawWords', () => {
  it.each([
    ['eslint  --ext .ts "src dir"', ['eslint', '--ext', '.ts', '"src dir"'], 'src dir'],
    ["mocha 'test/**/*.js'", ['mocha', "'test/**/*.js'"], 'test/**/*.js'],
    ['echo "say \\"hi\\" $X"', ['echo', '"say \\"hi\\" $X"'], 'say "hi" $X'],
    ["a --x='b c'd", ['a', "--x='b c'd"], '--x=b cd'],
    ['a b\\ c', ['a', 'b\\ c'], 'b c'],
    ["a 'not ended", ['a', "'not ended"], 'not ended'],
  ])('takes %j apart and keeps the quotes', (text, raws, last) => {
    expect(toRawWords(text)).toEqual(raws);
    expect(unquoteWord(raws.at(-1) ?? '')).toBe(last);
  });
});
