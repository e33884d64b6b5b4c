import * as z from 'zod';
import { blobName } from '../../domain/blob-name.ts';
import type { LoreChanges, LoreFile, LoreSource } from '../../domain/ports.ts';
import type { Git } from './git.ts';
import { type GitPlaces, RefReader } from './read-refs.ts';

export interface GitLoreOptions {
  readonly places: GitPlaces;
  /** Branch that lore is written to, local and remote-tracking. */
  readonly branch: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The folder of lore in each tree. */
const FOLDER = 'lore';
/** More remotes than that have no bit. */
const MOST_LAYERS = 30;
/** Blobs that one git process reads. */
const BATCH = 2000;

/** The commits that lore is read from, in the order of their layers. */
const State = z.array(z.tuple([z.string(), z.string().nullable()]));
type State = z.infer<typeof State>;

interface GitReader {
  readonly git: Git;
  readBlobs(names: readonly string[]): Promise<Map<string, Buffer>>;
  toText(bytes: Buffer | null): string | null;
}

/** The union of HEAD's `lore/` with the lore branch, local and remote-tracking. */
export class GitLore implements LoreSource {
  readonly #options: GitLoreOptions;
  #loaded: Promise<GitReader> | null = null;

  constructor(options: GitLoreOptions) {
    this.#options = options;
  }

  /** What starts git is loaded when something changed: most answers need none of it. */
  #load(): Promise<GitReader> {
    const { places, env } = this.#options;
    this.#loaded ??= Promise.all([import('./git.ts'), import('./read-changes.ts')]).then(
      ([{ openGit }, { readBlobs, toText }]) => {
        const git = openGit({ dir: places.top }, env);
        return { git, toText, readBlobs: (names) => readBlobs(git, names) };
      },
    );
    return this.#loaded;
  }

  async state(): Promise<string> {
    return JSON.stringify(await this.#commits());
  }

  async changes(since: string | null): Promise<LoreChanges> {
    const commits = await this.#commits();
    const state = JSON.stringify(commits);
    const before = toState(since);
    const isSameShape =
      before !== null && before.map(([ref]) => ref).join('\n') === commits.map(([ref]) => ref).join('\n');
    if (isSameShape) {
      const difference = await this.#difference(before, commits);
      if (difference !== null) return { state, isWhole: false, ...difference };
    }
    return { state, isWhole: true, found: await this.#listAll(commits), gone: [] };
  }

  async *read(files: readonly LoreFile[]): AsyncGenerator<{ file: LoreFile; text: string | null }> {
    const { readBlobs, toText } = await this.#load();
    const commits = files.some(({ blob }) => blob === null) ? await this.#commits() : [];
    const readBatch = (at: number) =>
      readBlobs(files.slice(at, at + BATCH).flatMap((file) => toName(file, commits) ?? []));
    let next = readBatch(0);
    for (let at = 0; at < files.length; at += BATCH) {
      const blobs = await next;
      // Git reads on while this batch is worked on.
      next = readBatch(at + BATCH);
      next.catch(() => {});
      for (const file of files.slice(at, at + BATCH)) {
        const bytes = blobs.get(toName(file, commits) ?? '') ?? null;
        const blob = file.blob ?? (bytes === null ? null : blobName(bytes, commits[0]?.[1] ?? null));
        yield { file: { ...file, blob }, text: toText(bytes) };
      }
    }
  }

  async #commits(): Promise<State> {
    const { places, branch } = this.#options;
    const refs = new RefReader(places);
    if (!refs.isReadable) return this.#askForCommits();
    const names = ['HEAD', `refs/heads/${branch}`, ...refs.remotesOf(branch)].slice(0, MOST_LAYERS);
    return names.map((name) => [name, refs.resolve(name)]);
  }

  async #askForCommits(): Promise<State> {
    const { branch } = this.#options;
    const { git } = await this.#load();
    const local = `refs/heads/${branch}`;
    const head = await git.word(['rev-parse', '--verify', '--quiet', 'HEAD']);
    const listed = await git.text([
      'for-each-ref',
      '--format=%(refname) %(objectname)',
      local,
      'refs/remotes',
    ]);
    const refs = new Map(listed.split('\n').flatMap((line) => (line === '' ? [] : [toPair(line)])));
    const remotes = [...refs.keys()].filter((name) => name !== local && name.endsWith(`/${branch}`)).sort();
    const names = [local, ...remotes].slice(0, MOST_LAYERS - 1);
    return [['HEAD', head], ...names.map((name): State[number] => [name, refs.get(name) ?? null])];
  }

  /** Null when a commit that it starts from is not there any more. */
  async #difference(before: State, now: State): Promise<Pick<LoreChanges, 'found' | 'gone'> | null> {
    const found = new Map<string, LoreFile>();
    const gone: { path: string; layers: number }[] = [];
    for (const [at, [, to]] of now.entries()) {
      const from = before[at]?.[1] ?? null;
      if (from === to) continue;
      const entries = await this.#compare(from, to);
      if (entries === null) return null;
      for (const { path, blob } of entries) {
        if (blob === null) gone.push({ path, layers: 1 << at });
        else addLayer(found, path, blob, at);
      }
    }
    return { found: [...found.values()], gone };
  }

  async #compare(from: string | null, to: string | null): Promise<Entry[] | null> {
    const { git } = await this.#load();
    if (from === null) return to === null ? [] : this.#list(to);
    if (to === null) return (await this.#list(from)).map(({ path }) => ({ path, blob: null }));
    try {
      const out = await git.text([
        ...['diff-tree', '-r', '-z', '--no-renames', '--no-abbrev', '--no-ext-diff', from, to, '--', FOLDER],
      ]);
      return parseDifference(out);
    } catch {
      return null;
    }
  }

  async #listAll(commits: State): Promise<LoreFile[]> {
    const found = new Map<string, LoreFile>();
    for (const [at, [, sha]] of commits.entries()) {
      if (sha === null) continue;
      for (const { path, blob } of await this.#list(sha)) if (blob !== null) addLayer(found, path, blob, at);
    }
    return [...found.values()];
  }

  async #list(sha: string): Promise<Entry[]> {
    const { git } = await this.#load();
    const out = await git.text(['ls-tree', '-r', '-z', '--full-tree', sha, '--', FOLDER]);
    return out.split('\0').flatMap((line) => {
      const [, mode = '', blob = '', path = ''] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return isEntry(mode, path) ? [{ path, blob }] : [];
    });
  }
}

