import { posix } from 'node:path';
import { type FileChange, type Patch, patchOf } from '../../domain/patch.ts';
import type { Workspace } from '../../domain/ports.ts';
import type { Failure } from '../../domain/report.ts';
import { LINTERS } from '../causes.ts';
import { roleOf, testFolderOf } from '../guard/role.ts';
import { ownImports, renameImports } from './own-imports.ts';

const CHECKERS = new Set(['tsc', ...LINTERS]);
/** Files that are laid over an old commit at most: more is no longer one test and what it needs. */
const MOST_FILES = 400;

/** Today's failing test with what it leans on, as it is laid over old commits. */
export interface TodayTests {
  /** The files of the failing test itself; empty where no test failed. */
  readonly tests: readonly string[];
  /** All that is laid: path -> text. */
  readonly texts: ReadonlyMap<string, string>;
  readonly isFile: (path: string) => boolean;
}

/** Reads the failing test, the test files that it imports, and the fixtures and helpers of its folder. */
export async function readTodayTests(failure: Failure, workspace: Workspace): Promise<TodayTests> {
  const all = await workspace.files();
  const files = new Set(all);
  const isFile = (path: string) => files.has(path);
  const tests = testFilesOf(failure).filter(isFile);
  const texts = new Map<string, string>();
  const queue = [...tests, ...(tests[0] === undefined ? [] : all.filter(leansOn(tests[0])))];
  for (let path = queue.shift(); path !== undefined && texts.size < MOST_FILES; path = queue.shift()) {
    if (texts.has(path)) continue;
    const text = await workspace.read(path);
    if (text === null) continue;
    texts.set(path, text);
    queue.push(
      ...ownImports(path, text, isFile)
        .map((one) => one.path)
        .filter((one) => roleOf(one) !== 'plain'),
    );
  }
  return { tests, texts, isFile };
}

/** The files of the test that failed; none for what a compiler or linter says. */
function testFilesOf(failure: Failure): string[] {
  if (failure.testPath === null && CHECKERS.has(failure.tool)) return [];
  if (failure.testPath !== null && failure.file !== null) return [failure.file];
  const frames = failure.frames.filter((frame) => frame.own).map((frame) => frame.file);
  const named = [...(failure.file === null ? [] : [failure.file]), ...frames];
  return [...new Set(named)].filter((path) => roleOf(path) !== 'plain');
}

function leansOn(test: string): (path: string) => boolean {
  const folder = testFolderOf(test) ?? posix.dirname(test);
  const isNear = (path: string) => folder === '.' || path.startsWith(`${folder}/`);
  return (path) => isNear(path) && ['support', 'fixture', 'snapshot'].includes(roleOf(path));
}

/**
 * What makes an old checkout run today's test: its files as they are today, with moved sources named as they were called
 * then. `moves`: today's path -> path at that commit.
 */
export async function layToday(
  today: TodayTests,
  old: Workspace,
  moves: ReadonlyMap<string, string>,
): Promise<Patch> {
  const there = new Set(await old.files());
  const places = new Map([...moves].filter(([now, then]) => !there.has(now) && there.has(then)));
  const sources = new Map([...places].filter(([now]) => !today.texts.has(now)));
  const changes: Pick<FileChange, 'path' | 'before' | 'after'>[] = [];
  for (const [path, text] of today.texts) {
    const after = renameImports(path, text, sources, today.isFile);
    const before = there.has(path) ? await old.read(path) : null;
    if (before !== after && !(there.has(path) && before === null)) changes.push({ path, before, after });
    const then = places.get(path);
    const gone = then === undefined ? null : await old.read(then);
    if (then !== undefined && gone !== null) changes.push({ path: then, before: gone, after: null });
  }
  return patchOf("today's test", changes);
}
