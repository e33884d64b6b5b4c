import { describe, expect, it } from '@jest/globals';
import { oxfmt } from '../../../src/checks/parsers/oxfmt.ts';
import { makeFailure, printed } from './make-printed.ts';

const RED = `Checking formatting...

src/a b/x.js (0ms)
packages/web/index.html (1.2s)

Format issues found in above 2 files. Run without \`--check\` to fix.
Finished in 70ms on 3 files using 2 threads.
`;

describe('oxfmt', () => {
  it('takes the files that it lists', () => {
    expect(oxfmt.recognises(RED)).toBe(true);
    expect(oxfmt.parseText(RED, printed)).toMatchObject([
      { tool: 'oxfmt', rule: 'format', file: 'src/a b/x.js' },
      { tool: 'oxfmt', rule: 'format', file: 'packages/web/index.html' },
    ]);
  });

  it('takes no test’s time for a file', () => {
    const other = '✔ adds (3ms)\nsrc/a.test.ts (12ms)\n';
    expect(oxfmt.recognises(other)).toBe(false);
    expect(oxfmt.parseText(`${other}${RED}`, printed)).toHaveLength(2);
  });

  it('narrows to the file', () => {
    expect(oxfmt.narrow(makeFailure({ file: 'src/a b.js' }))).toBe("npx oxfmt --check 'src/a b.js'");
  });
});
