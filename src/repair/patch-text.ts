import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { DreamError } from '../domain/errors.ts';
import type { FileChange, FileMode, Hunk } from '../domain/patch.ts';
import { applyHunks, linesOfSide } from './apply-hunks.ts';
import { type FilePatch, parseFilePatches } from './patch-lines.ts';

/** Lines that a hunk may start at, so that padding stays small. */
const MAX_LINE = 1_000_000;

/**
 * Reads a unified or git diff, also a mail or several in a row, as changes of whole files. `readBase` gives a file's
 * text before the change, or null; where it has none, or the hunks do not fit it, the change holds what the hunks show
 * and says so (`hunks`). Throws `bad-input` for what is no diff.
 */
export function parsePatch(text: string, readBase: (path: string) => string | null): FileChange[] {
  const patches = parseFilePatches(text);
  if (patches.length === 0)
    throw new DreamError(
      'bad-input',
      'there is no diff in this text',
      'Give a unified diff, as `git diff` prints it.',
    );
  const byPath = new Map<string, FileChange>();
  for (const patch of patches) addChange(patch, byPath, readBase);
  return [...byPath.values()];
}

/** A later diff of the same file goes on from where the earlier one ended. */
function addChange(
  patch: FilePatch,
  byPath: Map<string, FileChange>,
  readBase: (path: string) => string | null,
): void {
  const oldPath = patch.oldPath ?? patch.newPath ?? '';
  const path = patch.newPath ?? oldPath;
  const earlier = patch.isCopy ? undefined : byPath.get(oldPath);
  const base = patch.oldPath === null ? null : earlier === undefined ? readBase(oldPath) : earlier.after;
  const change = toChange(patch, path, base);
  if (earlier === undefined) {
    const same = byPath.get(path);
    byPath.set(path, same === undefined ? change : joined(same, change));
    return;
  }
  byPath.delete(oldPath);
  byPath.set(path, joined(earlier, change));
}

function joined(earlier: FileChange, later: FileChange): FileChange {
  const origin = earlier.renamedFrom ?? earlier.path;
  const { hunks: _, ...rest } = later;
  const hunks =
    earlier.hunks !== undefined || later.hunks !== undefined
      ? [...hunksOf(earlier), ...hunksOf(later)]
      : null;
  return {
    ...rest,
    renamedFrom: earlier.before === null || origin === later.path ? null : origin,
    before: earlier.before,
    beforeMode: earlier.beforeMode ?? later.beforeMode,
    binary: earlier.binary || later.binary,
    ...(hunks === null
      ? {}
      : { hunks, ...(earlier.before !== null && later.after !== null ? sidesOf(hunks) : {}) }),
  };
}

/** A file that is whole is one hunk. */
function hunksOf(change: FileChange): readonly Hunk[] {
  return (
    change.hunks ?? [{ before: change.before ?? '', beforeLine: 1, after: change.after ?? '', afterLine: 1 }]
  );
}

function toChange(patch: FilePatch, path: string, base: string | null): FileChange {
  const isNew = patch.oldPath === null || patch.isCopy;
  const isDeleted = patch.newPath === null;
  const common = {
    path,
    renamedFrom: !isNew && !isDeleted && patch.oldPath !== patch.newPath ? patch.oldPath : null,
    beforeMode: isNew ? null : modeOf(patch.oldMode),
    afterMode: isDeleted ? null : modeOf(patch.newMode),
    binary: patch.isBinary,
  };
  if (patch.isBinary) return { ...common, before: isNew ? null : (base ?? ''), after: isDeleted ? null : '' };
  const after =
    patch.oldPath === null
      ? applyHunks('', patch.hunks)
      : base === null
        ? null
        : applyHunks(base, patch.hunks);
  const known = patch.oldPath === null || base !== null;
  if (known && (after !== null || isDeleted))
    return { ...common, before: isNew ? null : base, after: isDeleted ? null : after };
  return { ...common, ...partOf(patch, isNew, isDeleted) };
}

function modeOf(mode: string | null): FileMode | null {
  if (mode === '120000' || mode === '160000' || mode === '100755' || mode === '100644') return mode;
  // Anything that may be run counts as executable: 100775, 100777.
  return mode === null ? null : (Number.parseInt(mode, 8) & 0o111) !== 0 ? '100755' : '100644';
}

