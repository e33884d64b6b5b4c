import * as z from 'zod';

/** How a repository names its commits. */
export const CommitHabits = z.object({
  /** `conventional`: `fix(scope): …`; `gitmoji`: an emoji first; `ticket`: `ABC-123: …`; `plain`: a sentence. */
  style: z.enum(['conventional', 'gitmoji', 'ticket', 'plain']),
  /** True where subjects begin with a capital. */
  isCapital: z.boolean(),
  /** Commits are signed off (DCO). */
  isSignedOff: z.boolean(),
});
export type CommitHabits = z.infer<typeof CommitHabits>;
