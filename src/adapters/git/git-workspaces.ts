import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { Patch } from '../../domain/patch.ts';
import type { RunProcess, Sees, UseOptions, Workspace, Workspaces } from '../../domain/ports.ts';
import { readInside } from '../files/read-inside.ts';
import { removeFolder } from '../files/remove-folder.ts';
import { isAlive } from '../process/is-alive.ts';
import { bringSubmodules } from './bring-submodules.ts';
import { checkOut } from './check-out.ts';
import { endOrphans } from './end-orphans.ts';
import { type Git, openGit } from './git.ts';
import { makeGitFolder } from './git-folder.ts';
import { readChanges, toText } from './read-changes.ts';
import { writePatch } from './write-change.ts';

export interface WorkspaceOptions {
  /** Absolute folder of the user's git objects; only read. */
  readonly objects: string;
  /** What is to be said of borrowed packages (absolute `node_modules` folders) since a moment, milliseconds since the epoch. */
  readonly inspect?: ((packages: readonly string[], since: number) => Promise<readonly string[]>) | undefined;
  /** Absolute folder of the objects of a snapshot of the working tree, when that is looked at. */
  readonly snapshot?: string | undefined;
  /** Absolute folder of the objects of older commits that were fetched for a shallow clone. */
  readonly older?: string | undefined;
  /** What is to be said beside what shows. */
  readonly said?: readonly string[];
  /** Absolute top of the user's clone, for its submodules. */
  readonly clone?: string | undefined;
  /** True when the clone is a sparse checkout. */
  readonly isSparse?: boolean | undefined;
  /** Absolute path of the user's `shallow` file when the clone is shallow. */
  readonly shallow: string | null;
  /** Absolute folder for throw-away things of this user. */
  readonly temp: string;
  readonly run: RunProcess;
  /** Environment for git. */
  readonly env: Readonly<Record<string, string>>;
  /** Brings the dependencies of the checkout in `root`. Returns the `node_modules` folders elsewhere that it uses. */
  readonly dependencies: (root: string, options: UseOptions) => Promise<readonly string[]>;
}

const RUN_PREFIX = 'run-';

/** Whatever we leave in the temp folder has the id of its process in its name. */
const LEFT_BY = /^(?:run|home|store|sandbox)-(\d+)(?:-|$)/;

/**
 * Throw-away checkouts beside the user's clone. Each has a git folder of its own that borrows the user's objects
 * (`alternates`), so nothing is ever written into the user's `.git`, not even `worktrees/`. The `.git` inside the
 * checkout is for the repository's own tools; ours is another one, which they cannot plant anything in.
 */
