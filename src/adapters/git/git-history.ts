import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BranchEffect } from '../../domain/effect.ts';
import { DreamError } from '../../domain/errors.ts';
import { Proof } from '../../domain/outcome.ts';
import type { FileChange } from '../../domain/patch.ts';
import type { History, Renamed } from '../../domain/ports.ts';
import { deliver, deliverySettings } from './deliver.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';
import { findHooksOff } from './hooks-off.ts';
import { makeStore } from './make-store.ts';
import type { Repository } from './open-repository.ts';
import { readChanges, readFileAt } from './read-changes.ts';
import { useWorkingTree } from './working-tree.ts';

/** Proofs live here, a JSON note on the commit that they prove. */
const PROOF_NOTES = 'refs/notes/dreamos-proof';

/** Commits looked at for where a file went. */
const MOST_MOVES = 5;

/** How often a write is tried again when somebody else wrote meanwhile. */
const MOST_RACES = 40;

/** Where a fix may go: a branch, what is there now, and whether that is the same change already. */
interface Spot {
  readonly branch: string;
  readonly tip: string | null;
  readonly isSame: boolean;
}

export interface HistoryOptions {
  readonly repository: Repository;
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Git without a working tree. Writing happens in a store of our own; the user's repository only ever fetches a finished result. */
export class GitHistory implements History {
  readonly #git: Git;
  readonly #options: HistoryOptions;
  #hooksOff: Promise<readonly string[]> | null = null;

  constructor(options: HistoryOptions) {
    this.#git = options.repository.git;
    this.#options = options;
  }

