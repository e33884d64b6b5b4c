import { DreamError } from '../../domain/errors.ts';
import { TIMELINE } from '../../domain/lore-places.ts';
import type { LoreBook } from '../../domain/ports.ts';
import { commitFiles } from './commit-files.ts';
import { findDefaultCommit } from './default-branch.ts';
import type { Git } from './git.ts';
import { GitWriter, type WriterOptions } from './git-writer.ts';
import { isAncestor } from './is-ancestor.ts';
import { readFileAt } from './read-changes.ts';

type Files = Parameters<LoreBook['append']>[0];

/** A local branch that takes lore. It begins at the default branch, so that it can be offered as a pull request. */
export class LoreBranch implements LoreBook {
  readonly branch: string;
  readonly #git: Git;
  readonly #writer: GitWriter;

  constructor(options: WriterOptions & { readonly branch: string }) {
    this.#git = options.repository.git;
    this.#writer = new GitWriter(options);
    this.branch = options.branch;
  }

  async append(files: Files, message: string): Promise<{ commit: string; created: boolean }> {
    await this.#refuseWhenCheckedOut();
    const ref = `refs/heads/${this.branch}`;
    return this.#writer.write<{ commit: string; created: boolean }>(async (store) => {
      const tip = await this.#resolve(ref);
      const parent = await this.#startFrom(tip);
      const missing = await this.#missingFrom(parent, files);
      if (missing.length === 0) return { result: { commit: tip ?? parent, created: false }, updates: [] };
      const commit = await commitFiles(store, { ref, parent, files: missing, message });
      return { result: { commit, created: true }, updates: [{ ref, to: commit, was: tip }] };
    });
  }

  async messages(holding: string, notIn: string): Promise<readonly string[]> {
    const ref = `refs/heads/${this.branch}`;
    const query = ['log', '--fixed-strings', `--grep=${holding}`, '--format=%B%x00', ref, '--not', notIn];
    const told = await this.#git.word([...query, '--']);
    return (told ?? '')
      .split('\0')
      .map((message) => message.trim())
      .filter((message) => message !== '');
  }

  /** What others pushed is gone on from where ours is a part of it. */
  async #startFrom(tip: string | null): Promise<string> {
    const remote = await this.#resolve(`refs/remotes/origin/${this.branch}`);
    if (tip !== null) {
      const isBehind = remote !== null && (await isAncestor(this.#git, tip, remote));
      return isBehind ? remote : tip;
    }
    const start = remote ?? (await findDefaultCommit(this.#git));
    if (start === null)
      throw new DreamError('no-commits', 'The repository has no commits yet.', 'Commit something first.');
    return start;
  }

  /** Files that are not there yet. Throws `refused` where one is there with another text. */
  async #missingFrom(commit: string, files: Files): Promise<Files> {
    const listed = await this.#git.text([
      ...['ls-tree', '-z', '--name-only', '--full-tree', commit, '--'],
      ...files.map(({ path }) => path),
    ]);
    const there = new Set(listed.split('\0'));
    const missing: { path: string; text: string }[] = [];
    for (const file of files) {
      if (there.has(file.path)) {
        if ((await readFileAt(this.#git, commit, file.path)) === file.text) continue;
        if (file.path !== TIMELINE)
          throw new DreamError(
            'refused',
            `${file.path} is on ${this.branch} already, with another text: an entry never changes.`,
            'Write a new entry that supersedes it.',
          );
      }
      missing.push(file);
    }
    return missing;
  }

  async #refuseWhenCheckedOut(): Promise<void> {
    const folder = await this.#writer.whereCheckedOut(this.branch);
    if (folder !== null)
      throw new DreamError(
        'refused',
        `The branch ${this.branch} is checked out in ${folder}; nothing was written to it.`,
        `Check out another branch there: git -C ${folder} switch -`,
      );
  }

  #resolve(ref: string): Promise<string | null> {
    return this.#git.word(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  }
}
