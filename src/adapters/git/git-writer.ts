import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import { type Delivery, deliver, deliverySettings } from './deliver.ts';
import { type Git, openGit } from './git.ts';
import { makeGitFolder } from './git-folder.ts';
import { findHooksOff } from './hooks-off.ts';
import { makeStore } from './make-store.ts';
import type { Repository } from './open-repository.ts';

/** How often a write is tried again when somebody else wrote meanwhile. */
const MOST_RACES = 40;

export interface WriterOptions {
  readonly repository: Pick<Repository, 'git' | 'objects' | 'head'>;
  /** Absolute folder that stores are made in. */
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A git folder of ours that borrows the user's objects: what is to be written is made in it first. */
export interface Store {
  /** Absolute folder that is gone after the write. */
  readonly dir: string;
  readonly git: Git;
}

/** What is to be written: refs that the store has by the same names, each with its old value (null: it must not be there). */
export interface Plan<T> {
  readonly result: T;
  /** None: there is nothing to write. */
  readonly updates: Delivery['updates'];
}

/** Writes into the user's repository: finished objects and all refs at once, or nothing. Working tree and index are never touched. */
export class GitWriter {
  readonly #options: WriterOptions;
  #hooksOff: Promise<readonly string[]> | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /**
   * Writes what `plan` makes in a store, and asks it again when somebody else moved a ref meanwhile. Throws `read-only`
   * where the repository cannot be written to.
   */
  async write<T>(plan: (store: Store) => Promise<Plan<T>>): Promise<T> {
    const dir = await makeStore(this.#options.temp);
    try {
      const store = { dir, git: await this.#openStore(dir) };
      for (let attempt = 1; ; attempt++) {
        const started = performance.now();
        const { result, updates } = await plan(store);
        if (updates.length === 0 || (await this.#deliver(store, updates, attempt >= MOST_RACES)))
          return result;
        // By how long an attempt takes here and now: writers that come back together lose together.
        const took = performance.now() - started;
        await new Promise((wake) => setTimeout(wake, Math.random() * took * attempt));
      }
    } catch (error) {
      throw explainReadOnly(error);
    } finally {
      await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  }

  async deleteBranch(name: string, sha: string): Promise<void> {
    await (await this.#open()).text(['update-ref', '-d', `refs/heads/${name}`, sha]);
  }

  /** The folder of the worktree that has the branch checked out, or null. */
  async whereCheckedOut(branch: string): Promise<string | null> {
    const list = (await this.#options.repository.git.word(['worktree', 'list', '--porcelain'])) ?? '';
    const at = list.split('\n\n').find((one) => one.split('\n').includes(`branch refs/heads/${branch}`));
    return at === undefined ? null : at.replace(/^worktree /, '').replace(/\n.*$/s, '');
  }

  async #openStore(dir: string): Promise<Git> {
    const { env, repository } = this.#options;
    const gitDir = await makeGitFolder(join(dir, 'git'), {
      objects: [repository.objects],
      head: repository.head,
      // What is fetched from a shallow repository would make the user's one shallower.
      shallow: null,
    });
    return openGit({ dir, gitDir, indexFile: join(dir, 'index') }, env);
  }

  /** False when somebody else was quicker; the last time that is an error. */
  async #deliver({ dir }: Store, updates: Delivery['updates'], isLast: boolean): Promise<boolean> {
    const from = join(dir, 'git');
    try {
      const writer = await this.#open(deliverySettings(from));
      await deliver(writer, { from, updates });
      return true;
    } catch (error) {
      if (isLast || !isMoved(error)) throw error;
      return false;
    }
  }

  /** The user's repository for a command that writes: with the hooks off that its configuration names. */
  async #open(settings: readonly string[] = []): Promise<Git> {
    const { repository, env } = this.#options;
    this.#hooksOff ??= findHooksOff(repository.git);
    return openGit({ ...repository.git.place, settings: [...settings, ...(await this.#hooksOff)] }, env);
  }
}

/** Somebody else wrote the ref meanwhile, or is writing it now. */
function isMoved(error: unknown): boolean {
  return error instanceof DreamError && /cannot lock ref|\.lock'?: File exists/i.test(`${error.cause}`);
}

function explainReadOnly(error: unknown): unknown {
  const cause = error instanceof DreamError ? `${error.message} ${String(error.cause)}` : String(error);
  if (!/read-only file system|permission denied|insufficient permission|EROFS|EACCES/i.test(cause))
    return error;
  return new DreamError('read-only', 'The repository cannot be written to.', '', { cause: error });
}
