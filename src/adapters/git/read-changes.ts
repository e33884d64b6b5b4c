import type { FileChange } from '../../domain/patch.ts';
import { FileMode } from '../../domain/patch.ts';
import type { Git } from './git.ts';

const NO_BLOB = /^0+$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A line of `git diff --raw`. */
export interface RawEntry {
  readonly beforeMode: string;
  readonly afterMode: string;
  readonly beforeBlob: string;
  readonly afterBlob: string;
  readonly path: string;
  readonly renamedFrom: string | null;
}

/** Reads `git diff <args>` as data. Both sides must be in the object store (trees, or an index). */
export async function readChanges(git: Git, args: readonly string[]): Promise<FileChange[]> {
  const out = await git.text(['diff', '--raw', '-z', '--abbrev=64', '-M', '--no-ext-diff', ...args]);
  return readEntries(git, parseRaw(out.split('\0')));
}

/** Entries with their contents, in their order; one process. */
export async function readEntries(git: Git, entries: readonly RawEntry[]): Promise<FileChange[]> {
  const blobs = await readBlobs(
    git,
    entries.flatMap((entry) => [
      ...(entry.beforeMode === '160000' ? [] : [entry.beforeBlob]),
      ...(entry.afterMode === '160000' ? [] : [entry.afterBlob]),
    ]),
  );
  return entries.map((entry) => {
    const before = blobs.get(entry.beforeBlob) ?? null;
    const after = blobs.get(entry.afterBlob) ?? null;
    return {
      path: entry.path,
      renamedFrom: entry.renamedFrom,
      before: toText(before),
      after: toText(after),
      beforeMode: toMode(entry.beforeMode),
      afterMode: toMode(entry.afterMode),
      binary: (before !== null && toText(before) === null) || (after !== null && toText(after) === null),
    };
  });
}

/** Text of bytes; null when they are not UTF-8 text. */
export function toText(bytes: Buffer | null): string | null {
  if (bytes === null || bytes.includes(0)) return null;
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/** Text of a file at a commit; null when it is not there or not text. */
export async function readFileAt(git: Git, sha: string, path: string): Promise<string | null> {
  const name = `${sha}:${path}`;
  if (path.includes('\n')) return null;
  return toText((await readBlobs(git, [name])).get(name) ?? null);
}

/** Contents of blobs (or `<rev>:<path>` names without newlines) in one git process; what is not there is left out. */
export async function readBlobs(git: Git, names: readonly string[]): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(names)].filter((name) => !NO_BLOB.test(name));
  const blobs = new Map<string, Buffer>();
  if (wanted.length === 0) return blobs;
  const out = await catBlobs(git, wanted);
  let at = 0;
  for (const name of wanted) {
    const end = out.indexOf(10, at);
    const header = out.subarray(at, end).toString('utf8');
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
    at = end + 1;
    if (size === undefined) {
      const other = /^[0-9a-f]+ (?:tree|commit|tag) (\d+)$/.exec(header)?.[1];
      if (other !== undefined) at += Number(other) + 1;
      continue;
    }
    blobs.set(name, out.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

/** In a partial clone git gives up at the first blob that it would have to fetch: then each is asked for by itself. */
async function catBlobs(git: Git, names: readonly string[]): Promise<Buffer> {
  const cat = (some: readonly string[]) => git.catFile(['--batch'], `${some.join('\n')}\n`);
  try {
    return await cat(names);
  } catch (error) {
    if (!/could not fetch .* from promisor remote/.test(String((error as Error).cause))) throw error;
    const parts: Buffer[] = [];
    for (const name of names) parts.push(await cat([name]).catch(() => Buffer.from(`${name} missing\n`)));
    return Buffer.concat(parts);
  }
}

/** Up to the first field that is none of an entry's. */
export function parseRaw(fields: readonly string[]): RawEntry[] {
  const entries: RawEntry[] = [];
  for (let i = 0; i < fields.length; ) {
    const head = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[i] ?? '');
    if (!head) break;
    const moved = head[5] === 'R' || head[5] === 'C';
    const first = fields[i + 1] ?? '';
    entries.push({
      beforeMode: head[1] ?? '',
      afterMode: head[2] ?? '',
      beforeBlob: head[3] ?? '',
      afterBlob: head[4] ?? '',
      path: moved ? (fields[i + 2] ?? '') : first,
      renamedFrom: head[5] === 'R' ? first : null,
    });
    i += moved ? 3 : 2;
  }
  return entries;
}

function toMode(mode: string): FileMode | null {
  const parsed = FileMode.safeParse(mode);
  return parsed.success ? parsed.data : null;
}