/** Without its base, a file is what its hunks show, at the lines where they show it. */
function partOf(
  patch: FilePatch,
  isNew: boolean,
  isDeleted: boolean,
): Pick<FileChange, 'before' | 'after' | 'hunks'> {
  const hunks = patch.hunks.map(toHunk);
  const { before, after } = sidesOf(hunks);
  const sides = { before: isNew ? null : before, after: isDeleted ? null : after };
  // A deletion shows the whole file.
  return isNew || isDeleted ? sides : { ...sides, hunks };
}

function toHunk(hunk: StructuredPatchHunk): Hunk {
  return {
    before: linesOfSide(hunk, '-').join(''),
    beforeLine: Math.max(1, hunk.oldStart),
    after: linesOfSide(hunk, '+').join(''),
    afterLine: Math.max(1, hunk.newStart),
  };
}

function sidesOf(hunks: readonly Hunk[]): { before: string; after: string } {
  return {
    before: placed(hunks.map(({ before, beforeLine }) => ({ text: before, line: beforeLine }))),
    after: placed(hunks.map(({ after, afterLine }) => ({ text: after, line: afterLine }))),
  };
}

/** Texts at their lines, empty lines between. */
function placed(parts: readonly { text: string; line: number }[]): string {
  let result = '';
  let line = 1;
  for (const part of parts) {
    if (part.text === '') continue;
    const gap = Math.min(part.line, MAX_LINE) - line;
    result += '\n'.repeat(Math.max(0, gap)) + part.text;
    line = Math.max(line, part.line) + (part.text.match(/\n/g)?.length ?? 0);
  }
  return result;
}

const CONTEXT_LINES = 3;
/** A patch that changes more lines than this is written as one that replaces the file: finding the least difference would take too long. */
const MAX_EDITS = 2_000;

/** A unified diff that `git apply` takes. What is binary is named only. */
export function renderPatch(changes: readonly FileChange[]): string {
  return changes.map(renderChange).join('');
}

function renderChange(change: FileChange): string {
  const { path, renamedFrom, before, after, beforeMode, afterMode } = change;
  const oldPath = renamedFrom ?? path;
  const lines = [`diff --git ${quoted(`a/${oldPath}`)} ${quoted(`b/${path}`)}`];
  if (before === null) lines.push(`new file mode ${afterMode ?? '100644'}`);
  else if (after === null) lines.push(`deleted file mode ${beforeMode ?? '100644'}`);
  else if (beforeMode !== null && afterMode !== null && beforeMode !== afterMode)
    lines.push(`old mode ${beforeMode}`, `new mode ${afterMode}`);
  if (renamedFrom !== null) lines.push(`rename from ${quoted(renamedFrom)}`, `rename to ${quoted(path)}`);
  const names = [
    before === null ? '/dev/null' : quoted(`a/${oldPath}`),
    after === null ? '/dev/null' : quoted(`b/${path}`),
  ];
  if (change.binary) lines.push(`Binary files ${names[0]} and ${names[1]} differ`);
  else if ((before ?? '') !== (after ?? '')) {
    // A name with a blank ends in a tab, so that it is told from a time stamp.
    lines.push(
      ...['--- ', '+++ '].map(
        (sign, side) => `${sign}${names[side]}${names[side]?.includes(' ') ? '\t' : ''}`,
      ),
    );
    for (const hunk of hunksBetween(before ?? '', after ?? '')) lines.push(renderHunk(hunk));
  }
  return `${lines.join('\n')}\n`;
}

function hunksBetween(before: string, after: string): StructuredPatchHunk[] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MAX_EDITS,
  });
  if (patch !== undefined) return patch.hunks;
  const side = (text: string, sign: string) => {
    const lines = text.split('\n');
    const last = lines.pop();
    const signed = lines.map((line) => sign + line);
    return last === '' || last === undefined
      ? signed
      : [...signed, sign + last, '\\ No newline at end of file'];
  };
  const [olds, news] = [side(before, '-'), side(after, '+')];
  const count = (lines: readonly string[]) => lines.filter((line) => line[0] !== '\\').length;
  return [
    { oldStart: 1, oldLines: count(olds), newStart: 1, newLines: count(news), lines: [...olds, ...news] },
  ];
}

function renderHunk({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string {
  const range = (start: number, count: number) => `${count === 0 ? Math.max(0, start - 1) : start},${count}`;
  return [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...lines].join('\n');
}

/** As git writes names that a line cannot hold as they are. */
function quoted(name: string): string {
  if (!/[\u0000-\u001f"\\\u007f]/.test(name)) return name;
  const escaped = name.replace(/[\u0000-\u001f"\\\u007f]/g, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}
