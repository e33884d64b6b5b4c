import type { ChangeProof } from './change-proof.ts';
import type { CommitHabits } from './commit-habits.ts';
import type { Config } from './config.ts';
import type { Outcome } from './outcome.ts';
import type { FileChange } from './patch.ts';
import type { Check } from './report.ts';
import type { ClosedFix, LoreAnswer } from './work-order.ts';

export type { LoreAnswer };

/** What a heal in the workshop is asked for; what is left out is as the config says. */
interface HealOrder {
  readonly sha: string;
  /** Only these checks. */
  readonly checks?: readonly string[];
  /** Find and prove, write nothing. */
  readonly isDry: boolean;
  /** Only run the checks and group what failed: no fixer is tried. */
  readonly isReportOnly?: boolean;
  /** The commit is from outside the repository. */
  readonly isForeign?: boolean;
  /** How people name their commits, which ours follow; left out: as on a laptop. */
  readonly habits?: CommitHabits;
  /** The branch that fixes are to go onto; left out: the default one. */
  readonly onto?: string | undefined;
  /** Fingerprints of incidents that are only diagnosed. */
  readonly givenUp?: readonly string[];
}

/** Branches as the forge has them, and where its default branch is; `head` null while the repository is empty. */
export interface Synced {
  readonly defaultBranch: string;
  readonly head: string | null;
  readonly branches: ReadonlyMap<string, string>;
}

/** A commit, and what it stands on. */
export interface Added {
  readonly sha: string;
  readonly parents: readonly string[];
}

/** How a push of one of our branches ended. `rejected`: somebody else's commits are there. */
export type Pushed = 'pushed' | 'unchanged' | 'rejected' | Refused;

/** The forge does not take the push: by a rule of the repository, a hook, a secret in it. */
export interface Refused {
  /** In its own words, one line. They are not redacted. */
  readonly refused: string;
}

/**
 * A copy of one repository of the forge on this machine, where its code is run, shut in. The forge's token reaches git alone,
 * never a check. One piece of work at a time.
 */
export interface Workshop {
  /** Brings the copy up to date; ours of its branches become what the forge has. */
  sync(): Promise<Synced>;
  /** Settings of the default branch as it was synced; null where the file is not there. Throws `bad-config`. */
  config(): Promise<Config | null>;
  /** Checks of a commit, by the settings of the default branch. */
  checks(sha: string): Promise<readonly Check[]>;
  heal(order: HealOrder): Promise<Outcome>;
  prove(base: string, head: string, isForeign: boolean): Promise<ChangeProof>;
  mergeBase(a: string, b: string): Promise<string | null>;
  /** What a commit, or one of our branches as it is here, has that `base` has not: newest first, the first few. */
  added(base: string, of: string): Promise<readonly Added[]>;
  changes(base: string, head: string): Promise<readonly FileChange[]>;
  /** Text of a file at a commit; null when it is not there or not text. */
  read(sha: string, path: string): Promise<string | null>;
  /**
   * The newest commits of the default branch without merges, newest first: their subjects, and whether they are signed off. `since`:
   * only what came after that commit, and nothing where it is not known.
   */
  log(
    limit: number,
    since?: string,
  ): Promise<readonly { readonly sha: string; readonly subject: string; readonly isSignedOff: boolean }[]>;
  /** True when the tip, and all that it adds to the default branch, was committed by us. */
  isOurs(sha: string): Promise<boolean>;
  /** Brings one of our branches to the forge; `force` only over our own commits, and only from the value that was synced. */
  push(branch: string): Promise<Pushed>;
  /** Brings a commit onto a branch of a person who asked for it: forward only, from the value that was synced, never by force. */
  advance(branch: string, commit: string): Promise<Pushed>;
  /** Takes one of our branches away at the forge, where it still is what was synced. */
  remove(branch: string): Promise<void>;
  /** Makes a branch with these files on top of the default branch; an equal one is left. Returns its tip. */
  commit(
    branch: string,
    files: readonly { readonly path: string; readonly text: string }[],
    message: string,
    isSignedOff: boolean,
  ): Promise<string>;
  /** Writes what became of past fixes, and of those that were closed just now. Returns how many moved. */
  settle(closed: readonly ClosedFix[]): Promise<number>;
  searchLore(query: string, limit: number): Promise<readonly LoreAnswer[]>;
  forgetLore(id: string, why: string): Promise<string>;
}
