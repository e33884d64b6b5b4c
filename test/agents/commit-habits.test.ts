import { describe, expect, it } from '@jest/globals';
import { readHabits, toCommitSubject } from '../../src/agents/commit-habits.ts';

const log = (subjects: readonly string[], isSignedOff = false) =>
  subjects.map((subject) => ({ subject, isSignedOff }));

describe('readHabits', () => {
  it.each([
    ['conventional', ['feat(core): add x', 'fix: y', 'chore!: z', 'Merge pull request #3 from a/b', 'oops']],
    ['gitmoji', [':sparkles: Add x', '🐛 Fix y', '♻️ Move z']],
    ['ticket', ['ABC-12: add x', '[ABC-13] fix y', 'ABC-14 move z', 'typo']],
    ['plain', ['Add x', 'Fix y', 'fix: z']],
    ['plain', []],
    ['plain', ['Merge a', 'Bump x from 1 to 2', 'Initial commit']],
  ])('reads %s', (style, subjects) => {
    expect(readHabits(log(subjects)).style).toBe(style);
  });

  it('sees capitals behind the prefix, and who signs off', () => {
    expect(readHabits(log(['fix: Add x', 'feat: Move y'])).isCapital).toBe(true);
    expect(readHabits(log(['fix: add x', 'feat: Move y', 'feat: z'])).isCapital).toBe(false);
    expect(readHabits(log(['a', 'b'], true)).isSignedOff).toBe(true);
    expect(readHabits([...log(['a', 'b', 'c'], true), ...log(['d'])]).isSignedOff).toBe(false);
    expect(readHabits([]).isSignedOff).toBe(false);
  });
});

describe('toCommitSubject', () => {
  const name = (
    style: ReturnType<typeof readHabits>['style'],
    isCapital: boolean,
    title = 'import add as sum',
  ) => toCommitSubject(title, { style, isCapital, isSignedOff: false });

  it('names it as people do', () => {
    expect(name('conventional', false)).toBe('fix: import add as sum');
    expect(name('conventional', true)).toBe('fix: Import add as sum');
    expect(name('gitmoji', true)).toBe('🐛 Import add as sum');
    expect(name('ticket', false)).toBe('import add as sum');
    expect(name('plain', true)).toBe('Import add as sum');
  });

  it('leaves names of code, and is one short line', () => {
    expect(name('plain', true, 'readFile is imported from node:fs.')).toBe(
      'readFile is imported from node:fs',
    );
    const long = name('conventional', false, `import ${'x'.repeat(200)}\n\nSigned-off-by: me`);
    expect(long.length).toBeLessThanOrEqual(72);
    expect(long).not.toContain('\n');
  });
});
