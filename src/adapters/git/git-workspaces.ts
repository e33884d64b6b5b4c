import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Patch } from '../../domain/patch.ts';
import type { RunProcess, Sees, Workspace, Workspaces } from '../../domain/ports.ts';
import { type Git, openGit } from './git.ts';
import { readChanges, toText } from './read-changes.ts';
import { writePatch } from './write-change.ts';

export interface WorkspaceOptions {
  /** Absolute folder of the user's git objects; only read. */
  readonly objects: string;
  /** Absolute path of the user's `shallow` file when the clone is shallow. */
  readonly shallow: string | null;
  /** Absolute folder for throw-away things of this user. */
  readonly temp: string;
  readonly run: RunProcess;
  /** Environment for git. */
  readonly env: Readonly<Record<string, string>>;
  /** Brings the dependencies of the checkout in `root`. Returns the `node_modules` folders elsewhere that it uses. */
  readonly dependencies: (root: string) => Promise<readonly string[]>;
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
  #made = 0;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#home = join(options.temp, `${RUN_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  async use<T>(sha: string, work: (workspace: Workspace) => Promise<T>): Promise<T> {
    const home = join(this.#home, String(++this.#made));
    try {
      return await work(await this.#make(home, sha));
    } finally {
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      await removeIfEmpty(this.#home);
    }
  }

  async clean(): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const name of await readdir(this.#options.temp).catch(() => [])) {
      const pid = LEFT_BY.exec(name)?.[1];
      if (pid === undefined || isAlive(Number(pid))) continue;
      const path = join(this.#options.temp, name);
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      removed.push(path);
    }
    return removed;
  }

  async #make(home: string, sha: string): Promise<Workspace> {
    await mkdir(join(home, 'tree'), { recursive: true, mode: 0o700 });
    await mkdir(join(home, 'scratch'), { recursive: true });
    const root = await realpath(join(home, 'tree'));
    const gitDir = await this.#initGit(join(home, 'git'), sha);
    const git = openGit({ dir: root, gitDir }, this.#options.env);
    await git.text(['read-tree', sha]);
    await git.text(['checkout-index', '--all', '--force', '-q', '-u']);
    await this.#initGit(join(root, '.git'), sha);
    await copyFile(join(gitDir, 'index'), join(root, '.git', 'index'));
    const packages = await this.#options.dependencies(root);
    return toWorkspace({
      root,
      scratch: await realpath(join(home, 'scratch')),
      base: sha,
      git,
      run: this.#options.run,
      sees: { read: [this.#options.objects], packages },
    });
  }

  /** A git folder by hand: four small files instead of a `git init`, and no template hooks. */
  async #initGit(dir: string, sha: string): Promise<string> {
    await mkdir(join(dir, 'objects', 'info'), { recursive: true });
    await mkdir(join(dir, 'refs', 'heads'), { recursive: true });
    await mkdir(join(dir, 'info'), { recursive: true });
    await writeFile(join(dir, 'objects', 'info', 'alternates'), `${this.#options.objects}\n`);
    await writeFile(join(dir, 'HEAD'), `${sha}\n`);
    const format =
      sha.length === 64
        ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n'
        : '\trepositoryformatversion = 0\n';
    await writeFile(
      join(dir, 'config'),
      `[core]\n${format.includes('[extensions]') ? format : `${format}\tbare = false\n`}`,
    );
    await writeFile(join(dir, 'info', 'exclude'), 'node_modules\n');
    if (this.#options.shallow) await copyFile(this.#options.shallow, join(dir, 'shallow'));
    return dir;
  }
}

interface Checkout {
  readonly root: string;
  readonly scratch: string;
  readonly base: string;
  readonly git: Git;
  readonly run: RunProcess;
  /** What a check sees besides root and scratch. */
  readonly sees: Omit<Sees, 'write'>;
}

function toWorkspace({ root, scratch, base, git, run, sees }: Checkout): Workspace {
  const stage = () => git.text(['add', '--all', '--', '.']);
  const diffArgs = ['--cached', base, '--'];
  let tracked: Promise<readonly string[]> | null = null;
  // Nothing to restore where nothing ran and nothing was applied since the last time.
  let isTouched = false;
  return {
    root,
    scratch,
    base,
    read: async (path) => toText(await readFile(join(root, path)).catch(() => null)),
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
      const status = await git.text([
        'status',
        '--porcelain',
        '--untracked-files=normal',
        '--ignore-submodules=all',
      ]);
      if (status === '') return;
      await git.text(['read-tree', '--reset', '-u', base]);
      await git.text(['clean', '-ffdq', '-e', '.git']);
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeIfEmpty(dir: string): Promise<void> {
  const left = await readdir(dir).catch(() => null);
  if (left?.length === 0) await rm(dir, { recursive: true, force: true });
}
