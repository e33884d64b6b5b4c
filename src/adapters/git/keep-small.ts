import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGit } from './git.ts';

/** It is looked at so often at most, and a look ends after so long. */
const EVERY_MS = 3_600_000;
const PATIENCE = { silenceMs: 15 * 60_000, totalMs: 15 * 60_000 };
const SETTINGS = [
  ...['gc.auto=1000', 'gc.autoPackLimit=50', 'gc.autoDetach=false'],
  // The large pack that the first copy brought is left: to pack it again takes long and gains nothing.
  'gc.bigPackThreshold=256m',
  // What no ref leads to any more is kept for two weeks, in one file, for who still works with it.
  ...['gc.cruftPacks=true', 'gc.pruneExpire=2.weeks.ago'],
];

/**
 * Packs what many fetches brought, where it is much, and clears what those left that were cut off. Only while nobody works in the
 * repository. That it cannot be done is no reason to do nothing else.
 */
export async function keepSmall(
  dir: string,
  { env, signal }: { readonly env: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
): Promise<void> {
  const packs = join(dir, 'objects', 'pack');
  const torn = (await readdir(packs).catch(() => [])).filter((name) => name.startsWith('tmp_'));
  for (const name of torn) await rm(join(packs, name), { force: true });
  const stamp = join(dir, 'packed-at');
  const last = await stat(stamp).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - last < EVERY_MS) return;
  await writeFile(stamp, '');
  const git = openGit({ dir, settings: SETTINGS, patience: { ...PATIENCE, signal } }, env);
  await git.word(['gc', '--auto', '--quiet']);
}
