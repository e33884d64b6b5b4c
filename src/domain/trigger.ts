import * as z from 'zod';
import { CommitHabits } from './commit-habits.ts';
import { Package } from './package.ts';
import { Check } from './report.ts';

/** What starts an agent. One `kind` per thing that can happen; `heal` is a person (or a workflow) asking for it. */
export const Trigger = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heal'),
    /** Commit to heal. */
    sha: z.string(),
    /** The checks that count, in order. */
    checks: z.array(Check),
    /** The packages of the repository, by which checks are left out that a patch cannot concern; none: nothing is left out. */
    packages: z.array(Package).default([]),
    /** Heal only these checks; empty for all. */
    onlyChecks: z.array(z.string()),
    /** Heal only tests whose path contains this; null for all. */
    onlyTest: z.string().nullable(),
    /** Fixers that may be tried, by name. */
    fixers: z.array(z.string()),
    /** Globs of paths that no patch may touch. */
    leaveAlone: z.array(z.string()),
    /** How often a red test is run again before it is believed. */
    flakyRuns: z.number().int(),
    /** Seconds for finding and proving fixes. */
    budgetSeconds: z.number(),
    /** Candidates evaluated at most, over all incidents. */
    maxCandidates: z.number().int(),
    /** Plan and prove, but write nothing into the repository. */
    dryRun: z.boolean(),
    /** How people name their commits, which ours follow; left out: conventional, not signed off. */
    habits: CommitHabits.optional(),
    /** The branch that fixes are to go onto, where that is not the default one: their branches are named apart. */
    onto: z.string().optional(),
    /** Fingerprints of incidents that are only diagnosed: they were tried as often as may be. */
    givenUp: z.array(z.string()).optional(),
    /** Whether lore is asked, and whether what was learned is written. */
    lore: z.object({ recall: z.boolean(), write: z.boolean() }),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;
