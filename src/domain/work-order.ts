import * as z from 'zod';
import { ChangeProof } from './change-proof.ts';
import { CommitHabits } from './commit-habits.ts';
import { Outcome } from './outcome.ts';
import { Check } from './report.ts';
import { SandboxSetting } from './sandbox.ts';

const Sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** A fix that was proposed and not taken: its commit, and the tip of its branch, where its entry of lore is. */
export const ClosedFix = z.object({ fix: Sha, tip: Sha });
export type ClosedFix = z.infer<typeof ClosedFix>;

/**
 * Work on a repository that a process of its own does, without any token: plain JSON goes in, plain JSON comes out.
 * HEAD of the repository is the commit that is worked on.
 */
export const WorkOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checks') }),
  z.object({
    kind: z.literal('heal'),
    /** Only these checks; empty for all. */
    checks: z.array(z.string()),
    /** Find and prove, write nothing. */
    isDry: z.boolean(),
    /** Only run the checks and group what failed. */
    isReportOnly: z.boolean(),
    /** The commit is from outside: it is not run where it cannot be shut in. */
    isForeign: z.boolean(),
    /** How people name their commits, which ours follow. */
    habits: CommitHabits.optional(),
    /** The branch that fixes are to go onto; left out: the default one. */
    onto: z.string().optional(),
    /** Fingerprints of incidents that are only diagnosed: no fixer is tried for them. */
    givenUp: z.array(z.string()).optional(),
  }),
  z.object({ kind: z.literal('prove'), base: Sha, head: Sha, isForeign: z.boolean() }),
  /** `closed`: fixes that a person turned down, whose entries stand on their branches alone. */
  z.object({ kind: z.literal('settle'), closed: z.array(ClosedFix) }),
  z.object({ kind: z.literal('search'), query: z.string(), limit: z.number().int().min(1).max(100) }),
  z.object({ kind: z.literal('forget'), id: z.string(), why: z.string() }),
]);
export type WorkOrder = z.infer<typeof WorkOrder>;

export const LoreAnswer = z.object({
  ...{ id: z.string(), title: z.string(), why: z.string(), path: z.string() },
  /** At the commit that is worked on; else on the lore branch alone. */
  isOnHead: z.boolean(),
});
export type LoreAnswer = z.infer<typeof LoreAnswer>;

export const WorkResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checks'), checks: z.array(Check) }),
  z.object({ kind: z.literal('heal'), outcome: Outcome }),
  z.object({ kind: z.literal('prove'), proof: ChangeProof }),
  z.object({ kind: z.literal('settle'), moved: z.number().int() }),
  z.object({ kind: z.literal('search'), answers: z.array(LoreAnswer) }),
  z.object({ kind: z.literal('forget'), said: z.string() }),
  /** What a person should read: as `DreamError` has it. */
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string(), hint: z.string() }),
]);
export type WorkResult = z.infer<typeof WorkResult>;

/** How a process that works is started: standard input holds it as JSON. */
export const WorkRequest = z.object({
  /** Absolute folder of the repository. */
  dir: z.string(),
  /** Absolute path of the settings; they come from the default branch, whatever commit is worked on. */
  config: z.string(),
  /** What whoever runs the app says of the sandbox: the settings may ask for more, not for less. */
  sandbox: SandboxSetting,
  order: WorkOrder,
});
export type WorkRequest = z.infer<typeof WorkRequest>;