interface Entry {
  readonly path: string;
  /** Null when it is gone. */
  readonly blob: string | null;
}

/** What git finds a file's content by: the first layer's, where its own name is not known. */
function toName({ path, blob, layers }: LoreFile, commits: State): string | null {
  if (blob !== null) return blob;
  const commit = commits.find((_, at) => (layers & (1 << at)) !== 0)?.[1] ?? null;
  return commit === null || path.includes('\n') ? null : `${commit}:${path}`;
}

/** The first layer's content counts: what is the same path is the same entry. */
function addLayer(found: Map<string, LoreFile>, path: string, blob: string, layer: number): void {
  const known = found.get(path);
  found.set(path, {
    path,
    blob: known?.blob ?? blob,
    layers: (known?.layers ?? 0) | (1 << layer),
    stamp: null,
  });
}

/** An ordinary file: a link's content is a path. */
function isEntry(mode: string, path: string): boolean {
  return mode.startsWith('100') && path.endsWith('.md');
}

function parseDifference(out: string): Entry[] {
  const fields = out.split('\0');
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', blob = ''] = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]$/.exec(fields[at] ?? '') ?? [];
    const path = fields[at + 1] ?? '';
    if (path.endsWith('.md')) entries.push({ path, blob: isEntry(mode, path) ? blob : null });
  }
  return entries;
}

function toPair(line: string): [string, string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
}

function toState(text: string | null): State | null {
  if (text === null) return null;
  try {
    return State.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
