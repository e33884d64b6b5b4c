import { describe, expect, it } from '@jest/globals';
import { splitStreams } from '../../src/checks/split-streams.ts';

describe('splitStreams', () => {
  it('leaves text without prefixes as it is', () => {
    const text = 'FAIL src/a.test.js\n  ● a › b\n\n    boom\n';
    expect(splitStreams(text)).toEqual([{ text, cwd: null }]);
  });

  it('puts the lines of each package of pnpm together, with its folder', () => {
    const text = [
      'packages/a test$ tsc',
      'packages/a test: one',
      'packages/b test: two',
      'packages/a test: three',
      'packages/b test: four',
    ].join('\n');
    expect(splitStreams(text)).toContainEqual({ text: 'one\nthree', cwd: 'packages/a' });
    expect(splitStreams(text)).toContainEqual({ text: 'two\nfour', cwd: 'packages/b' });
  });

  it('takes the prefixes of turbo and concurrently off', () => {
    expect(splitStreams('web:test: one\nweb:test: two\nweb:test: three')).toContainEqual({
      text: 'one\ntwo\nthree',
      cwd: null,
    });
    expect(splitStreams('[lint] one\n[lint] two\n[0] three\n[0] four')).toContainEqual({
      text: 'three\nfour',
      cwd: null,
    });
  });

  it('does not take the marks of prettier for a prefix', () => {
    const text = '[warn] src/a.js\n[warn] src/b.js\n[warn] Code style issues';
    expect(splitStreams(text)).toContainEqual({ text, cwd: null });
  });
});
