import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoreChanges, LoreFile, LoreSource } from '../../domain/ports.ts';

const SKIPPED = new Set(['.git', 'node_modules']);
/** Files that are read at once. */
const AT_ONCE = 64;
/** Larger is no note. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Looking through a large folder takes at most one part in so many of the time; a small one is looked through each time. */
const SHARE = 20;
const SMALL_MS = 5;

/** Any folder of `.md` files. Size and times tell what changed. Links are not followed. */
export class FolderLore implements LoreSource {
  readonly #folder: string;
  #seen: { readonly state: string; readonly until: number } | null = null;

  /** `folder` is absolute. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async state(): Promise<string> {
    const started = performance.now();
    if (this.#seen !== null && started < this.#seen.until) return this.#seen.state;
    const state = toState(this.#list());
    const ended = performance.now();
    const took = ended - started;
    this.#seen = { state, until: took < SMALL_MS ? 0 : ended + took * SHARE };
    return state;
  }

  async changes(since: string | null, stamps: () => ReadonlyMap<string, string>): Promise<LoreChanges> {
    const files = this.#list();
    const state = toState(files);
    if (since === null) return { state, isWhole: true, found: files, gone: [] };
    const known = stamps();
    const there = new Set(files.map(({ path }) => path));
    return {
      state,
      isWhole: false,
      found: files.filter(({ path, stamp }) => known.get(path) !== stamp),
      gone: [...known.keys()].filter((path) => !there.has(path)).map((path) => ({ path, layers: 1 })),
    };
  }

  async *read(files: readonly LoreFile[]): AsyncGenerator<{ file: LoreFile; text: string | null }> {
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const batch = files.slice(at, at + AT_ONCE);
      const texts = await Promise.all(
        batch.map(({ path }) => readFile(join(this.#folder, path), 'utf8').catch(() => null)),
      );
      for (const [i, file] of batch.entries()) yield { file, text: texts[i] ?? null };
    }
  }

  /** Sorted by path, so that the same folder gives the same index. */
  #list(): LoreFile[] {
    const files: LoreFile[] = [];
    const visit = (below: string) => {
      for (const entry of readEntries(join(this.#folder, below))) {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!SKIPPED.has(entry.name)) visit(path);
        } else if (entry.isFile() && /\.md$/i.test(entry.name)) {
          const stamp = toStamp(join(this.#folder, path));
          if (stamp !== null) files.push({ path, layers: 1, blob: null, stamp });
        }
      }
    };
    visit('');
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function toStamp(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.size > MOST_BYTES) return null;
  return `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`;
}

function toState(files: readonly LoreFile[]): string {
  const hash = createHash('sha256');
  for (const { path, stamp } of files) hash.update(`${path}\0${stamp}\0`);
  return hash.digest('hex');
}
