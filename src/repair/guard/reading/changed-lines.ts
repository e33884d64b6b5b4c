export interface Line {
  readonly text: string;
  /** 1-based in the file. */
  readonly line: number;
}

/** Lines of the new text that the old one does not have, or not so often. Order and indentation do not count. Linear. */
export function addedLines(before: string, after: string, firstLine: number): Line[] {
  const had = new Map<string, number>();
  for (const line of before.split('\n')) had.set(line.trim(), (had.get(line.trim()) ?? 0) + 1);
  return after.split('\n').flatMap((text, index) => {
    const left = had.get(text.trim()) ?? 0;
    if (left === 0) return [{ text, line: firstLine + index }];
    had.set(text.trim(), left - 1);
    return [];
  });
}
