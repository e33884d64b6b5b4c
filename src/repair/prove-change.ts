import { createHash } from 'node:crypto';
import { readReport } from '../checks/read-report.ts';
import type { ChangeProof, CheckProof } from '../domain/change-proof.ts';
import { count } from '../domain/count.ts';
import type { FileChange, GuardResult } from '../domain/patch.ts';
import type { History, ProofOf, Workspace, Workspaces } from '../domain/ports.ts';
import type { Check, Report } from '../domain/report.ts';
import { identify } from './fingerprint.ts';
import { guard } from './guard/index.ts';
import { isTestPath } from './guard/role.ts';
import { readSurroundings } from './guard/surroundings.ts';
import { newlyRed, tally } from './judge.ts';
import { toProofRun } from './verify.ts';

export interface ChangeToProve {
  readonly base: string;
  readonly head: string;
  readonly checks: readonly Check[];
  readonly leaveAlone: readonly string[];
  /** Takes out what travels with a change and is no part of it: new entries of lore. */
  readonly reduce: (changes: readonly FileChange[]) => Promise<readonly FileChange[]>;
  readonly history: History;
  readonly workspaces: Workspaces;
  readonly run: (check: Check, workspace: Workspace) => Promise<Report>;
}

/**
 * Runs every check at base and at head, each in a fresh checkout, and the guard over the difference. A change is
 * proved when the guard allows it, nothing got worse, and something that was red is green. Where nothing was red, the
 * change's own new tests are laid over base first: a fix that brings its test is red there without the fix.
 */
export async function proveChange(change: ChangeToProve): Promise<ChangeProof> {
  const { base, head, history } = change;
  const changes = await change.reduce(await history.changes(base, head));
  const surroundings = await readSurroundings(changes, change.checks, {
    files: () => history.files(base),
    read: (path) => history.read(base, path),
  });
  const judged = guard(changes, { leaveAlone: change.leaveAlone, surroundings });
  const [before, after] = [await runAll(change, base), await runAll(change, head)];
  let checks = await Promise.all(
    change.checks.map((check, i) => compare(change, changes, check, at(before, i), at(after, i), false)),
  );
  if (!checks.some((one) => one.result === 'fixed')) {
    checks = await withNewTests(change, changes, checks, after);
  }
  const missing = listMissing(judged, checks);
  return {
    status: missing.length === 0 ? 'proved' : 'unproved',
    base,
    head,
    guard: judged,
    checks,
    missing,
    recorded: await compareRecord(change, await history.proofOf(head)),
  };
}

async function runAll(change: ChangeToProve, sha: string): Promise<Report[]> {
  return change.workspaces.use(sha, async (workspace) => {
    const reports: Report[] = [];
    for (const check of change.checks) {
      reports.push(await change.run(check, workspace));
      await workspace.reset();
    }
    return reports;
  });
}

async function compare(
  change: ChangeToProve,
  changes: readonly FileChange[],
  check: Check,
  before: Report,
  after: Report,
  laidOver: boolean,
): Promise<CheckProof> {
  const facts = {
    check: check.name,
    before: toProofRun(before),
    after: toProofRun(after),
    withNewTests: laidOver,
  };
  const worse = newlyRed(before, after);
  if (worse)
    return {
      ...facts,
      result: 'broke',
      why: before.status === 'green' ? `is red now: ${worse}` : `shows what was not there: ${worse}`,
    };
  if (before.status === 'green') return { ...facts, result: 'kept', why: 'green before and after' };
  const gone = countGone(before, after);
  if (gone === 0)
    return {
      ...facts,
      result: 'kept',
      why: `is as red as before: ${count(after.failures.length, 'failure')}`,
    };
  const doubt = whyNotBelieved(check, before, after, changes);
  if (doubt) return { ...facts, result: 'kept', why: doubt };
  const flake = await findFlake(change, check, before, after);
  if (flake) return { ...facts, result: 'flaky', why: flake };
  const left =
    after.status === 'green' ? 'exit 0' : `${after.failures.length} that were there before are left`;
  return { ...facts, result: 'fixed', why: `${count(gone, 'failure')} gone, ${left}` };
}

