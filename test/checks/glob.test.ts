import { describe, expect, it } from '@jest/globals';
import { globToTest, matchesAny } from '../../src/checks/glob.ts';

describe('globToTest', () => {
  it.each([
    ['packages/*', 'packages/a', true],
    ['packages/*', 'packages/a/b', false],
    ['packages/*', 'packages', false],
    ['./packages/*/', 'packages/a', true],
    ['packages/**', 'packages/a/b', true],
    ['**/test', 'test', true],
    ['**/test', 'a/b/test', true],
    ['**/test', 'a/b/testing', false],
    ['{apps,libs}/*', 'libs/x', true],
    ['{apps,libs}/*', 'tools/x', false],
    ['a.b', 'aXb', false],
    ['lib-?', 'lib-a', true],
    ['a(b', 'a(b', true],
    ['{a', 'a', true],
  ])('%s on %s: %s', (glob, path, fits) => {
    expect(globToTest(glob)(path)).toBe(fits);
  });
});

describe('matchesAny', () => {
  it.each([
    [['vendor'], 'vendor/a/b.js', true],
    [['vendor/'], 'vendor', true],
    [['src/*.js'], 'src/a.js', true],
    [['src/*.js'], 'src/a/b.js', false],
    [['**/gen'], 'a/gen/b.ts', true],
    [['/docs'], 'docs/x.md', true],
    [[], 'a', false],
  ])('%j on %s: %s', (globs, path, fits) => {
    expect(matchesAny(globs, path)).toBe(fits);
  });
});
