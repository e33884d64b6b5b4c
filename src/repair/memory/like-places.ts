import type { Patch } from '../../domain/patch.ts';
import { isTestPath } from '../guard/role.ts';
import { adapt, blocksOf } from './template.ts';
import { tokensOf } from './tokens.ts';

export interface LikePlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** Shorter lines are everywhere. */
const LEAST_TOKENS = 12;
/** What stands at more places is how code is written here, not a mistake. */
const MOST_PLACES = 8;
const MOST_FILES = 400;
const LONGEST = 60_000;

/**
 * Where else in the tree the lines stand that a fix replaced, under any names: perhaps the same mistake, and nobody's test
 * shows it. Read as text; nothing is proved. Empty where the pattern is too short or too common to tell.
 */
export async function findLikePlaces(
  { files: [change, ...others] }: Patch,
  tree: { files(): Promise<readonly string[]>; read(path: string): Promise<string | null> },
): Promise<readonly LikePlace[]> {
  if (!change || others.length > 0 || change.before === null || change.after === null) return [];
  const all = blocksOf(change.before, change.after) ?? [];
  const [block, ...more] = all.filter(({ before }) => sizeOf(before) >= LEAST_TOKENS);
  const ending = /\.[^./]+$/.exec(change.path)?.[0];
  if (block === undefined || more.length > 0 || ending === undefined) return [];
  const wrong = wordsThatTell(block.before, block.after);
  const paths = (await tree.files()).filter((path) => path.endsWith(ending) && !isTestPath(path));
  const read = paths.slice(0, MOST_FILES).map(async (path): Promise<LikePlace[]> => {
    const text = path === change.path ? change.after : await tree.read(path);
    if (text === null || text.length > LONGEST) return [];
    const lines = text.split('\n');
    return adapt([block], text)
      .filter(({ line }) => hasAll(lines.slice(line - 1, line - 1 + block.before.length), wrong))
      .map(({ line }) => ({ path, line }));
  });
  const places = (await Promise.all(read)).flat();
  return places.length > MOST_PLACES ? [] : places;
}

/** Texts, and what the fix took away: without them it is not the same mistake, whatever the shape. */
function wordsThatTell(before: readonly string[], after: readonly string[]): string[] {
  const left = new Set(wordsIn(after));
  return wordsIn(before).filter((word) => /^['"`]/.test(word) || !left.has(word));
}

function hasAll(lines: readonly string[], words: readonly string[]): boolean {
  const there = new Set(wordsIn(lines));
  return words.every((word) => there.has(word));
}

function wordsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => tokensOf(line).flatMap(({ kind, text }) => (kind === 'mark' ? [] : [text])));
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + tokensOf(line).length, 0);
}
