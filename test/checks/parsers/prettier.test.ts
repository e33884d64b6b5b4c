import { describe, expect, it } from '@jest/globals';
import { prettier } from '../../../src/checks/parsers/prettier.ts';
import { makeFailure, printed } from './make-printed.ts';

describe('prettier', () => {
  it('takes paths for files, and talk for talk', () => {
    const text =
      '[warn] src/a b.js\n[warn] Code style issues found in 2 files. Run Prettier with --write to fix.\n[warn] .eslintrc.json\n';
    expect(prettier.parseText(text, printed).map((failure) => failure.file)).toEqual([
      'src/a b.js',
      '.eslintrc.json',
    ]);
  });

  it('believes bare paths only in its own report', () => {
    const report = {
      tool: 'prettier',
      cwd: 'packages/a',
      data: { args: ['-l', '.'], report: { printed: 'src/a.js\n' } },
    };
    expect(prettier.parseReport?.(report, printed)).toMatchObject([
      { rule: 'format', file: 'packages/a/src/a.js' },
    ]);
    expect(prettier.parseText('src/a.js\n', printed)).toEqual([]);
  });

  it('narrows to the file', () => {
    expect(prettier.narrow(makeFailure({ file: 'src/a b.js' }))).toBe("npx prettier --check 'src/a b.js'");
  });
});
