import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRef, readRefs } from './read-refs.ts';
import { type GitOptions, runGit } from './run-git.ts';

/** The SHA that stands for no commit. */
export const ZERO = '0'.repeat(40);

export interface Signature {
  readonly name: string;
  readonly email: string;
}

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature & { readonly date: string };
  readonly committer: Signature & { readonly date: string };
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

const CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[receive]
\thideRefs = refs/pull
\tautogc = false
[gc]
\tauto = 0
`;
/** An app without the permission `workflows` pushes no CI file. */
const PRE_RECEIVE = `#!/bin/sh
[ -n "$FAKE_NO_WORKFLOWS" ] || exit 0
while read -r old new ref; do
  [ "$new" = ${ZERO} ] && continue
  file=$(git log --format= --name-only "$new" --not --all -- .github/workflows | head -n 1)
  [ -z "$file" ] && continue
  echo "refusing to allow a GitHub App to create or update workflow $file without workflows permission" >&2
  exit 1
done
`;
const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');
const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);
const utc = (date: string): string => new Date(date).toISOString().replace(/\.\d+Z$/, 'Z');

/** A bare repository: the truth about commits and refs. */
export class BareRepo {
  readonly dir: string;
  /** What follows from two commits alone does not change. */
  readonly known = new Map<string, unknown>();
  #queue: Promise<unknown> = Promise.resolve();
  #index = 0;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** As `git init --bare` makes it, without a process. */
  static create(dir: string, defaultBranch: string): BareRepo {
    for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info'])
      mkdirSync(join(dir, folder), { recursive: true });
    writeFileSync(join(dir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
    writeFileSync(join(dir, 'config'), CONFIG);
    mkdirSync(join(dir, 'hooks'));
    writeFileSync(join(dir, 'hooks', 'pre-receive'), PRE_RECEIVE, { mode: 0o755 });
    return new BareRepo(dir);
  }

  /** Changes of one repository follow each other; `work` must not take the lock again. */
  lock<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  run(args: readonly string[], options?: GitOptions) {
    return runGit(this.dir, args, options);
  }

  async bytes(args: readonly string[], options?: GitOptions): Promise<Buffer> {
    const ran = await this.run(args, options);
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')}: ${ran.err}`);
    return ran.out;
  }

  async text(args: readonly string[], options?: GitOptions): Promise<string> {
    return (await this.bytes(args, options)).toString();
  }

  async refs(prefix = 'refs/'): Promise<Map<string, string>> {
    return readRefs(this.dir, prefix);
  }

  async branch(name: string): Promise<string | null> {
    return readRef(this.dir, `refs/heads/${name}`);
  }

  async ref(name: string): Promise<string | null> {
    return readRef(this.dir, name);
  }

  /** The commit that a branch, a tag, a SHA or its beginning names. */
  async resolve(name: string): Promise<string | null> {
    const branch = await this.branch(name);
    if (branch !== null) return branch;
    if (this.known.has(`commit ${name}`)) return name;
    if (isSha(name)) return this.keepFound(`resolve ${name}`, () => this.parse(`${name}^{commit}`));
    return this.parse(`${name}^{commit}`);
  }

  /** What git makes of an expression; null where it is nothing. */
  async parse(expression: string): Promise<string | null> {
    if (expression === '' || expression.startsWith('-')) return null;
    const ran = await this.run(['rev-parse', '--verify', '--quiet', '--end-of-options', expression]);
    return ran.code === 0 ? ran.out.toString().trim() : null;
  }

  commits(args: readonly string[]): Promise<CommitFacts[]> {
    return this.commitsOf(args);
  }

  /** Those that touch some paths. */
  async commitsOf(args: readonly string[], ...paths: readonly string[]): Promise<CommitFacts[]> {
    const text = await this.text(['log', '-z', `--format=${FIELDS}`, ...args, '--', ...paths]);
    const commits = text.split('\0').filter(Boolean).map(toCommitFacts);
    for (const commit of commits) this.known.set(`commit ${commit.sha}`, commit);
    return commits;
  }

  async commit(sha: string): Promise<CommitFacts | null> {
    return this.keepFound(`commit ${sha}`, async () => {
      const ran = await this.run(['log', '-1', '-z', `--format=${FIELDS}`, sha, '--']);
      const text = ran.out.toString().split('\0')[0];
      return ran.code === 0 && text ? toCommitFacts(text) : null;
    });
  }

  entries(treeish: string, ...paths: readonly string[]): Promise<TreeEntry[]> {
    return this.entriesBy([], treeish, ...paths);
  }

  async entriesBy(
    options: readonly string[],
    treeish: string,
    ...paths: readonly string[]
  ): Promise<TreeEntry[]> {
    const ran = await this.run(['ls-tree', '-z', '-l', '--full-tree', ...options, treeish, ...paths]);
    if (ran.code !== 0) return [];
    return ran.out
      .toString()
      .split('\0')
      .filter(Boolean)
      .map((line) => {
        const tab = line.indexOf('\t');
        const [mode = '', type = '', sha = '', size = ''] = line.slice(0, tab).split(/ +/);
        return {
          mode,
          type: type as TreeEntry['type'],
          sha,
          size: Number(size) || 0,
          path: line.slice(tab + 1),
        };
      });
  }

  /** What stands at a path of a commit: its entry, with the path from the top. */
  async entry(commit: string, path: string): Promise<TreeEntry | null> {
    const found = await this.entries(commit, path);
    return found.find((entry) => entry.path === path) ?? null;
  }

  blob(sha: string): Promise<Buffer> {
    return this.bytes(['cat-file', 'blob', sha]);
  }

  async mergeBase(a: string, b: string): Promise<string | null> {
    return this.keep(`mergeBase ${a} ${b}`, async () => {
      const ran = await this.run(['merge-base', a, b]);
      return ran.code === 0 ? ran.out.toString().trim() : null;
    });
  }

  async aheadBehind(base: string, head: string): Promise<{ ahead: number; behind: number }> {
    return this.keep(`aheadBehind ${base} ${head}`, async () => {
      const text = await this.text(['rev-list', '--left-right', '--count', `${base}...${head}`, '--']);
      const [behind, ahead] = text.trim().split('\t').map(Number);
      return { ahead: ahead ?? 0, behind: behind ?? 0 };
    });
  }

  async contains(tip: string, sha: string): Promise<boolean> {
    return this.keep(`contains ${tip} ${sha}`, async () => {
      return (await this.run(['merge-base', '--is-ancestor', sha, tip])).code === 0;
    });
  }

  /** The merged tree; null where they conflict or have nothing in common. */
  async mergeTree(base: string, head: string): Promise<string | null> {
    return this.keep(`mergeTree ${base} ${head}`, async () => {
      const ran = await this.run(['merge-tree', '--write-tree', '--no-messages', base, head]);
      const tree = ran.out.toString().split('\n')[0] ?? '';
      return ran.code === 0 && isSha(tree) ? tree : null;
    });
  }

  /** A tree with some files written (null: deleted). `base`: a commit or tree, null for an empty one. */
  async writeTree(base: string | null, files: Readonly<Record<string, Buffer | null>>): Promise<string> {
    this.#index += 1;
    const env = { GIT_INDEX_FILE: join(this.dir, `index-${process.pid}-${this.#index}`) };
    await this.text(base === null ? ['read-tree', '--empty'] : ['read-tree', base], { env });
    const lines: string[] = [];
    for (const [path, content] of Object.entries(files)) {
      if (content === null) lines.push(`0 ${ZERO}\t${path}\0`);
      else {
        const sha = (await this.text(['hash-object', '-w', '--stdin'], { input: content })).trim();
        const before = base === null ? null : await this.entry(base, path);
        lines.push(`${before?.type === 'blob' ? before.mode : '100644'} ${sha}\t${path}\0`);
      }
    }
    await this.text(['update-index', '-z', '--add', '--index-info'], { env, input: lines.join('') });
    const tree = (await this.text(['write-tree'], { env })).trim();
    rmSync(env.GIT_INDEX_FILE, { force: true });
    return tree;
  }

  async commitTree(
    tree: string,
    parents: readonly string[],
    message: string,
    author: Signature & { readonly date?: string },
    committer: Signature & { readonly date?: string } = author,
  ): Promise<string> {
    const env = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      ...(author.date ? { GIT_AUTHOR_DATE: author.date } : {}),
      ...(committer.date ? { GIT_COMMITTER_DATE: committer.date } : {}),
    };
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
    return (await this.text(args, { env, input: message })).trim();
  }

  async updateRef(ref: string, sha: string | null, before?: string): Promise<boolean> {
    const args = sha === null ? ['-d', ref] : [ref, sha];
    return (await this.run(['update-ref', ...args, ...(before === undefined ? [] : [before])])).code === 0;
  }

  /** What is not there yet may come. */
  async keepFound<T>(key: string, work: () => Promise<T | null>): Promise<T | null> {
    if (this.known.has(key)) return this.known.get(key) as T;
    const found = await work();
    if (found !== null) this.known.set(key, found);
    return found;
  }

  async keep<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (!this.known.has(key)) this.known.set(key, await work());
    return this.known.get(key) as T;
  }
}

function toCommitFacts(text: string): CommitFacts {
  const [
    sha = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    ad = '',
    cn = '',
    ce = '',
    cd = '',
    message = '',
  ] = text.split('\x1f');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: message.replace(/\n+$/, ''),
  };
}
