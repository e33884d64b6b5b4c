import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** Where git keeps a repository, found without starting it. */
export interface GitPlaces {
  /** Top of the working tree; of a bare repository its git folder. */
  readonly top: string;
  /** This worktree's own git folder. */
  readonly gitDir: string;
  /** The one that all worktrees share. */
  readonly commonDir: string;
}

/** Looks upwards from an absolute folder; null when there is no repository. */
export function findGitPlaces(from: string): GitPlaces | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const gitDir = toGitDir(join(folder, '.git')) ?? (isGitDir(folder) ? folder : null);
    if (gitDir !== null) return { top: folder, gitDir, commonDir: toCommonDir(gitDir) };
    if (folder === dirname(folder)) return null;
  }
}

/** A folder, or a file that names one: of a worktree or a submodule. */
function toGitDir(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isDirectory()) return isGitDir(path) ? path : null;
  const named = /^gitdir: (.*)$/m.exec(readText(path) ?? '')?.[1];
  return named === undefined ? null : resolve(dirname(path), named.trim());
}

function isGitDir(path: string): boolean {
  const has = (name: string) => statSync(join(path, name), { throwIfNoEntry: false }) !== undefined;
  return has('HEAD') && (has('objects') || has('commondir'));
}

function toCommonDir(gitDir: string): string {
  const named = readText(join(gitDir, 'commondir'))?.trim();
  if (named === undefined || named === '') return gitDir;
  return isAbsolute(named) ? named : resolve(gitDir, named);
}

/** What refs name right now, read from git's files: a hundred times quicker than asking git. */
export class RefReader {
  readonly #places: GitPlaces;
  readonly #packed: string;

  constructor(places: GitPlaces) {
    this.#places = places;
    this.#packed = readText(join(places.commonDir, 'packed-refs')) ?? '';
  }

  /** False where refs are kept in a way that is not read here (reftable). */
  get isReadable(): boolean {
    return !/^\s*refStorage\s*=/im.test(readText(join(this.#places.commonDir, 'config')) ?? '');
  }

  /** SHA of `HEAD` or of a full ref name; null when there is none. */
  resolve(name: string, depth = 0): string | null {
    const folder = name === 'HEAD' ? this.#places.gitDir : this.#places.commonDir;
    const loose = readText(join(folder, name))?.trim();
    const target = loose === undefined ? undefined : /^ref: (refs\/.+)$/.exec(loose)?.[1];
    if (target !== undefined)
      return depth > 4 || target.includes('..') ? null : this.resolve(target, depth + 1);
    if (loose !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(loose)) return loose;
    const at = this.#packed.indexOf(` ${name}\n`);
    const sha = at < 0 ? undefined : this.#packed.slice(this.#packed.lastIndexOf('\n', at) + 1, at);
    return sha !== undefined && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null;
  }

  /** Full names of the remote-tracking refs of a branch, sorted. */
  remotesOf(branch: string): readonly string[] {
    const names = new Set<string>();
    const suffix = `/${branch}`;
    for (const [, name = ''] of this.#packed.matchAll(/ (refs\/remotes\/\S+)$/gm))
      if (name.endsWith(suffix)) names.add(name);
    for (const remote of listFolders(join(this.#places.commonDir, 'refs', 'remotes'))) {
      const name = `refs/remotes/${remote}${suffix}`;
      if (statSync(join(this.#places.commonDir, name), { throwIfNoEntry: false })?.isFile()) names.add(name);
    }
    return [...names].sort();
  }
}

function listFolders(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
