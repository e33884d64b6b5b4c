import { posix, win32 } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isBelow, toGitPath } from '../../../src/adapters/files/is-below.ts';

describe('isBelow', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/b', true],
    ['/a', '/a/..b', true],
    ['/a', '/ab', false],
    ['/a', '/a/../b', false],
    ['/a/b', '/a', false],
  ])('knows POSIX: %s and %s', (folder, path, is) => {
    expect(isBelow(folder, path, posix)).toBe(is);
  });

  it.each([
    ['C:\\work', 'C:\\work\\src\\a.ts', true],
    ['C:\\work', 'c:/WORK/src/a.ts', true],
    ['C:\\work', 'C:\\work\\..b', true],
    ['C:\\work', 'C:\\worker', false],
    ['C:\\work', 'D:\\work\\src', false],
    ['C:\\work', '\\\\server\\share\\work', false],
    ['C:\\work', 'C:\\work\\..\\other', false],
    ['\\\\server\\share\\work', '\\\\server\\share\\work\\a', true],
    ['\\\\server\\share\\work', '\\\\server\\other\\work\\a', false],
  ])('knows Windows: %s and %s', (folder, path, is) => {
    expect(isBelow(folder, path, win32)).toBe(is);
  });
});

describe('toGitPath', () => {
  it('writes what is below a folder with slashes', () => {
    expect(toGitPath('C:\\work', 'C:\\work\\packages\\web', win32)).toBe('packages/web');
    expect(toGitPath('C:\\work', 'C:\\work', win32)).toBe('');
    expect(toGitPath('/work', '/work/a b/c', posix)).toBe('a b/c');
  });
});
