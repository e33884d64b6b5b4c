import { createHash } from 'node:crypto';
import type { Incident } from '../domain/incident.ts';
import type { Proof, ProofRun, Verdict } from '../domain/outcome.ts';
import type { GuardResult, Patch } from '../domain/patch.ts';
import type { Workspace, Workspaces } from '../domain/ports.ts';
import type { Check, Report } from '../domain/report.ts';
import type { SandboxState } from '../domain/sandbox.ts';
import { identify } from './fingerprint.ts';
import { guard } from './guard/index.ts';
import { readSurroundings } from './guard/surroundings.ts';
import { judge, newlyRed, tally } from './judge.ts';

/** What a patch is judged by: the run at base that it must turn green, and what the guard is told. */
export interface Case {
  readonly incident: Incident;
  readonly check: Check;
  readonly before: Report;
  readonly guardOptions: { readonly leaveAlone: readonly string[]; readonly allow: 'lockfile' | null };
}

/** A check that a patch must not hurt, and how it was at base. */
interface Other {
  readonly check: Check;
  readonly before: Report;
}

interface Others {
  readonly run: readonly Other[];
  readonly leftOut: readonly { check: string; why: string }[];
}

export interface VerifyContext {
  /** Runs a check in a workspace and reads it, within the budget. */
  readonly run: (check: Check, workspace: Workspace) => Promise<Report>;
  /** The rest of the set of checks that a patch may concern, each with its run at base. Asked for only when the patch is green for its own check. */
  readonly others: (than: Check, patch: Patch) => Promise<Others>;
  readonly versions: Readonly<Record<string, string>>;
  /** What the runs are shut in by, for the proof. */
  readonly sandbox?: SandboxState;
  readonly now: () => Date;
}

/** A warm try: guard, apply, check in a workspace that is lent, reset by who lends it. At best `plausible`: only `prove` believes. */
export async function screen(
  workspace: Workspace,
  patch: Patch,
  one: Case,
  context: VerifyContext,
): Promise<Verdict> {
  const guarded = await guardWithin(workspace, patch, one);
  if (!guarded.allowed) return { status: 'refused', guard: guarded };
  const applied = await workspace.apply(patch);
  if (!applied.applied) return { status: 'unapplicable', why: applied.why };
  const after = await context.run(one.check, workspace);
  return toVerdict(one, after) ?? { status: 'plausible', ms: after.ran.ms, remaining: after.failures.length };
}

/** The guard, with a look around in a checkout of base. */
async function guardWithin(workspace: Workspace, patch: Patch, one: Case): Promise<GuardResult> {
  const surroundings = await readSurroundings(patch.files, [one.check], workspace);
  return guard(patch.files, { ...one.guardOptions, surroundings });
}

export type Proved = {
  readonly verdict: Verdict;
  readonly diff: string | null;
  /** The run without the patch; null where nothing is proved. */
  readonly red: Report | null;
  /** The runs with the patch, the incident's own check first; none where it came to no run. */
  readonly reports: readonly Report[];
};

/**
 * The only thing that believes, and it trusts no fixer: in a fresh workspace at base it sees the incident red, asks the
 * guard, applies the patch, sees the same command green, then every other check not worse than at base. A flake on the
 * way is no proof.
 */
export async function prove(
  workspaces: Workspaces,
  base: string,
  patch: Patch,
  one: Case,
  context: VerifyContext,
): Promise<Proved> {
  const alone = guard(patch.files, one.guardOptions);
  if (!alone.allowed) return unproved({ status: 'refused', guard: alone });
  return workspaces.use(base, async (workspace) => {
    const guarded = await guardWithin(workspace, patch, one);
    if (!guarded.allowed) return unproved({ status: 'refused', guard: guarded });
    const red = await context.run(one.check, workspace);
    const unseen = missingFrom(one.incident, red);
    if (unseen) return unproved({ status: 'flaky', check: one.check.name, why: unseen });
    await workspace.reset();
    const applied = await workspace.apply(patch);
    if (!applied.applied) return unproved({ status: 'unapplicable', why: applied.why });
    const diff = await workspace.diff();
    const green = await context.run(one.check, workspace);
    const bad = toVerdict(one, green);
    if (bad) return unproved(bad, [green]);
    const flake = await confirmGreen(workspace, one, context);
    if (flake) return unproved(flake);
    const others = await proveOthers(workspace, one, patch, context);
    if (others.status === 'bad') return unproved(others.verdict);
    const versions = {
      ...context.versions,
      ...(await toolVersions(workspace, [one.check, ...others.pairs.map((pair) => pair.check)])),
    };
    const proof = buildProof({
      one,
      base,
      diff,
      red,
      green,
      others: others.pairs,
      leftOut: others.leftOut,
      guarded,
      versions,
      sandbox: context.sandbox,
      at: context.now(),
    });
    return {
      verdict: { status: 'proved', proof },
      diff,
      red,
      reports: [green, ...others.pairs.map((pair) => pair.after)],
    };
  });
}

