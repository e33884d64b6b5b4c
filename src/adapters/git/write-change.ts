import { chmod, lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FileChange, Patch } from '../../domain/patch.ts';
import { isBelow } from '../files/is-below.ts';
import { toText } from './read-changes.ts';

/**
 * Writes a patch into a folder, all of it or nothing: every file is looked at first. Nothing outside the folder is
 * written, also not through a link in it.
 */
export async function writePatch(
  root: string,
  patch: Patch,
): Promise<{ applied: true } | { applied: false; why: string }> {
  const changes = await Promise.all(patch.files.map((change) => withEndsOnDisk(root, change)));
  for (const change of changes) {
    const why = await whyNot(root, change);
    if (why) return { applied: false, why };
  }
  for (const change of changes) await writeChange(root, change);
  return { applied: true };
}

/** A change that was read from git has the line ends of git; on disk an attribute (`eol=crlf`) may have made others of them. */
async function withEndsOnDisk(root: string, change: FileChange): Promise<FileChange> {
  const { before, after } = change;
  if (before === null || before.includes('\r')) return change;
  const now = await readText(join(root, change.renamedFrom ?? change.path));
  if (now === null || now === before || now !== toCrlf(before)) return change;
  return { ...change, before: now, after: after === null ? null : toCrlf(after) };
}

function toCrlf(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}

async function whyNot(root: string, change: FileChange): Promise<string | null> {
  if (change.binary) return `${change.path} is not text`;
  if (change.afterMode === '120000' || change.afterMode === '160000') return `${change.path} is a link`;
  for (const path of [change.path, ...(change.renamedFrom ? [change.renamedFrom] : [])]) {
    if (!(await isInside(root, path))) return `${path} is outside the repository`;
  }
  const source = change.renamedFrom ?? change.path;
  const now = await readText(join(root, source));
  if (now !== change.before) {
    return change.before === null
      ? `${source} is there already`
      : `${source} is not what the patch was made for`;
  }
  return null;
}

async function isInside(root: string, path: string): Promise<boolean> {
  const target = resolve(root, path);
  if (target === root || !isBelow(root, target)) return false;
  if (/^\.git$/i.test(path.split(/[\\/]/)[0] ?? '')) return false;
  for (let folder = dirname(target); folder.length > root.length; folder = dirname(folder)) {
    const real = await realpath(folder).catch(() => null);
    if (real !== null) return isBelow(await realpath(root), real);
  }
  return true;
}

async function readText(path: string): Promise<string | null> {
  const stat = await lstat(path).catch(() => null);
  if (!stat?.isFile()) return null;
  return toText(await readFile(path));
}

async function writeChange(root: string, change: FileChange): Promise<void> {
  const target = join(root, change.path);
  const source = change.renamedFrom ? join(root, change.renamedFrom) : target;
  if (change.after === null) {
    await rm(source, { force: true });
    return;
  }
  const mode = (await lstat(source).catch(() => null))?.mode;
  await mkdir(dirname(target), { recursive: true });
  // A new file in the old one's place: what is hard-linked elsewhere stays as it was.
  await rm(target, { force: true });
  await writeFile(target, change.after);
  if (
    change.afterMode === '100755' ||
    (change.afterMode === null && mode !== undefined && (mode & 0o111) !== 0)
  ) {
    await chmod(target, 0o755);
  }
  if (source !== target) await rm(source, { force: true });
}
