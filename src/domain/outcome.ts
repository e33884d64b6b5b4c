import * as z from 'zod';
import { Culprit } from './culprit.ts';
import { Incident } from './incident.ts';
import { LoreId, LoreKind, LoreTrace } from './lore.ts';
import { GuardResult } from './patch.ts';
import { Ran } from './report.ts';
import { SandboxState } from './sandbox.ts';

/** A run of a command as the proof keeps it: no output, but its hash. */
export const ProofRun = Ran.omit({ output: true }).extend({
  check: z.string(),
  command: z.string(),
  /** Fingerprints of the failures seen, with how often each. */
  failures: z.record(z.string(), z.number().int()),
});
export type ProofRun = z.infer<typeof ProofRun>;

/** The same command red on base and green with the patch, both run by us. Kept as JSON in git notes. */
export const Proof = z.object({
  version: z.literal(1),
  /** Commit that the patch is proved against. */
  base: z.string(),
  /** SHA-256 (hex) of the source patch as a unified diff. */
  patchSha256: z.string(),
  incident: z.string(),
  check: z.string(),
  command: z.string(),
  red: ProofRun,
  green: ProofRun,
  /** The other checks with the patch: none that was green at base is red. */
  others: z.array(z.object({ before: ProofRun, after: ProofRun })),
  /** Checks that were not run with the patch, each with the reason: `packages/b does not depend on …`. */
  leftOut: z.array(z.object({ check: z.string(), why: z.string() })).optional(),
  /** Fingerprints that stay red: other incidents, there before. */
  remaining: z.array(z.string()),
  guard: GuardResult,
  /** Versions that it was proved with: `node`, `git`, `dreamos`, and the tools found. */
  versions: z.record(z.string(), z.string()),
  /** What both runs were shut in by; proofs from before there was a sandbox have none. */
  sandbox: SandboxState.optional(),
  provedAt: z.iso.datetime(),
});
export type Proof = z.infer<typeof Proof>;

/** What both runs of a proof printed: the end of each, without secrets. For people; no proof holds it. */
export const ProofLogs = z.object({ before: z.string(), after: z.string() });
export type ProofLogs = z.infer<typeof ProofLogs>;

/** What `verify` says of a patch. Only `proved` may be proposed. */
export const Verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('proved'), proof: Proof }),
  /** A warm run was green; the proof in a fresh workspace is still owed. */
  z.object({ status: z.literal('plausible'), ms: z.number(), remaining: z.number().int() }),
  /** The guard refused it before anything ran. */
  z.object({ status: z.literal('refused'), guard: GuardResult }),
  /** It does not apply to the base. */
  z.object({ status: z.literal('unapplicable'), why: z.string() }),
  /** Failures of the incident are left. `left` counts them. */
  z.object({ status: z.literal('still-red'), left: z.number().int(), why: z.string(), ms: z.number() }),
  /** The incident is gone, but something that was not red before is now. */
  z.object({ status: z.literal('broke'), check: z.string(), why: z.string(), ms: z.number() }),
  z.object({ status: z.literal('timed-out'), check: z.string(), ms: z.number() }),
  /** It was green once and red once: no proof. */
  z.object({ status: z.literal('flaky'), check: z.string(), why: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One candidate of one fixer and what became of it: the record's "why not". */
export const Attempt = z.object({
  fixer: z.string(),
  /** The patch's title. */
  candidate: z.string(),
  verdict: Verdict,
});
export type Attempt = z.infer<typeof Attempt>;

export const IncidentOutcome = z.object({
  incident: Incident,
  outcome: z.enum(['healed', 'escalated', 'flaky', 'refused']),
  fixer: z.string().nullable(),
  /** What the patch does, in words. */
  title: z.string().nullable(),
  /** A unified diff that `git apply` takes. */
  patch: z.string().nullable(),
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  proof: Proof.nullable(),
  /** Of the proof, where there is one. */
  logs: ProofLogs.optional(),
  /** True when a person has to say whether the fix is meant: what it undoes, or the test, may be right. */
  draft: z.boolean().default(false),
  /** The commit that turned it red, where it was searched and found. */
  culprit: Culprit.nullable().default(null),
  attempts: z.array(Attempt),
  /** Everything evaluated, by whatever means. */
  candidates: z.number().int(),
  /** Markdown that a person can act on. */
  escalation: z.string().nullable(),
  /** Why it ended as it did, a sentence: `budget of 300 s used up`, `green 2 of 3 times`. */
  why: z.string(),
  /** What memory said and changed, and what was learned. */
  lore: LoreTrace.default({ recalled: [], changed: [], written: [] }),
});
export type IncidentOutcome = z.infer<typeof IncidentOutcome>;

export const Outcome = z.object({
  status: z.enum(['green', 'healed', 'escalated', 'flaky', 'refused']),
  /** Commit that was looked at. */
  base: z.string(),
  incidents: z.array(IncidentOutcome),
  /** The checks that were run, and how each ended; `cut`: by its deadline or a signal. Of the others nothing is known. */
  ran: z.array(z.object({ check: z.string(), ending: z.enum(['green', 'red', 'cut']) })).optional(),
  /** Sentences for the user that are no result: `the working tree has changes; HEAD was healed`. */
  notes: z.array(z.string()),
  /** What the checks were shut in by. */
  sandbox: SandboxState.optional(),
  /** Entries that the run wrote, the devlog last, each with the branch that it is on. */
  lore: z
    .object({ written: z.array(z.object({ id: LoreId, kind: LoreKind, branch: z.string() })) })
    .default({ written: [] }),
  /** `checks` is the time spent in the repository's own commands, `installs` in installing its dependencies. */
  seconds: z.object({ total: z.number(), checks: z.number(), installs: z.number() }),
});
export type Outcome = z.infer<typeof Outcome>;
