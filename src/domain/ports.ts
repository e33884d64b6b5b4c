import type { BranchEffect } from './effect.ts';
import type { LoreEntry, LoreId } from './lore.ts';
import type { Outcome, Proof } from './outcome.ts';
import type { FileChange, Patch } from './patch.ts';
import type { Ran } from './report.ts';
import type { SandboxState } from './sandbox.ts';
import type { Machine } from './secrets.ts';

/** How to run a command. */
export interface RunOptions {
  /** Absolute folder. */
  readonly cwd: string;
  /** Deadline in milliseconds; the whole process group is ended after it. */
  readonly timeoutMs: number;
  /** Added to the allow-listed environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute folders put first on PATH. */
  readonly path?: readonly string[] | undefined;
  /** Ends the command early, as the deadline does. */
  readonly signal?: AbortSignal | undefined;
  /** Written to standard input; by default there is none. */
  readonly input?: string | undefined;
  /** Absolute files that the command finds open as descriptors 3, 4 and so on; not on Windows. */
  readonly open?: readonly { readonly path: string; readonly to: 'read' | 'write' }[];
  /** The install step alone keeps the user's home and package-manager settings. */
  readonly trusted?: boolean | undefined;
  /** What the command needs to see; the default is `cwd`, read-only. */
  readonly sees?: Sees | undefined;
}

/** What a command that is shut in sees beside the system, its tools and an empty home. Absolute folders, gone ones are no mistake. */
export interface Sees {
  readonly write: readonly string[];
  readonly read: readonly string[];
  /** `node_modules` folders that are not the command's own: read, or written without effect on them where that can be had. */
  readonly packages: readonly string[];
}

/**
 * Runs a command line by the system's shell, or a program with its arguments without one. Never rejects because of the
 * command: a program that cannot be started is exit 127 with the reason as output.
 */
export type RunProcess = (command: string | readonly string[], options: RunOptions) => Promise<Ran>;

/** A throw-away checkout of one commit, with its dependencies. Nothing in it is connected to the user's clone but read-only objects. */
export interface Workspace {
  /** Absolute folder of the checkout. */
  readonly root: string;
  /** Absolute folder beside it for reports and the like, empty at first; gone with the workspace. */
  readonly scratch: string;
  readonly base: string;
  /** Text of a repository-relative file; null when it is not there or not text. */
  read(path: string): Promise<string | null>;
  /** Paths that git tracks at base, repository-relative with `/`. */
  files(): Promise<readonly string[]>;
  /** Writes the patch into the checkout. Returns why not when it does not fit; the checkout is then unchanged. */
  apply(patch: Patch): Promise<{ applied: true } | { applied: false; why: string }>;
  /** Back to base after `apply` and `run`: tracked files restored, untracked ones that are not ignored removed. */
  reset(): Promise<void>;
  /** The difference to base as a unified diff that `git apply` takes; '' when there is none. */
  diff(): Promise<string>;
  /** The same as data. */
  changes(): Promise<FileChange[]>;
  /** `cwd` is repository-relative here. */
  run(command: string | readonly string[], options: Omit<RunOptions, 'cwd'> & { cwd?: string }): Promise<Ran>;
}

export interface UseOptions {
  /** True: with the packages that the first checkout got, whatever this commit asks for; nothing is installed. */
  readonly borrows?: boolean;
}

export interface Workspaces {
  /** Lends a checkout of the commit; it is gone when `work` ends, however it ends. */
  use<T>(sha: string, work: (workspace: Workspace) => Promise<T>, options?: UseOptions): Promise<T>;
  /** What a user should know of the checkouts so far, sentences: `the submodule lib is an empty folder here`. */
  notes(): Promise<readonly string[]>;
  /** Removes what crashed runs left, and ends what they left running. Returns what was removed. */
  clean(): Promise<readonly string[]>;
}

/** A commit that moved a file away. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly commit: string;
}

/** A proof and the fix commit that it speaks of. */
export interface ProofOf {
  readonly commit: string;
  readonly proof: Proof;
}

/** A commit of lore on top of a fix. Paths are from the repository's top, below `lore/`. */
export interface SecondCommit {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly message: string;
}

/** A branch that was made, or was there: its fix commit, and its tip, which is another commit when lore is on top. */
export interface Proposed {
  readonly branch: string;
  readonly commit: string;
  readonly tip: string;
  readonly created: boolean;
}

