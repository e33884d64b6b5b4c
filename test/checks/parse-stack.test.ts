import { describe, expect, it } from '@jest/globals';
import { parseFrame, parseStack } from '../../src/checks/parse-stack.ts';

const places = { roots: ['/repo', 'C:/repo'], cwd: '.' };

describe('parseFrame', () => {
  it.each([
    ['    at sum (/repo/src/a.js:3:7)', 'sum', 'src/a.js', 3, true],
    ['    at async load (file:///repo/src/a.js:3:7)', 'load', 'src/a.js', 3, true],
    ['    at new Cart (/repo/src/a.js:3:7)', 'new Cart', 'src/a.js', 3, true],
    ['    at Object.<anonymous> (/repo/src/a.js:3:7)', 'Object.<anonymous>', 'src/a.js', 3, true],
    ['    at Module.load [as _load] (/repo/src/a.js:3:7)', 'Module.load [as _load]', 'src/a.js', 3, true],
    ['    at /repo/src/a.js:3:7', null, 'src/a.js', 3, true],
    ['    at async file:///repo/src/a.js:3:7', null, 'src/a.js', 3, true],
    ['    at eval (eval at run (/repo/src/a.js:3:7), <anonymous>:1:1)', 'eval', 'src/a.js', 3, true],
    ['    at C:\\repo\\src\\a.js:3:7', null, 'src/a.js', 3, true],
    ['    at f (C:\\repo\\src\\a.js:3:7)', 'f', 'src/a.js', 3, true],
    ['    at g (webpack-internal:///./src/a.js:3:7)', 'g', 'src/a.js', 3, true],
    [' ❯ first src/a.js:3:7', 'first', 'src/a.js', 3, true],
    [' ❯ src/a b.js:3:7', null, 'src/a b.js', 3, true],
    ['    at x (/repo/node_modules/y/i.js:3:7)', 'x', 'node_modules/y/i.js', 3, false],
    [
      '    at Test.run (node:internal/test_runner/test:3:7)',
      'Test.run',
      'node:internal/test_runner/test',
      3,
      false,
    ],
  ])('reads %s', (line, name, file, at, own) => {
    expect(parseFrame(line, places)).toEqual({ name, file, line: at, column: 7, own });
  });

  it.each(['    at Array.map (<anonymous>)', '    at new Promise (<anonymous>)', 'no frame', ''])(
    'leaves out %s',
    (line) => {
      expect(parseFrame(line, places)).toBeNull();
    },
  );
});

describe('parseStack', () => {
  it('keeps the order, innermost first', () => {
    const frames = parseStack(
      ['    at a (/repo/a.js:1:1)', '    at Array.map (<anonymous>)', '    at b (/repo/b.js:2:2)'],
      places,
    );
    expect(frames.map((frame) => frame.file)).toEqual(['a.js', 'b.js']);
  });
});
