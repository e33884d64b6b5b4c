import type { FileChange } from '../../domain/patch.ts';
import type { Surroundings } from './base-reader.ts';
import { bytesChanged } from './bytes-changed.ts';
import { isScript } from './reading/language.ts';
import { readPair, type Source } from './reading/source.ts';
import { holdsTests, testBlocksOf } from './reading/test-syntax.ts';
import { mayBeTest, type Role, roleOf } from './role.ts';
import { type Context, formerPath, type GuardOptions, type Piece, type View } from './rule.ts';

const DEFAULT_MAX_BYTES = 256 * 1024;
/** Of files longer than this, in characters, only the part that changes is read: nobody wrote them by hand. */
const LONG = 512 * 1024;
const LINES_AROUND = 60;

export function buildContext(changes: readonly FileChange[], given: GuardOptions): Context {
  const options = {
    leaveAlone: given.leaveAlone ?? [],
    maxBytes: given.maxBytes ?? DEFAULT_MAX_BYTES,
    allow: given.allow ?? null,
    surroundings: given.surroundings ?? null,
  };
  const views = new Map<FileChange, View>();
  let addsTest: boolean | null = null;
  const context: Context = {
    options,
    changes,
    get addsTest() {
      addsTest ??= changes.some((change) => addsTests(context.view(change)));
      return addsTest;
    },
    view(change) {
      let view = views.get(change);
      if (view === undefined) {
        view = withData(buildView(change, options.maxBytes), change, options.surroundings);
        views.set(change, view);
      }
      return view;
    },
  };
  return context;
}

/** What the tests name is a fixture, wherever it lies. */
function withData(view: View, change: FileChange, surroundings: Surroundings | null): View {
  return view.formerRole === 'plain' && surroundings?.comparedFiles.has(formerPath(change))
    ? { ...view, formerRole: 'fixture' }
    : view;
}

function buildView(change: FileChange, maxBytes: number): View {
  const pieces = change.binary || bytesChanged(change) > maxBytes ? [] : piecesOf(change);
  const side = (which: 'before' | 'after') => pieces.flatMap((piece) => piece[which] ?? []);
  const before = side('before');
  return {
    role: roleOfContent(change.path, side('after'), before),
    formerRole: roleOfContent(formerPath(change), before, before),
    pieces,
  };
}

function piecesOf(change: FileChange): Piece[] {
  const paths = { before: formerPath(change), after: change.path };
  const partial = change.hunks !== undefined && change.before !== null && change.after !== null;
  if (partial && change.hunks)
    return change.hunks.map((hunk) =>
      readPair(
        paths,
        { text: hunk.before, line: hunk.beforeLine },
        { text: hunk.after, line: hunk.afterLine },
        true,
      ),
    );
  if (
    change.before !== null &&
    change.after !== null &&
    Math.max(change.before.length, change.after.length) > LONG
  ) {
    const { before, after } = changedPart(change.before, change.after);
    return [readPair(paths, before, after, true)];
  }
  const side = (text: string | null) => (text === null ? null : { text, line: 1 });
  return change.before === null && change.after === null
    ? []
    : [readPair(paths, side(change.before), side(change.after), false)];
}

/** The lines that differ, from the first to the last, with some around them. */
function changedPart(before: string, after: string) {
  const olds = before.split('\n');
  const news = after.split('\n');
  const shorter = Math.min(olds.length, news.length);
  let start = 0;
  while (start < shorter && olds[start] === news[start]) start++;
  let end = 0;
  while (end < shorter - start && olds.at(-1 - end) === news.at(-1 - end)) end++;
  const first = Math.max(0, start - LINES_AROUND);
  const part = (lines: readonly string[]) => ({
    text: lines.slice(first, lines.length - Math.max(0, end - LINES_AROUND)).join('\n'),
    line: first + 1,
  });
  return { before: part(olds), after: part(news) };
}

/** The path decides; where it says nothing, the tests in the file do (for a changed file, those it held before). */
function roleOfContent(path: string, sources: readonly Source[], before: readonly Source[]): Role {
  const role = roleOf(path);
  if (role !== 'plain' || !isScript(path)) return role;
  const telling = before.length > 0 && !mayBeTest(path) ? before : sources;
  return telling.some((source) => !isInSource(source) && holdsTests(source)) ? 'test' : 'plain';
}

/** Tests within the module that they test, as Vitest has them. */
export function isInSource(source: Source): boolean {
  return source.text.includes('import.meta.vitest');
}

function addsTests(view: View): boolean {
  if (view.role !== 'test') return false;
  const count = (which: 'before' | 'after') =>
    view.pieces.reduce(
      (sum, piece) => sum + (piece[which] === null ? 0 : testBlocksOf(piece[which]).length),
      0,
    );
  const foreignNew = view.pieces.some(
    (piece) => piece.before === null && piece.after?.language === 'foreign',
  );
  return foreignNew || count('after') > count('before');
}