/** Git without a working tree: reading commits, writing branches and notes. Refs are full names or commit-ish as git takes them. */
export interface History {
  /** The full SHA of a commit-ish, or null. */
  resolve(ref: string): Promise<string | null>;
  /** Text of a file at a commit; null when it is not there or not text. */
  read(sha: string, path: string): Promise<string | null>;
  files(sha: string): Promise<readonly string[]>;
  mergeBase(a: string, b: string): Promise<string | null>;
  /** Changes between two commits as data. */
  changes(from: string, to: string): Promise<FileChange[]>;
  diff(from: string, to: string): Promise<string>;
  /** Commits that renamed one of the paths away, newest first: where did it go? */
  renamesOf(sha: string, paths: readonly string[]): Promise<readonly Renamed[]>;
  message(sha: string): Promise<string>;
  /** True when the working tree or index differs from HEAD (untracked files count). */
  isDirty(): Promise<boolean>;
  /** Git's names of the contents of files at a commit, by path; without those that are not there. */
  blobs(sha: string, paths: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** The proof of the fix that a branch ends with; a commit of ours on top that only adds lore is looked through. */
  proofOf(tip: string): Promise<ProofOf | null>;
  /**
   * Makes the branch with the fix, its note, and perhaps a commit of lore on top; an equal fix that is there already is
   * returned. The name gets a number when a person's work is in the way. `second` may be asked more than once.
   */
  propose(effect: BranchEffect, second?: (fix: string) => SecondCommit | null): Promise<Proposed>;
  /** Applies a branch's change to the user's working tree. */
  checkoutChange(base: string, branch: string): Promise<void>;
  /** Deletes our fix branches that `accepts` and that are checked out nowhere. Returns their names. */
  deleteBranches(accepts: (name: string, sha: string) => Promise<boolean>): Promise<readonly string[]>;
}

/** A commit as history shows it. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** First line of its message. */
  readonly subject: string;
  readonly author: string;
  /** When it was authored, ISO 8601. */
  readonly date: string;
}

/** A commit with what it changed against its first parent; a move is a file that goes and one that comes. */
export interface ChangingCommit extends Pick<Commit, 'sha' | 'parents'> {
  readonly paths: readonly string[];
  /** Of the paths that were wanted. */
  readonly changes: readonly FileChange[];
}

/** How commits follow each other: what a search for a culprit reads. */
export interface CommitLog {
  /**
   * From a commit back along first parents, newest first, itself first, at most `limit`; without those that `notIn`
   * reaches. `isCut`: older ones exist, but not in this shallow clone.
   */
  trail(
    sha: string,
    options: { limit: number; notIn?: string },
  ): Promise<{ readonly commits: readonly Commit[]; readonly isCut: boolean }>;
  /**
   * What the newest commits on the trail of `sha` changed, newest first, at most `limit`. `wanted` chooses among a commit's
   * paths those whose contents are read. Two processes, whatever their number.
   */
  recent(
    sha: string,
    limit: number,
    wanted: (paths: readonly string[]) => readonly string[],
  ): Promise<readonly ChangingCommit[]>;
  /** Commits on the trail of `sha` that changed one of the paths, newest first. */
  touching(sha: string, paths: readonly string[], limit: number): Promise<readonly string[]>;
  /** The commit that a line (1-based) of a file is of; null where there is no such line. */
  blame(sha: string, path: string, line: number): Promise<string | null>;
  /** Those of the commits that are here, but neither on a branch nor on a remote's. */
  dropped(shas: readonly string[]): Promise<ReadonlySet<string>>;
  /** Where files were at `from` that have another name at `to`, a descendant: new path -> old path. */
  moves(from: string, to: string): Promise<ReadonlyMap<string, string>>;
  /** Text of a file at a commit, and changes between two: as `History` has them, of fetched commits as well. */
  read(sha: string, path: string): Promise<string | null>;
  changes(from: string, to: string): Promise<FileChange[]>;
  /** Paths that are not the same at two commits. */
  changedPaths(from: string, to: string): Promise<readonly string[]>;
}

/** Past runs, for `explain` and for memory. */
export interface Records {
  /** An id for a run that begins now; they sort as they were made. */
  nextId(): string;
  /** False when it could not be kept. */
  save(id: string, outcome: Outcome): Promise<boolean>;
  /** Newest first. */
  list(
    limit: number,
  ): Promise<readonly { readonly id: string; readonly at: string; readonly outcome: Outcome }[]>;
}

