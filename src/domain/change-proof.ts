import type { ProofRun } from './outcome.ts';
import type { GuardResult } from './patch.ts';

/** How a change left one check. */
export interface CheckProof {
  readonly check: string;
  /** `fixed`: failures of base are gone and none is new. `kept`: not worse, nothing gone. `broke`: worse. */
  readonly result: 'fixed' | 'kept' | 'broke' | 'flaky';
  readonly before: ProofRun;
  readonly after: ProofRun;
  /** True when base was run with the change's own new tests laid over it. */
  readonly withNewTests: boolean;
  readonly why: string;
}

/** The judgement of anybody's change. `missing` is empty exactly when it is proved. */
export interface ChangeProof {
  readonly status: 'proved' | 'unproved';
  readonly base: string;
  readonly head: string;
  readonly guard: GuardResult;
  readonly checks: readonly CheckProof[];
  /** What stands between the change and a proof, sentences. */
  readonly missing: readonly string[];
  /** The proof that was recorded with the commit, if any: does it speak of this change? */
  readonly recorded: 'none' | 'matches' | 'differs';
}