  resolve(ref: string): Promise<string | null> {
    if (ref.startsWith('-')) return Promise.resolve(null);
    return this.#git.word(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  }

  read(sha: string, path: string): Promise<string | null> {
    return readFileAt(this.#git, sha, path);
  }

  async files(sha: string): Promise<readonly string[]> {
    return (await this.#git.text(['ls-tree', '-r', '-z', '--name-only', sha])).split('\0').filter(Boolean);
  }

  mergeBase(a: string, b: string): Promise<string | null> {
    return this.#git.word(['merge-base', a, b]);
  }

  changes(from: string, to: string): Promise<FileChange[]> {
    return readChanges(this.#git, [from, to, '--']);
  }

  diff(from: string, to: string): Promise<string> {
    return this.#git.text([
      'diff',
      '--binary',
      '--full-index',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      from,
      to,
      '--',
    ]);
  }

  async renamesOf(sha: string, paths: readonly string[]): Promise<readonly Renamed[]> {
    if (paths.length === 0) return [];
    const query = [
      'log',
      `--max-count=${MOST_MOVES}`,
      '--format=%H',
      '--no-renames',
      '--diff-filter=D',
      sha,
      '--',
    ];
    const found: Renamed[] = [];
    for (const commit of (await this.#git.text([...query, ...paths])).split('\n').filter(Boolean)) {
      const parent = await this.resolve(`${commit}^`);
      if (parent === null) continue;
      for (const { path, renamedFrom } of await this.changes(parent, commit)) {
        if (renamedFrom !== null && paths.includes(renamedFrom))
          found.push({ from: renamedFrom, to: path, commit });
      }
    }
    return found;
  }

  message(sha: string): Promise<string> {
    return this.#git.text(['log', '-1', '--format=%B', sha, '--']);
  }

  async isDirty(): Promise<boolean> {
    const status = await useWorkingTree(this.#options, (git) =>
      git.word(['status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=all']),
    );
    return status !== null && status !== '';
  }

  async note(sha: string): Promise<Proof | null> {
    const text = await this.#git.word(['notes', `--ref=${PROOF_NOTES}`, 'show', sha]);
    if (text === null) return null;
    try {
      return Proof.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async propose(effect: BranchEffect): Promise<{ branch: string; commit: string; created: boolean }> {
    const dir = await makeStore(this.#options.temp);
    try {
      const store = await this.#openStore(dir, effect.base);
      const tree = await writeTree(store, effect, join(dir, 'change.patch'));
      for (let attempt = 1; ; attempt++) {
        const spot = await this.#findSpot(effect, tree);
        if (spot.isSame && spot.tip) return { branch: spot.branch, commit: spot.tip, created: false };
        const commit = (
          await store.text(['commit-tree', tree, '-p', effect.base, '-F', '-'], effect.message)
        ).trim();
        await store.text(['update-ref', `refs/heads/${spot.branch}`, commit]);
        if (await this.#deliver(store, dir, spot, commit, effect.proof, attempt >= MOST_RACES))
          return { branch: spot.branch, commit, created: true };
        await new Promise((wake) => setTimeout(wake, Math.random() * 50 * attempt));
      }
    } catch (error) {
      throw explainReadOnly(error);
    } finally {
      await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  }

  async checkoutChange(base: string, branch: string): Promise<void> {
    if (this.#options.repository.tree === null)
      throw new DreamError('bad-usage', 'A bare repository has no working tree.', 'Apply it in a clone.');
    const patch = await this.diff(base, branch);
    await useWorkingTree(this.#options, (git) => git.text(['apply', '--whitespace=nowarn', '-'], patch));
  }

  async deleteBranches(accepts: (name: string, sha: string) => Promise<boolean>): Promise<readonly string[]> {
    const list = await this.#git.text([
      'for-each-ref',
      '--format=%(refname:short) %(objectname)',
      'refs/heads/dreamos/fix/',
    ]);
    const deleted: string[] = [];
    for (const line of list.split('\n').filter(Boolean)) {
      const [name = '', sha = ''] = line.split(' ');
      if ((await this.#isCheckedOut(name)) || !(await accepts(name, sha))) continue;
      await (await this.#writer()).text(['update-ref', '-d', `refs/heads/${name}`, sha]);
      deleted.push(name);
    }
    return deleted;
  }

  async #openStore(dir: string, base: string): Promise<Git> {
    const plain = openGit({ dir }, this.#options.env);
    const format = base.length === 64 ? 'sha256' : 'sha1';
    await plain.text(['init', '-q', '--bare', '--template=', `--object-format=${format}`, 'git']);
    const gitDir = join(dir, 'git');
    await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${this.#options.repository.objects}\n`);
    return openGit({ dir, gitDir, indexFile: join(dir, 'index') }, this.#options.env);
  }

  /** The branch's name if it is free, holds the same change, or is ours to replace; else the name with a number. */
  async #findSpot(effect: BranchEffect, tree: string): Promise<Spot> {
    for (let n = 1; n < 100; n++) {
      const branch = n === 1 ? effect.branch : `${effect.branch}-${n}`;
      const tip = await this.resolve(`refs/heads/${branch}`);
      if (tip === null) return { branch, tip, isSame: false };
      const parent = await this.resolve(`${tip}^`);
      const isSame =
        parent === effect.base && (await this.#git.word(['rev-parse', `${tip}^{tree}`])) === tree;
      if (isSame) return { branch, tip, isSame };
      const note = await this.note(tip);
      if (note !== null && parent === note.base && !(await this.#isCheckedOut(branch)))
        return { branch, tip, isSame };
    }
    throw new DreamError(
      'refused',
      `There are too many branches named ${effect.branch}.`,
      'Run: dreamos clean --branches',
    );
  }

  async #isCheckedOut(branch: string): Promise<boolean> {
    const list = (await this.#git.word(['worktree', 'list', '--porcelain'])) ?? '';
    return list.split('\n').includes(`branch refs/heads/${branch}`);
  }

  /**
   * Branch and note appear in one transaction that compares what was there: a note that somebody else added meanwhile is
   * kept. False when somebody else was quicker; the last time that is an error.
   */
  async #deliver(
    store: Git,
    dir: string,
    spot: Spot,
    commit: string,
    proof: Proof,
    isLast: boolean,
  ): Promise<boolean> {
    const note = join(dir, 'note.json');
    await writeFile(note, `${JSON.stringify(proof, null, 1)}\n`);
    const notes = await this.#git.word(['rev-parse', '--verify', '--quiet', PROOF_NOTES]);
    await store.text(['update-ref', ...(notes ? [PROOF_NOTES, notes] : ['-d', PROOF_NOTES])]);
    await store.text(['notes', `--ref=${PROOF_NOTES}`, 'add', '-f', '-F', note, commit]);
    const noted = (await store.text(['rev-parse', PROOF_NOTES])).trim();
    const from = join(dir, 'git');
    const updates = [
      { ref: `refs/heads/${spot.branch}`, to: commit, was: spot.tip },
      { ref: PROOF_NOTES, to: noted, was: notes },
    ];
    try {
      const writer = await this.#writer(deliverySettings(from));
      await deliver(writer, { from, refs: updates.map(({ ref }) => ref), updates });
      return true;
    } catch (error) {
      if (isLast || !isMoved(error)) throw error;
      return false;
    }
  }

  /** The user's repository for a command that writes: with the hooks off that its configuration names. */
  async #writer(settings: readonly string[] = []): Promise<Git> {
    this.#hooksOff ??= findHooksOff(this.#git);
    return openGit(
      { ...this.#git.place, settings: [...settings, ...(await this.#hooksOff)] },
      this.#options.env,
    );
  }
}

/** Somebody else wrote the ref meanwhile, or is writing it now. */
function isMoved(error: unknown): boolean {
  return error instanceof DreamError && /cannot lock ref|\.lock'?: File exists/i.test(`${error.cause}`);
}

function isReadOnly(error: unknown): boolean {
  const cause = error instanceof DreamError ? `${error.message} ${String(error.cause)}` : String(error);
  return /read-only file system|permission denied|insufficient permission|EROFS|EACCES/i.test(cause);
}

function explainReadOnly(error: unknown): unknown {
  if (!isReadOnly(error)) return error;
  return new DreamError(
    'read-only',
    'The repository cannot be written to, so the branch was not made.',
    'The patch is proved all the same: git apply takes it.',
    { cause: error },
  );
}

async function writeTree(store: Git, effect: BranchEffect, patchFile: string): Promise<string> {
  await writeFile(patchFile, effect.patch);
  await store.text(['read-tree', effect.base]);
  await store.text(['apply', '--cached', '--whitespace=nowarn', patchFile]);
  return (await store.text(['write-tree'])).trim();
}
