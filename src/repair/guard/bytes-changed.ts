import type { FileChange } from '../../domain/patch.ts';

/** Bytes of the new text between what both sides begin and end with alike; for a new file, all. Deleting costs nothing. Linear. */
export function bytesChanged(change: FileChange): number {
  const sides = change.hunks ?? [{ before: change.before ?? '', after: change.after ?? '' }];
  return sides.reduce((sum, side) => sum + changedSpan(side.before, side.after), 0);
}

function changedSpan(before: string, after: string): number {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  return Buffer.byteLength(after.slice(start, after.length - end));
}
