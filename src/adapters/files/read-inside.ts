import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isBelow } from './is-below.ts';

/** Nothing that is looked at as text is bigger, bytes. */
const MOST = 64 * 1024 * 1024;

/**
 * A file below `root` (absolute), or null. Links are followed as long as they stay in it or lead into one of `others`: one that a
 * check has planted does not show what the check itself could not see.
 */
export async function readInside(
  root: string,
  path: string,
  others: readonly string[],
): Promise<Buffer | null> {
  try {
    const target = await realpath(join(root, path));
    const allowed = await Promise.all(
      [root, ...others].map((folder) => realpath(folder).catch(() => folder)),
    );
    if (!allowed.some((folder) => isBelow(folder, target))) return null;
    const found = await stat(target);
    return found.isFile() && found.size <= MOST ? await readFile(target) : null;
  } catch {
    return null;
  }
}
