import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';
import type { FileChange } from '../../domain/patch.ts';
import type { Added, Pushed, Synced } from '../../domain/workshop.ts';
import { bring, bringCommit } from './bring.ts';
import { type Git, IDENTITY, openGit } from './git.ts';
import { GitWriter, type Store } from './git-writer.ts';
import { isAncestor } from './is-ancestor.ts';
import { keepSmall } from './keep-small.ts';
import { listRefs, refsBelow } from './list-refs.ts';
import { readChanges, readFileAt } from './read-changes.ts';
import { readRefusal } from './read-refusal.ts';
import { signOff } from './sign-off.ts';
import { type ForgeAccess, saysOf, speakWithForge } from './speak-with-forge.ts';

/** `dir` is made when it is not there. */
export interface MirrorOptions extends ForgeAccess {
  readonly defaultBranch: string;
  /** Begins the names of our own branches: `dreamos/`. */
  readonly own: string;
  /** Absolute folder for throw-away things. */
  readonly temp: string;
}

type Files = readonly { readonly path: string; readonly text: string }[];

const REMOTE = 'refs/remotes/origin/';
const OWN = 'refs/heads/';
/** Commits that a branch of ours may add to the default branch; more are somebody's. */
const MOST_OWN = 10_000;
/** More than a fix of ours ever has. */
const MOST_ADDED = 4;

/** A bare copy of a repository of the forge. */
export class Mirror {
  readonly #options: MirrorOptions;
  #synced: Synced | null = null;
  /** Commits that are here. */
  #here = new Set<string>();
  /** Where HEAD is, as we put it. */
  #pointed: string | null = null;

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  get dir(): string {
    return this.#options.dir;
  }

