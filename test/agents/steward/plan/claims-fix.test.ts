import { describe, expect, it } from '@jest/globals';
import { claimsFix } from '../../../../src/agents/steward/plan/claims-fix.ts';

describe('claimsFix', () => {
  it.each([
    ['fix: sum of nothing', ''],
    ['fix(parser)!: read what is there', ''],
    ['Hotfix: log in', ''],
    ['Sum of nothing', 'Fixes #12'],
    ['Sum of nothing', 'It is 0.\n\nfixed: octo/hello#3, and more'],
    ['Sum of nothing (fixes #12)', ''],
    ['Sum of nothing', 'fixes https://github.com/octo/hello/issues/12'],
  ])('hears it: %s | %s', (title, body) => {
    expect(claimsFix({ title, body })).toBe(true);
  });

  it.each([
    ['feat: sum of nothing', 'Closes #12'],
    ['Fix typo', ''],
    ['docs: how we fix: a guide', ''],
    ['Prefix: ids', 'prefixes #1 and suffix #2'],
    ['Sum', '<!-- Write `Fixes #1` here -->'],
    ['Sum', '<!-- Fixes #1'],
    ['Sum', 'Write `Fixes #1`, as in\n\n```\nFixes #1\n```'],
    ['Sum', 'fixes the sum of nothing, see #1'],
    ['', ''],
  ])('hears none: %s | %s', (title, body) => {
    expect(claimsFix({ title, body })).toBe(false);
  });
});
