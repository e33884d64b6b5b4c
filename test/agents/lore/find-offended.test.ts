import { describe, expect, it } from '@jest/globals';
import { seesMarkdown } from '../../../src/agents/lore/find-offended.ts';

describe('seesMarkdown', () => {
  it.each([
    ['format', ['prettier']],
    ['lint', ['eslint']],
    ['lint', ['biome', 'markdownlint']],
    ['lint', []],
    ['command', []],
    ['command', ['tsc', 'eslint']],
  ] as const)('runs a %s check with %j again', (kind, tools) => {
    expect(seesMarkdown({ kind, tools: [...tools] })).toBe(true);
  });

  it.each([
    ['typecheck', []],
    ['test', ['jest']],
    ['test', []],
    ['build', []],
    ['lint', ['biome']],
    ['command', ['vitest']],
    ['command', ['tsc', 'node-test']],
  ] as const)('does not run a %s check with %j again', (kind, tools) => {
    expect(seesMarkdown({ kind, tools: [...tools] })).toBe(false);
  });
});
