import * as z from 'zod';
import { ProofRun } from './outcome.ts';
import { GuardResult } from './patch.ts';

/** How a change left one check. */
export const CheckProof = z.object({
  check: z.string(),
  /** `fixed`: failures of base are gone and none is new. `kept`: not worse, nothing gone. `broke`: worse. */
  result: z.enum(['fixed', 'kept', 'broke', 'flaky']),
  before: ProofRun,
  after: ProofRun,
  /** True when base was run with the change's own new tests laid over it. */
  withNewTests: z.boolean(),
  why: z.string(),
});
export type CheckProof = z.infer<typeof CheckProof>;

/** The judgement of anybody's change. `missing` is empty exactly when it is proved. */
export const ChangeProof = z.object({
  status: z.enum(['proved', 'unproved']),
  base: z.string(),
  head: z.string(),
  guard: GuardResult,
  checks: z.array(CheckProof),
  /** What stands between the change and a proof, sentences. */
  missing: z.array(z.string()),
  /** The proof that was recorded with the commit, if any: does it speak of this change? */
  recorded: z.enum(['none', 'matches', 'differs']),
});
export type ChangeProof = z.infer<typeof ChangeProof>;
