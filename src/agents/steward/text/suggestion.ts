import { structuredPatch } from 'diff';
import type { Suggestion } from '../../../domain/forge.ts';
import type { FileChange } from '../../../domain/patch.ts';
import { findInvisible } from '../../../lore/invisible.ts';
import { isInside } from './forge-links.ts';

/** Lines that a pull request's diff shows on its new side, by path: 1-based, both ends included. */
export type ShownLines = ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>;

export type Suggested =
  | { readonly status: 'fits'; readonly suggestions: readonly Suggestion[] }
  /** A sentence. */
  | { readonly status: 'unfit'; readonly why: string };

const MOST = 20;

/**
 * A fix as changes that the author takes by a click. All of it fits or none is offered: a part of a fix was never proved.
 * `before` of each file is its text at the head of the pull request.
 */
export function toSuggestions(patch: readonly FileChange[], lines: ShownLines): Suggested {
  const suggestions: Suggestion[] = [];
  for (const file of patch) {
    const why = findObstacle(file);
    if (why !== null) return unfit(why);
    const edits = editsOf(file.before ?? '', file.after ?? '');
    if (edits === null) return unfit(`${file.path} is changed too much`);
    for (const edit of edits) {
      const range = placeOf(edit, lines.get(file.path) ?? [], file.before ?? '');
      if (range === null)
        return unfit(`${file.path} is changed at line ${edit.line}, which the diff does not show`);
      suggestions.push({
        path: file.path,
        startLine: range.first,
        endLine: range.last,
        body: toBlock(range.text),
      });
    }
  }
  if (suggestions.some((one, at) => suggestions.slice(0, at).some((other) => overlap(one, other))))
    return unfit('two of its changes would stand at one line');
  if (suggestions.length === 0) return unfit('it changes no line');
  if (suggestions.length > MOST)
    return unfit(`it would be ${suggestions.length} suggestions, more than ${MOST}`);
  return { status: 'fits', suggestions };
}

function overlap(a: Suggestion, b: Suggestion): boolean {
  return a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine;
}

function unfit(why: string): Suggested {
  return { status: 'unfit', why };
}

function findObstacle(file: FileChange): string | null {
  if (file.binary || file.hunks !== undefined) return `${file.path} is not known as text`;
  if (file.before === null) return `${file.path} is new`;
  if (file.after === null) return `${file.path} is deleted`;
  if (file.renamedFrom !== null) return `${file.path} is moved`;
  if (file.beforeMode !== file.afterMode) return `${file.path} changes its mode`;
  if (!isInside(file.path)) return 'a path has characters that do not show';
  if (file.before.includes('\r') || file.after.includes('\r'))
    return `${file.path} has line ends that GitHub would change`;
  if (file.before.endsWith('\n') !== file.after.endsWith('\n'))
    return `${file.path} changes the end of its last line`;
  return null;
}

/** `count` lines from `line` (1-based) become `text`; `count` 0 puts it in front of `line`. */
interface Edit {
  readonly line: number;
  readonly count: number;
  readonly text: readonly string[];
}

/** Null where the two have little in common. */
function editsOf(before: string, after: string): Edit[] | null {
  const found = structuredPatch('a', 'b', before, after, '', '', { context: 0, maxEditLength: 1000 });
  if (found === undefined) return null;
  return found.hunks.map(({ oldStart, oldLines, lines }) => ({
    line: oldStart,
    count: oldLines,
    text: lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1)),
  }));
}

/** Lines that are only added have to replace a neighbour by itself and them: the one before, else the one after. */
function placeOf(
  { line, count, text }: Edit,
  shown: readonly (readonly [number, number])[],
  before: string,
): { first: number; last: number; text: readonly string[] } | null {
  const isShown = (first: number, last: number) => shown.some(([from, to]) => from <= first && last <= to);
  if (count > 0) {
    const last = line + count - 1;
    return isShown(line, last) ? { first: line, last, text } : null;
  }
  const lines = before.replace(/\n$/, '').split('\n');
  const above = lines[line - 2];
  if (above !== undefined && isShown(line - 1, line - 1))
    return { first: line - 1, last: line - 1, text: [above, ...text] };
  const below = lines[line - 1];
  return below !== undefined && isShown(line, line)
    ? { first: line, last: line, text: [...text, below] }
    : null;
}

/** The text is code of the repository and must stand as it is, so the fence gives way to it. */
function toBlock(text: readonly string[]): string {
  const longest = Math.max(0, ...(text.join('\n').match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const warning = findInvisible(text.join('\n')) < 0 ? [] : ['It holds a character that does not show.', ''];
  return [...warning, `${fence}suggestion`, ...text, fence].join('\n');
}