/** Failures may be gone without being mended: with the file that they stood in, or from a report that somebody else wrote. */
function whyNotBelieved(
  check: Check,
  before: Report,
  after: Report,
  changes: readonly FileChange[],
): string | null {
  const deleted = new Set(changes.filter((one) => one.after === null).map((one) => one.path));
  const left = before.failures.filter(({ file }) => file === null || !deleted.has(file));
  if (left.length < before.failures.length && countGone({ ...before, failures: left }, after) === 0)
    return `shows less because files are deleted: ${[...deleted].join(', ')}; whether they may go, a person must say`;
  if (after.status === 'green') return null;
  const kinds = (report: Report) => tally(identify(report.failures)).size;
  const [told, printed] = [kinds(after), kinds(readReport(check, after.ran, [], []))];
  return printed > told
    ? `tells of ${count(told, 'failure')} in its report and prints ${printed}: not believed`
    : null;
}

/** Tests may be green by chance: what was fixed is run once more at both ends. */
async function findFlake(
  change: ChangeToProve,
  check: Check,
  before: Report,
  after: Report,
): Promise<string | null> {
  if (!before.failures.some((failure) => failure.testPath !== null || failure.tool === 'exit')) return null;
  const again = await change.workspaces.use(change.head, (workspace) => change.run(check, workspace));
  const worse = newlyRed(after, again);
  return worse ? `green once, then red on the same commit: ${worse}` : null;
}

async function withNewTests(
  change: ChangeToProve,
  changes: readonly FileChange[],
  checks: readonly CheckProof[],
  after: readonly Report[],
): Promise<CheckProof[]> {
  const tests = changes.filter((one) => isTestPath(one.path) && one.after !== null);
  const sources = changes.filter((one) => !isTestPath(one.path));
  if (tests.length === 0 || sources.length === 0) return [...checks];
  return change.workspaces.use(change.base, async (workspace) => {
    const judged: CheckProof[] = [];
    for (const [i, check] of change.checks.entries()) {
      const plain = checks[i];
      if (!plain) continue;
      const laid =
        check.kind === 'test' || check.kind === 'command'
          ? await runLaidOver(change, check, tests, workspace)
          : null;
      judged.push(
        laid?.status === 'red' ? await compare(change, changes, check, laid, at(after, i), true) : plain,
      );
    }
    return judged;
  });
}

async function runLaidOver(
  change: ChangeToProve,
  check: Check,
  tests: readonly FileChange[],
  workspace: Workspace,
): Promise<Report | null> {
  const applied = await workspace.apply({ title: 'the new tests', files: [...tests] });
  const report = applied.applied ? await change.run(check, workspace) : null;
  await workspace.reset();
  return report;
}

/** What the guard refuses and what got worse, sentences: it stands against a change whatever that is for. */
export function listHarm(judged: GuardResult, checks: readonly CheckProof[]): string[] {
  return [
    ...judged.findings.map(
      ({ file, line, why, rule }) => `guard: ${file}${line === null ? '' : `:${line}`}: ${why} (${rule})`,
    ),
    ...checks
      .filter(({ result }) => result === 'broke' || result === 'flaky')
      .map(({ check, why }) => `${check} ${why}`),
  ];
}

function listMissing(judged: GuardResult, checks: readonly CheckProof[]): string[] {
  const harm = listHarm(judged, checks);
  if (checks.some(({ result }) => result !== 'kept')) return harm;
  const red = checks.filter((one) => one.before.exit !== 0);
  const none =
    red.length > 0
      ? red.map((one) => `${one.check} ${one.why}`)
      : [
          'no check was red at base, with or without the change’s own tests: there is nothing that it is proved to fix',
        ];
  return [...harm, ...none];
}

function countGone(before: Report, after: Report): number {
  const now = tally(identify(after.failures));
  let gone = 0;
  for (const [fingerprint, count] of tally(identify(before.failures)))
    gone += Math.max(0, count - (now.get(fingerprint) ?? 0));
  return gone;
}

async function compareRecord(
  change: ChangeToProve,
  record: ProofOf | null,
): Promise<ChangeProof['recorded']> {
  if (record === null) return 'none';
  const { commit, proof } = record;
  const diff = await change.history.diff(change.base, commit);
  const sha256 = createHash('sha256').update(diff).digest('hex');
  return proof.base === change.base && proof.patchSha256 === sha256 ? 'matches' : 'differs';
}

function at(reports: readonly Report[], index: number): Report {
  const report = reports[index];
  if (!report) throw new Error('a check was not run');
  return report;
}
