import { blobName } from '../domain/blob-name.ts';
import type { Cite } from '../domain/lore.ts';
import type { Patch } from '../domain/patch.ts';

/**
 * What the entry of a fix relies on: the files as the fix leaves them, the others as they were at `base` (`cites`). Cited as
 * they were before it, each would be stale as soon as the fix is merged.
 */
export function citesAfter(cites: readonly Cite[], patch: Patch, base: string): Cite[] {
  const changed = new Set(patch.files.flatMap(({ path, renamedFrom }) => [path, renamedFrom ?? path]));
  const left = patch.files.flatMap(({ path, after, binary }) =>
    after === null || binary ? [] : [{ path, blob: blobName(after, base) }],
  );
  return [...left, ...cites.filter(({ path }) => !changed.has(path))];
}
