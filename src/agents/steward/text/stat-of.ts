export interface FileStat {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

const MOST_FILES = 30;

/** Lines that a unified diff adds and takes away, by file; of very many files the first. */
export function statOf(patch: string, most: number = MOST_FILES): FileStat[] {
  const stats: { path: string; added: number; removed: number }[] = [];
  let left = { before: 0, after: 0 };
  for (const line of patch.split('\n')) {
    const last = stats.at(-1);
    if (left.before <= 0 && left.after <= 0) {
      const path = /^diff --git (?:"?a\/.*"? )?"?b\/(.*?)"?$/.exec(line)?.[1];
      if (path !== undefined) stats.push({ path, added: 0, removed: 0 });
      const [, before, after] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
      if (line.startsWith('@@')) left = { before: Number(before ?? 1), after: Number(after ?? 1) };
      continue;
    }
    if (line.startsWith('+') && last) last.added += 1;
    if (line.startsWith('-') && last) last.removed += 1;
    if (!/^[+\\]/.test(line)) left = { ...left, before: left.before - 1 };
    if (!/^[-\\]/.test(line)) left = { ...left, after: left.after - 1 };
  }
  return stats.slice(0, most);
}
