import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ForgeAccess, isCutOff, speakWithForge } from './speak-with-forge.ts';

/** Not quiet: what it tells of its progress is how we know that it is alive. */
const FETCH = [
  ...['fetch', '--progress', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-gc'],
];
/** Commits of the first portion of history; each next one has four times as many. */
const FIRST_PORTION = 100;
const LAST_PORTION = 200_000;

/**
 * Brings refs of the forge. What was cut off is brought again in portions where it is the whole of the repository: each that came
 * is kept, also by the next one who tries. `main` is the refspec of the branch that most of it is on.
 */
export async function bring(access: ForgeAccess, refspecs: readonly string[], main: string): Promise<void> {
  const all = [...FETCH, '--prune', 'origin', ...refspecs];
  if (!isBegun(access)) {
    try {
      return await speakWithForge(access, all, isCutOff);
    } catch (error) {
      if (!isCutOff(error) || access.signal?.aborted) throw error;
    }
  }
  if (isBegun(access) || !hasRefs(access)) await bringInPortions(access, main);
  await speakWithForge(access, all);
}

/** Brings one commit, which may be on no branch. No ref is left of it: what nobody asks for again goes in time. */
export function bringCommit(access: ForgeAccess, sha: string): Promise<void> {
  return speakWithForge(access, [...FETCH, 'origin', sha]);
}

async function bringInPortions(access: ForgeAccess, main: string): Promise<void> {
  const fetch = (much: string) => speakWithForge(access, [...FETCH, much, 'origin', main]);
  if (!isBegun(access)) await fetch('--depth=1');
  for (let commits = FIRST_PORTION; isBegun(access) && commits < LAST_PORTION; commits *= 4)
    await fetch(`--deepen=${commits}`);
  if (isBegun(access)) await fetch('--unshallow');
  // It ends at commits that the forge has no more: nothing that is brought leads there.
  if (isBegun(access)) rmSync(join(access.dir, 'shallow'), { force: true });
}

/** Some portions came, and not yet all: git writes down where its history ends. */
function isBegun({ dir }: ForgeAccess): boolean {
  return existsSync(join(dir, 'shallow'));
}

function hasRefs({ dir }: ForgeAccess): boolean {
  return existsSync(join(dir, 'refs', 'remotes', 'origin')) || existsSync(join(dir, 'packed-refs'));
}
