import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DELIVER, type Git } from './git.ts';

/** Objects and ref updates that reach a repository together. */
export interface Delivery {
  /** Absolute git folder of a store of ours. */
  readonly from: string;
  /** Full names, which the store has too, with their old value; null: it must not be there yet. */
  readonly updates: readonly { readonly ref: string; readonly to: string; readonly was: string | null }[];
}

/** Objects only: no ref of the user's moves by it, no FETCH_HEAD is written. */
const FETCH = 'git fetch --quiet --no-tags --no-write-fetch-head --no-recurse-submodules --no-auto-gc';

/**
 * An alias, since git brings its own shell everywhere. Nothing in it reads from us or writes to us before its end: our own
 * would break the pipes.
 */
const SCRIPT = [
  `!f() { said="$1/said"; updates="$1/updates"; shift;`,
  `{ ${FETCH} "$@" && git update-ref --stdin <"$updates"; } </dev/null >"$said" 2>&1 || { cat "$said" >&2; exit 1; }; }; f`,
].join(' ');

/**
 * Settings for the git that delivers: the command, and a way to the store that no planted `insteadOf` leads astray, since the
 * longest one wins.
 */
export function deliverySettings(from: string): readonly string[] {
  return [`alias.${DELIVER}=${SCRIPT}`, `url.${from}.insteadOf=${from}`];
}

/**
 * Brings objects from a store and moves refs in one transaction, which fails as a whole when one is not what it was. Both
 * happen in one process beside ours: one that is killed meanwhile leaves all of it or nothing. Throws `git-failed`.
 */
export async function deliver(writer: Git, { from, updates }: Delivery): Promise<void> {
  // A ref that is an alias of another one never moves that.
  const lines = updates.map(
    ({ ref, to, was }) => `option no-deref\nupdate ${ref} ${to} ${was ?? '0'.repeat(to.length)}\n`,
  );
  await writeFile(join(from, 'updates'), lines.join(''));
  await writer.text([DELIVER, from, from, ...updates.map(({ ref }) => ref)]);
}
