import { describe, expect, it } from '@jest/globals';
import { eslint } from '../../../src/checks/parsers/eslint.ts';
import { makeFailure, printed } from './make-printed.ts';

const both = '\n/repo/src/a.ts\n  1:2  error    No      no-undef\n  3:4  warning  Maybe   prefer-const\n\n';
const summary = '✖ 2 problems (1 error, 1 warning)\n';

describe('eslint', () => {
  it('leaves warnings out beside errors, unless they count', () => {
    const rules = (text: string): unknown => eslint.parseText(text, printed).map((failure) => failure.rule);
    expect(rules(both + summary)).toEqual(['no-undef']);
    expect(rules(`> eslint . --max-warnings 0\n${both}${summary}`)).toEqual(['no-undef', 'prefer-const']);
  });

  it('judges each run by itself', () => {
    const warned =
      '\n/repo/src/b.ts\n  3:4  warning  Maybe  prefer-const\n\n✖ 1 problem (0 errors, 1 warning)\n';
    expect(eslint.parseText(both + summary + warned, printed)).toMatchObject([
      { file: 'src/a.ts' },
      { file: 'src/b.ts' },
    ]);
  });

  it('reads rules of plugins, and messages without a rule', () => {
    const text =
      '/repo/a.ts\n  1:2  error  Odd  spacing  @scope/plugin/some-rule\n  2:1  error  Parsing error: Unexpected token\n';
    expect(eslint.parseText(text, printed)).toMatchObject([
      { rule: '@scope/plugin/some-rule', message: 'Odd  spacing' },
      { rule: null, message: 'Parsing error: Unexpected token' },
    ]);
  });

  it('narrows to the file, quoted', () => {
    expect(eslint.narrow(makeFailure({ file: "src/it's.ts" }))).toBe("npx eslint 'src/it'\\''s.ts'");
    expect(eslint.narrow(makeFailure({ file: null }))).toBeNull();
  });
});
