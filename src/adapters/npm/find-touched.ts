import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { count } from '../../domain/count.ts';

/** A walk ends after this, milliseconds: it stands at the end of a run that a person waits for. */
const WALK_MS = 250;
/** Clocks of file systems tick more coarsely than ours. */
const TICK_MS = 20;
const SHOWN = 3;
const UNKNOWN =
  'the borrowed packages are too many to look at in the time for it: whether a check wrote into them through a link is not known';

export interface Touched {
  /** Absolute paths: changed files, and folders in which something came or went. */
  readonly paths: readonly string[];
  /** False when there was more than could be looked at in the time. */
  readonly isWhole: boolean;
}

/**
 * Finds what changed below borrowed `node_modules` folders since a moment (milliseconds since the epoch), by the time of
 * change, which no program can set back. Caches (dot entries at the top of each folder) are not lent to checks and are left out, and
 * links are not followed: they lead into a folder that is looked at, or to the user's own work. Looks at each file once and reads none: 20 000 files cost some 100 ms.
 */
export function findTouched(folders: readonly string[], since: number, walkMs = WALK_MS): Touched {
  const end = performance.now() + walkMs;
  const paths: string[] = [];
  const pending: string[] = [];
  const look = (path: string, isFolder: boolean) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.ctimeMs > since + TICK_MS) paths.push(path);
    if (isFolder) pending.push(path);
  };
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (!entry.name.startsWith('.') || entry.name === '.pnpm')
        look(join(folder, entry.name), entry.isDirectory());
  }
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    if (performance.now() > end) return { paths, isWhole: false };
    for (const entry of readdirSync(dir, { withFileTypes: true }))
      look(`${dir}/${entry.name}`, entry.isDirectory());
  }
  return { paths, isWhole: true };
}

/** What to say of it; null when all was looked at and nothing was touched. */
export function renderTouched({ paths, isWhole }: Touched): string | null {
  if (paths.length === 0 && isWhole) return null;
  if (paths.length === 0) return UNKNOWN;
  const shown = [...paths].sort().slice(0, SHOWN).join(', ');
  const more = paths.length > SHOWN ? ', …' : '';
  return `${isWhole ? '' : 'at least '}${count(paths.length, 'path')} in borrowed packages changed while the checks ran (${shown}${more}): a check may have written through a link; to have them fresh, install again`;
}
