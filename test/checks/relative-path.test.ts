import { describe, expect, it } from '@jest/globals';
import { pathInside, relativeText, toRelativePath } from '../../src/checks/relative-path.ts';

const places = { roots: ['/private/tmp/repo', '/tmp/repo'], cwd: 'packages/a' };

describe('toRelativePath', () => {
  it.each([
    ['src/x.ts', 'packages/a/src/x.ts', true],
    ['../b/x.ts', 'packages/b/x.ts', true],
    ['/tmp/repo/src/x.ts', 'src/x.ts', true],
    ['/private/tmp/repo/src/x.ts', 'src/x.ts', true],
    ['file:///tmp/repo/src/a%20b.ts', 'src/a b.ts', true],
    ['/tmp/repo/src/x.ts?v=123', 'src/x.ts', true],
    ['webpack-internal:///./src/x.ts', 'packages/a/src/x.ts', true],
    ['/tmp/repo/node_modules/lib/x.js', 'node_modules/lib/x.js', false],
    ['/elsewhere/x.ts', '/elsewhere/x.ts', false],
    ['../../../x.ts', '../../../x.ts', false],
    ['/tmp/repository/x.ts', '/tmp/repository/x.ts', false],
    ['node:internal/modules/cjs/loader', 'node:internal/modules/cjs/loader', false],
    ['[eval]', '[eval]', false],
  ])('takes %s for %s', (printed, path, own) => {
    expect(toRelativePath(printed, places)).toMatchObject({ path, own });
  });

  it.each([
    'D:\\a\\repo\\repo\\src\\x.ts',
    'd:\\A\\repo\\repo\\src\\x.ts',
    'file:///D:/a/repo/repo/src/x.ts',
  ])('reads the Windows path %s', (printed) => {
    expect(toRelativePath(printed, { roots: ['D:/a/repo/repo'], cwd: '.' }).path).toBe('src/x.ts');
  });
});

describe('pathInside', () => {
  it('is null for what is outside', () => {
    expect(pathInside('/usr/lib/x.js', places)).toBeNull();
  });
});

describe('relativeText', () => {
  it('takes the roots out of a message, URLs too', () => {
    const text = "Cannot find '/tmp/repo/src/x' imported from file:///private/tmp/repo/y.js";
    expect(relativeText(text, places)).toBe("Cannot find 'src/x' imported from y.js");
  });
});
