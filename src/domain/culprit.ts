import * as z from 'zod';

/** The commit that turned an incident red, as bisection found it. */
export const Culprit = z.object({
  sha: z.string(),
  /** First line of its message. */
  subject: z.string(),
  /** Name of its author. */
  author: z.string(),
  /** When it was authored, ISO 8601. */
  date: z.string(),
  /** Check runs that the search took, the one that saw the smallest command red included. */
  runs: z.number().int(),
  /** Commits that the search was over. */
  searched: z.number().int(),
  /** False when commits beside it could not be judged: then it is this one or one of `others`. */
  exact: z.boolean(),
  /** Full SHAs, newest first; empty when exact. */
  others: z.array(z.string()),
  /** True when it also changed the file of the failing test: then it is named and never undone. */
  changedTest: z.boolean(),
});
export type Culprit = z.infer<typeof Culprit>;