export class GitWorkspaces implements Workspaces {
  readonly #options: WorkspaceOptions;
  readonly #home: string;
  readonly #notes = new Set<string>();
  readonly #packages = new Set<string>();
  readonly #since = Date.now();
  #made = 0;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#home = join(options.temp, `${RUN_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  async use<T>(
    sha: string,
    work: (workspace: Workspace) => Promise<T>,
    options: UseOptions = {},
  ): Promise<T> {
    const home = join(this.#home, String(++this.#made));
    try {
      return await work(await this.#make(home, sha, options));
    } catch (error) {
      throw explainDisk(error, this.#options.temp);
    } finally {
      await removeFolder(home);
      await removeIfEmpty(this.#home);
    }
  }

  async clean(): Promise<readonly string[]> {
    const { temp } = this.#options;
    const names = await readdir(temp).catch(() => []);
    const left = names.flatMap((name) => {
      const pid = LEFT_BY.exec(name)?.[1];
      return pid === undefined || isAlive(Number(pid)) ? [] : [join(temp, name)];
    });
    await endOrphans(left);
    for (const path of left) await removeFolder(path);
    return left;
  }

  async notes(): Promise<readonly string[]> {
    const { said = [], inspect } = this.#options;
    const touched = (await inspect?.([...this.#packages], this.#since)) ?? [];
    return [...said, ...this.#notes, ...touched];
  }

  async #make(home: string, sha: string, options: UseOptions): Promise<Workspace> {
    await mkdir(join(home, 'tree'), { recursive: true, mode: 0o700 });
    await mkdir(join(home, 'scratch'), { recursive: true });
    const root = await realpath(join(home, 'tree'));
    const { objects, snapshot, older, shallow, clone, env } = this.#options;
    const lent = [snapshot, older, objects].filter((folder) => folder !== undefined);
    const gitDir = await makeGitFolder(join(home, 'git'), { objects: lent, head: sha, shallow });
    const git = openGit({ dir: root, gitDir }, env);
    const notes = await checkOut(git, sha, this.#options.isSparse === true);
    const modules = await bringSubmodules({ git, clone: clone ?? root, home, env });
    for (const note of [...notes, ...modules.notes]) this.#notes.add(note);
    await makeGitFolder(join(root, '.git'), { objects: lent, head: sha, shallow });
    await copyFile(join(gitDir, 'index'), join(root, '.git', 'index'));
    const packages = await this.#options.dependencies(root, options);
    for (const folder of packages) this.#packages.add(folder);
    return toWorkspace({
      root,
      scratch: await realpath(join(home, 'scratch')),
      base: sha,
      git,
      parts: modules.parts,
      run: this.#options.run,
      sees: { read: [...lent, ...modules.objects], packages },
    });
  }
}

interface Checkout {
  readonly root: string;
  readonly scratch: string;
  readonly base: string;
  readonly git: Git;
  /** The submodules in it. */
  readonly parts: Awaited<ReturnType<typeof bringSubmodules>>['parts'];
  readonly run: RunProcess;
  /** What a check sees besides root and scratch. */
  readonly sees: Omit<Sees, 'write'>;
}

function toWorkspace({ root, scratch, base, git, parts, run, sees }: Checkout): Workspace {
  const stage = () => git.text(['add', '--all', '--', '.']);
  const diffArgs = ['--cached', base, '--'];
  let tracked: Promise<readonly string[]> | null = null;
  // Nothing to restore where nothing ran and nothing was applied since the last time.
  let isTouched = false;
  return {
    root,
    scratch,
    base,
    read: async (path) => toText(await readInside(root, path, sees.packages)),
    files: () => {
      tracked ??= git
        .text(['ls-tree', '-r', '-z', '--name-only', base])
        .then((out) => out.split('\0').filter(Boolean));
      return tracked;
    },
    apply: (patch: Patch) => {
      isTouched = true;
      return writePatch(root, patch);
    },
    reset: async () => {
      if (!isTouched) return;
      isTouched = false;
      await restore(git, base);
      for (const part of parts) await restore(part.git, part.sha);
    },
    diff: async () => {
      await stage();
      return git.text([
        'diff',
        '--binary',
        '--full-index',
        '--no-ext-diff',
        '--no-textconv',
        '--no-renames',
        ...diffArgs,
      ]);
    },
    changes: async () => {
      await stage();
      return readChanges(git, diffArgs);
    },
    run: (command, { cwd, ...options }) => {
      isTouched = true;
      return run(command, {
        ...options,
        cwd: cwd ? join(root, cwd) : root,
        sees: { ...sees, write: [root, scratch] },
      });
    },
  };
}

async function restore(git: Git, base: string): Promise<void> {
  const status = await git.text([
    'status',
    '--porcelain',
    '--untracked-files=normal',
    '--ignore-submodules=all',
  ]);
  if (status === '') return;
  await git.text(['read-tree', '--reset', '-u', base]);
  await git.text(['clean', '-ffdq', '-e', '.git']);
}

/** A full disk is the machine's trouble, not a fault of ours. */
function explainDisk(error: unknown, temp: string): unknown {
  const said = error instanceof Error ? `${(error as NodeJS.ErrnoException).code} ${error.message}` : '';
  if (
    !/ENOSPC|EDQUOT|EFBIG|no space left on device|quota exceeded|file too large|unable to write/i.test(said)
  )
    return error;
  return new DreamError(
    'no-space',
    `${temp} has no room for a checkout: the disk is full, or it fails.`,
    'Free some, or name another folder: TMPDIR=<folder> dreamos heal',
    { cause: error },
  );
}

async function removeIfEmpty(dir: string): Promise<void> {
  const left = await readdir(dir).catch(() => null);
  if (left?.length === 0) await rm(dir, { recursive: true, force: true });
}