  /** Brings all branches, and makes our own branches here what they are there. HEAD becomes the default branch's commit. */
  async sync(): Promise<Synced> {
    await this.#make();
    const { defaultBranch } = this.#options;
    const main = `+refs/heads/${defaultBranch}:${REMOTE}${defaultBranch}`;
    await bring(this.#options, [`+refs/heads/*:${REMOTE}*`], main);
    await keepSmall(this.dir, this.#options);
    const refs = await listRefs(this.#git, [REMOTE, OWN]);
    const branches = refsBelow(refs, REMOTE);
    branches.delete('HEAD');
    const head = branches.get(defaultBranch) ?? null;
    await this.#adopt(branches, refsBelow(refs, OWN), head);
    const ref = `${REMOTE}${defaultBranch}`;
    if (head !== null && refs.get(`${REMOTE}HEAD`)?.to !== ref)
      await this.#git.text(['symbolic-ref', `${REMOTE}HEAD`, ref]);
    this.#here = new Set(branches.values());
    this.#synced = { defaultBranch, head, branches };
    return this.#synced;
  }

  /** Makes a commit the one that is worked on. Throws `not-found` where the forge has it no more. */
  async pointAt(sha: string): Promise<void> {
    if (this.#pointed === sha) return;
    this.#pointed = null;
    if (!(await this.#need(sha)))
      throw new DreamError('not-found', `The commit ${sha} is not in the repository any more.`);
    await this.#git.text(['update-ref', '--no-deref', 'HEAD', sha]);
    this.#pointed = sha;
  }

  /**
   * Brings a branch of ours to the forge, from the value that was synced to the one it has here. What is there is replaced only
   * where all of it was committed by us.
   */
  async push(branch: string): Promise<Pushed> {
    this.#requireOwn(branch);
    const here = await this.#git.word(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
    const there = this.#synced?.branches.get(branch) ?? null;
    if (here === null || here === there) return 'unchanged';
    const isForward = there === null || (await isAncestor(this.#git, there, here));
    if (!isForward && !(await this.isOurs(there))) return 'rejected';
    return this.#send(branch, here, there);
  }

  /**
   * Brings a commit of ours onto a branch that is not ours, because a person asked for it: forward only, from the value that was
   * synced, never over anything.
   */
  async advance(branch: string, commit: string): Promise<Pushed> {
    const there = this.#synced?.branches.get(branch) ?? null;
    if (there === commit) return 'unchanged';
    if (there === null || !(await isAncestor(this.#git, there, commit))) return 'rejected';
    return this.#send(branch, commit, there);
  }

  async remove(branch: string): Promise<void> {
    this.#requireOwn(branch);
    const there = this.#synced?.branches.get(branch);
    if (there === undefined || !(await this.isOurs(there))) return;
    await this.#send(branch, null, there);
  }

  /**
   * True where the commit and all that it adds to the branches of others were committed by us. A fix may stand on a branch of a
   * person: what is there already is no reason to leave it.
   */
  async isOurs(sha: string): Promise<boolean> {
    await this.#need(sha);
    const others = ['--not', `--exclude=origin/${this.#options.own}*`, '--remotes'];
    const query = ['log', `--max-count=${MOST_OWN}`, '--format=%ce', sha, ...others];
    const committers = await this.#git.word([...query, '--']);
    return committers?.split('\n').every((email) => email === '' || email === IDENTITY.email) ?? false;
  }

  async mergeBase(a: string, b: string): Promise<string | null> {
    for (const sha of [a, b]) await this.#need(sha);
    return this.#git.word(['merge-base', a, b]);
  }

  /** What a commit, or a branch of ours as it is here, has that `base` has not: newest first. Nothing where it is not there. */
  async added(base: string, of: string): Promise<Added[]> {
    const tip = of.startsWith(this.#options.own) ? `${OWN}${of}` : of;
    const query = ['log', `--max-count=${MOST_ADDED}`, '--topo-order', '--format=%H %P', `${base}..${tip}`];
    const lines = (await this.#git.word([...query, '--']))?.split('\n') ?? [];
    return lines.flatMap((line) => {
      const [sha = '', ...parents] = line.split(' ').filter((word) => word !== '');
      return sha === '' ? [] : [{ sha, parents }];
    });
  }

  async changes(base: string, head: string): Promise<FileChange[]> {
    for (const sha of [base, head]) await this.#need(sha);
    return readChanges(this.#git, [base, head, '--']);
  }

  async read(sha: string, path: string): Promise<string | null> {
    await this.#need(sha);
    return readFileAt(this.#git, sha, path);
  }

  /** Without the commits that `notIn` reaches, where that is here; none where it is not. */
  async log(sha: string, limit: number, notIn: string | null = null) {
    const format = '--format=%H%x00%s%x00%(trailers:key=Signed-off-by,valueonly,separator=%x2C)';
    const range = notIn === null ? [sha] : [sha, `^${notIn}`];
    const said = await this.#git.word(['log', `--max-count=${limit}`, '--no-merges', format, ...range, '--']);
    return (said ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [commit = '', subject = '', signed = ''] = line.split('\0');
        return { sha: commit, subject, isSignedOff: signed !== '' };
      });
  }

  /** One commit with these files on top of the default branch, as a branch of ours; an equal one is left as it is. */
  async commit(branch: string, files: Files, message: string, isSignedOff = false): Promise<string> {
    this.#requireOwn(branch);
    const head = this.#synced?.head;
    if (!head) throw new DreamError('no-commits', 'The repository has no commits yet.');
    const writer = new GitWriter({
      repository: { git: this.#git, objects: join(this.dir, 'objects'), head },
      temp: this.#options.temp,
      env: this.#options.env,
    });
    return writer.write(async (store) => {
      const ref = `refs/heads/${branch}`;
      const was = await this.#git.word(['rev-parse', '--verify', '--quiet', ref]);
      if (was !== null && (await this.#hasFiles(was, head, files))) return { result: was, updates: [] };
      const commit = await commitOnTop(store, {
        ...{ parent: head, files },
        message: isSignedOff ? signOff(message) : message,
      });
      await store.git.text(['update-ref', ref, commit]);
      return { result: commit, updates: [{ ref, to: commit, was }] };
    });
  }

  /**
   * Sees to it that a commit is here: the head of a fork's pull request is on no branch, and is brought when somebody asks for it,
   * not with those of all other strangers. False where the forge does not have it.
   */
  async #need(sha: string): Promise<boolean> {
    if (this.#here.has(sha)) return true;
    if ((await this.#git.word(['cat-file', '-t', sha])) !== 'commit' && !(await this.#bringOne(sha)))
      return false;
    this.#here.add(sha);
    return true;
  }

  async #bringOne(sha: string): Promise<boolean> {
    try {
      await bringCommit(this.#options, sha);
      return true;
    } catch (error) {
      if (saysOf(error, /not our ref|unadvertised object|remote ref/i)) return false;
      throw error;
    }
  }

  async #hasFiles(tip: string, head: string, files: Files): Promise<boolean> {
    if ((await this.#git.word(['rev-parse', `${tip}^`])) !== head) return false;
    const texts = await Promise.all(files.map(({ path }) => this.read(tip, path)));
    return files.every(({ text }, at) => texts[at] === text);
  }

  /** Pushes where the branch still is what was synced, null to take it away. What else goes wrong is thrown. */
  async #send(branch: string, to: string | null, there: string | null): Promise<Pushed> {
    const lease = `--force-with-lease=refs/heads/${branch}:${there ?? ''}`;
    const refspec = `${to ?? ''}:refs/heads/${branch}`;
    try {
      // A push that was done though nobody answered is up to date the next time, and its lease is not asked for.
      await speakWithForge(this.#options, ['push', '--porcelain', '--no-verify', lease, 'origin', refspec]);
    } catch (error) {
      const refusal = readRefusal(error instanceof Error ? String(error.cause) : '');
      if (refusal !== null) return refusal;
      // A branch that is to go, and went before: by an answer that was lost, or by a person.
      if (!(refspec.startsWith(':') && saysOf(error, /remote ref does not exist/))) throw error;
    }
    this.#note(branch, to);
    return 'pushed';
  }

  #note(branch: string, to: string | null): void {
    if (this.#synced === null) return;
    const branches = new Map(this.#synced.branches);
    if (to === null) branches.delete(branch);
    else branches.set(branch, to);
    this.#synced = { ...this.#synced, branches };
  }

  /** Our branches: those of the forge as they are there, others are of a run that did not end. And HEAD. */
  async #adopt(
    there: ReadonlyMap<string, string>,
    here: ReadonlyMap<string, string>,
    head: string | null,
  ): Promise<void> {
    const { own } = this.#options;
    const gone = [...here.keys()].filter((name) => !there.has(name) || !name.startsWith(own));
    const lines = [
      ...[...there]
        .filter(([name, sha]) => name.startsWith(own) && here.get(name) !== sha)
        .map(([name, sha]) => `update ${OWN}${name} ${sha}\n`),
      ...gone.map((name) => `delete ${OWN}${name}\n`),
      ...(head === null ? [] : [`option no-deref\nupdate HEAD ${head}\n`]),
    ];
    if (lines.length > 0) await this.#git.text(['update-ref', '--stdin'], lines.join(''));
    this.#pointed = head;
  }

  async #make(): Promise<void> {
    const { dir, url } = this.#options;
    const config = `[core]\n\trepositoryformatversion = 0\n\tbare = true\n[remote "origin"]\n\turl = ${quote(url)}\n`;
    if (!existsSync(join(dir, 'HEAD'))) {
      await rm(dir, { recursive: true, force: true });
      for (const part of ['objects', 'refs/heads', 'info']) await mkdir(join(dir, part), { recursive: true });
      await writeFile(join(dir, 'HEAD'), 'ref: refs/heads/none\n');
    }
    await writeFile(join(dir, 'config'), config);
  }

  get #git(): Git {
    return openGit({ dir: this.dir }, this.#options.env);
  }

  #requireOwn(branch: string): void {
    if (!branch.startsWith(this.#options.own))
      throw new DreamError('internal', `${branch} is no branch of ours.`);
  }
}

/** A commit that adds files, or replaces them, as ordinary ones. */
async function commitOnTop(
  { git }: Store,
  { parent, files, message }: { readonly parent: string; readonly files: Files; readonly message: string },
): Promise<string> {
  await git.text(['read-tree', parent]);
  for (const { path, text } of files) {
    const blob = (await git.text(['hash-object', '-w', '--stdin'], text)).trim();
    await git.text(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
  }
  const tree = (await git.text(['write-tree'])).trim();
  return (await git.text(['commit-tree', tree, '-p', parent, '-F', '-'], message)).trim();
}

/** A value in a git configuration file. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
