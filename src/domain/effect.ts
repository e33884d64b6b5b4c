import type { Proof } from './outcome.ts';

/** What a run wants done to the repository: one commit on a branch of its own, with its proof as a git note. */
export interface BranchEffect {
  readonly kind: 'branch';
  /** The key: performing it twice is harmless. */
  readonly branch: string;
  readonly base: string;
  /** Unified diff. */
  readonly patch: string;
  readonly message: string;
  readonly proof: Proof;
  /** With the trailer of who signs off (DCO). */
  readonly isSignedOff?: boolean;
}
