import { describe, expect, it } from '@jest/globals';
import { tsc } from '../../../src/checks/parsers/tsc.ts';
import { printed } from './make-printed.ts';

describe('tsc', () => {
  it('keeps the lines that explain an error, but no source code', () => {
    const text = [
      "src/a.ts(1,2): error TS2322: Type 'A' is not assignable to type 'B'.",
      "  Property 'x' is missing in type 'A'.",
      "    Types of 'y' differ.",
      'Found 1 error.',
    ].join('\n');
    expect(tsc.parseText(text, printed).map((failure) => failure.message)).toEqual([
      "Type 'A' is not assignable to type 'B'.\n  Property 'x' is missing in type 'A'.\n    Types of 'y' differ.",
    ]);
    const pretty = "src/a.ts:1:2 - error TS2304: Cannot find name 'x'.\n\n1 x();\n  ~\n\n\nFound 1 error.\n";
    expect(tsc.parseText(pretty, printed)).toMatchObject([
      { message: "Cannot find name 'x'.", line: 1, column: 2 },
    ]);
  });

  it('reads an error of the project as a whole, and a path with brackets', () => {
    const text =
      "error TS18003: No inputs were found.\nsrc/[id]/(group)/page.tsx(3,4): error TS1005: ';' expected.";
    expect(tsc.parseText(text, printed)).toMatchObject([
      { rule: 'TS18003', file: null, line: null },
      { rule: 'TS1005', file: 'src/[id]/(group)/page.tsx', line: 3, column: 4 },
    ]);
  });

  it('takes relative paths from the folder that the command ran in', () => {
    const text = "../b/x.ts(1,2): error TS2304: Cannot find name 'x'.";
    expect(tsc.parseText(text, { ...printed, cwd: 'packages/a' })).toMatchObject([
      { file: 'packages/b/x.ts' },
    ]);
  });

  it('reads a Windows path in a foreign log', () => {
    const text = "src\\a.ts(1,2): error TS2304: Cannot find name 'x'.";
    expect(tsc.parseText(text, printed)).toMatchObject([{ file: 'src/a.ts' }]);
  });
});