/** A file of lore, where it was found. */
export interface LoreFile {
  /** With `/`, relative to the repository's top or to the folder. */
  readonly path: string;
  /** Which parts of the union have it, a bit each: 1 is HEAD, or the folder. */
  readonly layers: number;
  /** Git's name of the content; null for a file on disk, and where it is not known: `read` finds that by its path and tells. */
  readonly blob: string | null;
  /** Another one when the content may have changed; null where the source remembers that by its state. */
  readonly stamp: string | null;
}

export interface LoreChanges {
  /** To be given back as `since`. */
  readonly state: string;
  /** True when `since` is not known any more, or was null: `found` is then all there is. */
  readonly isWhole: boolean;
  readonly found: readonly LoreFile[];
  readonly gone: readonly Pick<LoreFile, 'path' | 'layers'>[];
}

/** Where lore is read from: what commits hold, or a folder. Nothing is written through it. */
export interface LoreSource {
  /** Its state now, equal to the last one when nothing changed. Cheap: for git no process is started. */
  state(): Promise<string>;
  /** What came and went since a state. `stamps` are those of the files that are known, by path. */
  changes(since: string | null, stamps: () => ReadonlyMap<string, string>): Promise<LoreChanges>;
  /** Texts in the order of the files; null for what is no text, or gone meanwhile. */
  read(files: readonly LoreFile[]): AsyncIterable<{ readonly file: LoreFile; readonly text: string | null }>;
}

/** Where lore is written that travels with no fix: a branch of its own, append-only. Working tree and index stay as they are. */
export interface LoreBook {
  readonly branch: string;
  /**
   * Adds files (paths from the repository's top) in one commit; `created` is false when all of them are there already. Throws
   * `refused` when a path is there with another text (`lore/README.md` may be replaced) or the branch is checked out, and
   * `read-only` where nothing can be written.
   */
  append(
    files: readonly { readonly path: string; readonly text: string }[],
    message: string,
  ): Promise<{ commit: string; created: boolean }>;
  /** Messages of its commits that hold a text, newest first, without the commits that `notIn` reaches. */
  messages(holding: string, notIn: string): Promise<readonly string[]>;
}

/** What git says of an entry of lore, which may say what it likes. */
export interface EntryFacts {
  /** Who added its file, as it is, to the default branch; null when it is not there. */
  readonly committedBy: 'person' | 'agent' | null;
  /** The fix that it names, or the squashed commit that brought both; null when it names none. */
  readonly fix: {
    readonly commit: string;
    /** It is an ancestor of the default branch. */
    readonly isMerged: boolean;
    /** SHA-256 (hex) of its source diff, lore left out, as proofs are hashed; '' where it is not merged. */
    readonly sourceSha256: string;
    /** When the default branch got it, milliseconds since the epoch; null where it did not. */
    readonly mergedAt: number | null;
    /** What it put in is not there any more, and what it took out is there again. */
    readonly isReverted: boolean;
  } | null;
}

/** Facts for trust and outcome, for many entries at once. */
export interface LoreFacts {
  of(
    entries: readonly {
      readonly path: string;
      /** Git's name of the content that was read; null when it is not from git, and then not on any branch. */
      readonly blob: string | null;
      readonly entry: Pick<LoreEntry, 'id' | 'created' | 'head' | 'patch'>;
    }[],
  ): Promise<ReadonlyMap<LoreId, EntryFacts>>;
}

/** Lore with a place for its index. */
export interface LoreHome {
  readonly source: LoreSource;
  /** Absolute folders that the index may lie in, best first. They need not exist, and may be read-only. */
  readonly folders: readonly string[];
}

/** Live progress: what is being done now. Never results. */
export interface Progress {
  /** Starts a line of work; `done` ends it with a word of how it went. */
  step(text: string): { update(text: string): void; done(text?: string): void };
  note(text: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Ports {
  /** Id of this run, which its record is kept by. */
  readonly run: string;
  readonly workspaces: Workspaces;
  readonly history: History;
  readonly log: CommitLog;
  readonly lore: LoreHome;
  readonly facts: LoreFacts;
  readonly book: LoreBook;
  /** What is secret here, for what is written down. */
  readonly machine: Machine;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Candidates verified at once. */
  readonly parallel: number;
  readonly versions: Readonly<Record<string, string>>;
  /** What the checks are shut in by. */
  readonly sandbox: SandboxState;
  /** Milliseconds that installing dependencies took so far; they are not the budget's. */
  installMs(): number;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}
