type Range = readonly [first: number, last: number];

const HUNK = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;

/** Lines of the new side that each hunk of a patch shows, 1-based, the last one included. A hunk that only removes shows none. */
export function pullLines(patch: string): readonly Range[] {
  return patch.split('\n').flatMap((line): Range[] => {
    const [, first, count = '1'] = HUNK.exec(line) ?? [];
    if (first === undefined || count === '0') return [];
    return [[Number(first), Number(first) + Number(count) - 1]];
  });
}
