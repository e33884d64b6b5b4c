import { z } from 'zod';
import { Proof } from './outcome.ts';

/** What a run wants done to the world. Keyed, so that performing it twice is harmless. */
export const Effect = z.discriminatedUnion('kind', [
  /** One commit on a branch of its own, with the proof as a git note. The key is the branch. */
  z.object({
    kind: z.literal('branch'),
    branch: z.string(),
    base: z.string(),
    /** Unified diff. */
    patch: z.string(),
    message: z.string(),
    proof: Proof,
  }),
]);
export type Effect = z.infer<typeof Effect>;
export type BranchEffect = Extract<Effect, { kind: 'branch' }>;
