import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BranchEffect } from '../../domain/effect.ts';
import { DreamError } from '../../domain/errors.ts';
import { Proof } from '../../domain/outcome.ts';
import type { FileChange } from '../../domain/patch.ts';
import type { History, ProofOf, Proposed, Renamed, SecondCommit } from '../../domain/ports.ts';
import { commitFiles } from './commit-files.ts';
import { type Git, IDENTITY } from './git.ts';
import { GitWriter, type Plan, type Store } from './git-writer.ts';
import type { Repository } from './open-repository.ts';
import { readChanges, readFileAt } from './read-changes.ts';
import { signOff } from './sign-off.ts';
import { useWorkingTree } from './working-tree.ts';

/** Proofs live here, a JSON note on the commit that they prove. */
const PROOF_NOTES = 'refs/notes/dreamos-proof';

/** Commits looked at for where a file went. */
const MOST_MOVES = 5;

/** Where a fix may go: a branch, what is there now, and the fix commit when that is the same change already. */
interface Spot {
  readonly branch: string;
  readonly tip: string | null;
  readonly same: string | null;
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
  readonly #writer: GitWriter;

  constructor(options: HistoryOptions) {
    this.#git = options.repository.git;
    this.#options = options;
    this.#writer = new GitWriter(options);
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

  async blobs(sha: string, paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
    if (paths.length === 0) return {};
    const listed = await this.#git.text(['ls-tree', '-z', '--full-tree', sha, '--', ...paths]);
    const found = listed.split('\0').map((line) => /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line));
    return Object.fromEntries(found.flatMap((match) => (match ? [[match[2], match[1]]] : [])));
  }

  async proofOf(tip: string): Promise<ProofOf | null> {
    const commit = (await this.#belowLore(tip)) ?? tip;
    const proof = await this.#note(commit);
    return proof === null ? null : { commit, proof };
  }

  async propose(effect: BranchEffect, second?: (fix: string) => SecondCommit | null): Promise<Proposed> {
    let tree: string | null = null;
    return this.#writer.write(async (store) => {
      tree ??= await writeTree(store, effect);
      const { branch, tip, same } = await this.#findSpot(effect, tree);
      if (same !== null && tip !== null)
        return { result: { branch, commit: same, tip, created: false }, updates: [] };
      return this.#planCommits(store, { effect, tree, branch, tip, extra: second ?? (() => null) });
    });
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
      if ((await this.#writer.whereCheckedOut(name)) !== null || !(await accepts(name, sha))) continue;
      await this.#writer.deleteBranch(name, sha);
      deleted.push(name);
    }
    return deleted;
  }

  /** The fix, perhaps a commit of lore on top of it, and the proof as a note on the fix: all that a branch is. */
  async #planCommits(
    store: Store,
    { effect, tree, branch, tip: was, extra }: CommitsToMake,
  ): Promise<Plan<Proposed>> {
    const ref = `refs/heads/${branch}`;
    const { git } = store;
    const sign = effect.isSignedOff ? signOff : (message: string) => message;
    const commit = (
      await git.text(['commit-tree', tree, '-p', effect.base, '-F', '-'], sign(effect.message))
    ).trim();
    await git.text(['update-ref', ref, commit]);
    const second = extra(commit);
    const tip =
      second === null
        ? commit
        : await commitFiles(store, { ref, parent: commit, ...second, message: sign(second.message) });
    const notes = await this.#git.word(['rev-parse', '--verify', '--quiet', PROOF_NOTES]);
    await git.text(['update-ref', ...(notes ? [PROOF_NOTES, notes] : ['-d', PROOF_NOTES])]);
    const note = join(store.dir, 'note.json');
    await writeFile(note, `${JSON.stringify(effect.proof, null, 1)}\n`);
    await git.text(['notes', `--ref=${PROOF_NOTES}`, 'add', '-f', '-F', note, commit]);
    const noted = (await git.text(['rev-parse', PROOF_NOTES])).trim();
    return {
      result: { branch, commit, tip, created: true },
      updates: [
        { ref, to: tip, was },
        // A note that somebody else added meanwhile is kept: then this is planned again.
        { ref: PROOF_NOTES, to: noted, was: notes },
      ],
    };
  }

  /** The branch's name if it is free, holds the same change, or is ours to replace; else the name with a number. */
  async #findSpot(effect: BranchEffect, tree: string): Promise<Spot> {
    for (let n = 1; n < 100; n++) {
      const branch = n === 1 ? effect.branch : `${effect.branch}-${n}`;
      const tip = await this.resolve(`refs/heads/${branch}`);
      if (tip === null) return { branch, tip, same: null };
      const fix = (await this.#belowLore(tip)) ?? tip;
      const parent = await this.resolve(`${fix}^`);
      const isSame =
        parent === effect.base && (await this.#git.word(['rev-parse', `${fix}^{tree}`])) === tree;
      if (isSame) return { branch, tip, same: fix };
      const note = await this.#note(fix);
      if (note !== null && parent === note.base && (await this.#writer.whereCheckedOut(branch)) === null)
        return { branch, tip, same: null };
    }
    throw new DreamError(
      'refused',
      `There are too many branches named ${effect.branch}.`,
      'Run: dreamos clean --branches',
    );
  }

  /** The parent of a commit of ours that does nothing but add lore; null for any other commit. */
  async #belowLore(sha: string): Promise<string | null> {
    const [parents = '', committer] = (
      (await this.#git.word(['log', '-1', '--format=%P%n%ce', sha, '--'])) ?? ''
    ).split('\n');
    if (committer !== IDENTITY.email || !/^[0-9a-f]+$/.test(parents)) return null;
    const changed = await this.#git.text([
      ...['diff-tree', '-r', '-z', '--no-renames', '--no-ext-diff', '--name-status', parents, sha, '--'],
    ]);
    return /^(?:A\0lore\/[^\0]+\.md\0)+$/.test(changed) ? parents : null;
  }

  async #note(sha: string): Promise<Proof | null> {
    const text = await this.#git.word(['notes', `--ref=${PROOF_NOTES}`, 'show', sha]);
    if (text === null) return null;
    try {
      return Proof.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }
}

interface CommitsToMake {
  readonly effect: BranchEffect;
  readonly tree: string;
  readonly branch: string;
  /** What the branch is at now. */
  readonly tip: string | null;
  readonly extra: (fix: string) => SecondCommit | null;
}

async function writeTree({ git, dir }: Store, effect: BranchEffect): Promise<string> {
  const patchFile = join(dir, 'change.patch');
  await writeFile(patchFile, effect.patch);
  await git.text(['read-tree', effect.base]);
  await git.text(['apply', '--cached', '--whitespace=nowarn', patchFile]);
  return (await git.text(['write-tree'])).trim();
}