function unproved(verdict: Verdict, reports: readonly Report[] = []): Proved {
  return { verdict, diff: null, red: null, reports };
}

/** A test that was red is seen green twice: chance turns a flaky one green once. */
async function confirmGreen(
  workspace: Workspace,
  one: Case,
  context: VerifyContext,
): Promise<Verdict | null> {
  if (!one.incident.failures.some((failure) => failure.testPath !== null)) return null;
  const again = toVerdict(one, await context.run(one.check, workspace));
  if (again === null) return null;
  const why = 'why' in again ? again.why : again.status;
  return { status: 'flaky', check: one.check.name, why: `green once, then red with the same patch: ${why}` };
}

type Pair = Other & { readonly after: Report };

async function proveOthers(
  workspace: Workspace,
  one: Case,
  patch: Patch,
  context: VerifyContext,
): Promise<
  { status: 'good'; pairs: Pair[]; leftOut: Others['leftOut'] } | { status: 'bad'; verdict: Verdict }
> {
  const pairs: Pair[] = [];
  const { run, leftOut } = await context.others(one.check, patch);
  for (const { check, before } of run) {
    const after = await context.run(check, workspace);
    if (after.ran.timedOut && !before.ran.timedOut) {
      return { status: 'bad', verdict: { status: 'timed-out', check: check.name, ms: after.ran.ms } };
    }
    const why = newlyRed(before, after);
    if (why) return { status: 'bad', verdict: { status: 'broke', check: check.name, why, ms: after.ran.ms } };
    pairs.push({ check, before, after });
  }
  return { status: 'good', pairs, leftOut };
}

/** The verdict of a run with the patch when it is not green for the incident; null when it is. */
function toVerdict(one: Case, after: Report): Verdict | null {
  const judged = judge(one.incident, one.before, after);
  const ms = after.ran.ms;
  switch (judged.status) {
    case 'green':
      return null;
    case 'timed-out':
      return { status: 'timed-out', check: one.check.name, ms };
    case 'broke':
      return { status: 'broke', check: one.check.name, why: judged.why, ms };
    case 'still-red':
      return { status: 'still-red', left: judged.left, why: judged.why, ms };
  }
}

/** Why the incident was not seen whole; null when it was. */
function missingFrom(incident: Incident, report: Report): string | null {
  if (report.status === 'green') return 'it was green in a fresh workspace without any change';
  const seen = tally(identify(report.failures));
  const missing = incident.failures.find((failure) => !seen.has(failure.fingerprint));
  return missing
    ? `a failure was not there in a fresh workspace: ${missing.message.split('\n')[0] ?? ''}`
    : null;
}

function buildProof(facts: {
  one: Case;
  base: string;
  diff: string;
  red: Report;
  green: Report;
  others: readonly Pair[];
  leftOut: Others['leftOut'];
  guarded: GuardResult;
  versions: Record<string, string>;
  sandbox: SandboxState | undefined;
  at: Date;
}): Proof {
  return {
    version: 1,
    base: facts.base,
    patchSha256: createHash('sha256').update(facts.diff).digest('hex'),
    incident: facts.one.incident.fingerprint,
    check: facts.one.check.name,
    command: facts.one.check.run,
    red: toProofRun(facts.red),
    green: toProofRun(facts.green),
    others: facts.others.map(({ before, after }) => ({
      before: toProofRun(before),
      after: toProofRun(after),
    })),
    ...(facts.leftOut.length > 0 && { leftOut: [...facts.leftOut] }),
    remaining: [...tally(identify(facts.green.failures)).keys()],
    guard: facts.guarded,
    versions: facts.versions,
    ...(facts.sandbox && { sandbox: facts.sandbox }),
    provedAt: facts.at.toISOString(),
  };
}

/** A report as a proof keeps it: hashes instead of output. */
export function toProofRun(report: Report): ProofRun {
  const { output: _, ...ran } = report.ran;
  return {
    ...ran,
    check: report.check,
    command: report.command,
    failures: Object.fromEntries(tally(identify(report.failures))),
  };
}

/** Versions of the tools that the checks start, as installed. */
async function toolVersions(workspace: Workspace, checks: readonly Check[]): Promise<Record<string, string>> {
  const packages: Readonly<Record<string, string>> = { tsc: 'typescript', biome: '@biomejs/biome' };
  const tools = new Set(checks.flatMap((check) => check.tools));
  const versions: Record<string, string> = {};
  for (const tool of tools) {
    const manifest = await workspace.read(`node_modules/${packages[tool] ?? tool}/package.json`);
    const version = /"version"\s*:\s*"([^"]+)"/.exec(manifest ?? '')?.[1];
    if (version) versions[tool] = version;
  }
  return versions;
}
