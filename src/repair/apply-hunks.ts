import type { StructuredPatchHunk } from 'diff';

/** The lines of one side of a hunk, each with its line end. */
export function linesOfSide(hunk: StructuredPatchHunk, sign: '-' | '+'): string[] {
  return hunk.lines.flatMap((line, index) => {
    if (line[0] !== ' ' && line[0] !== sign) return [];
    return [hunk.lines[index + 1]?.[0] === '\\' ? line.slice(1) : `${line.slice(1)}\n`];
  });
}

/**
 * Applies hunks to a text, to the letter, as `git apply` does: where they say, else at the nearest place where their
 * old lines stand. Null when they do not fit.
 */
export function applyHunks(base: string, hunks: readonly StructuredPatchHunk[]): string | null {
  const lines = base === '' ? [] : base.split(/(?<=\n)/);
  const result: string[] = [];
  let at = 0;
  let drift = 0;
  for (const hunk of hunks) {
    const old = linesOfSide(hunk, '-');
    // An empty side is named by the line before it.
    const named = (old.length === 0 ? hunk.oldStart : hunk.oldStart - 1) + drift;
    const place = placeOf(old, lines, at, named);
    if (place === null) return null;
    result.push(...lines.slice(at, place), ...linesOfSide(hunk, '+'));
    at = place + old.length;
    drift += place - named;
  }
  return [...result, ...lines.slice(at)].join('');
}

function placeOf(
  old: readonly string[],
  lines: readonly string[],
  from: number,
  named: number,
): number | null {
  const fits = (place: number) =>
    place >= from &&
    place + old.length <= lines.length &&
    old.every((line, index) => lines[place + index] === line);
  if (old.length === 0) return named >= from && named <= lines.length ? named : null;
  for (let distance = 0; distance <= lines.length; distance++) {
    if (fits(named - distance)) return named - distance;
    if (fits(named + distance)) return named + distance;
  }
  return null;
}
