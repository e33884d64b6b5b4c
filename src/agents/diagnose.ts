import { count } from '../domain/count.ts';
import type { IdentifiedFailure, Incident } from '../domain/incident.ts';
import type { Workspace } from '../domain/ports.ts';
import type { Check, Report } from '../domain/report.ts';
import { identify } from '../repair/fingerprint.ts';
import { groupIncidents } from '../repair/incidents.ts';
import type { HealRun } from './heal-run.ts';
import type { RunMemory } from './memory/open-memory.ts';

/** Runs more than these are not made to count a flaky failure. */
const MOST_RUNS = 5;

/** What lore says, opened when first asked; null where it is not to be asked. */
export type Remember = () => Promise<RunMemory | null>;

export interface Diagnosis {
  readonly reports: readonly Report[];
  /** Believed: red each time. */
  readonly incidents: readonly Incident[];
  /** Red once and green once, with how often: `failed 1 of 5 runs`. */
  readonly flaky: readonly { readonly incident: Incident; readonly why: string }[];
}

/** Runs the checks that are asked for at the commit, runs red tests again, and groups what is believed. */
export async function diagnose(run: HealRun, flakyRuns: number, remember: Remember): Promise<Diagnosis> {
  const { trigger } = run;
  const wanted = trigger.checks.filter(
    (check) => trigger.onlyChecks.length === 0 || trigger.onlyChecks.includes(check.name),
  );
  return run.pool.use(async (workspace) => {
    const reports: Report[] = [];
    const incidents: Incident[] = [];
    const flaky: { incident: Incident; why: string }[] = [];
    for (const check of wanted) {
      const report = await runShown(run, check, workspace);
      reports.push(report);
      run.atBase.set(check.name, Promise.resolve(report));
      if (report.status === 'green') continue;
      const found = await sortOut(run, check, report, workspace, { flakyRuns, remember });
      incidents.push(...found.incidents);
      flaky.push(...found.flaky);
    }
    return {
      reports,
      incidents: incidents.filter((incident) => isWanted(incident, trigger.onlyTest)),
      flaky: flaky.filter(({ incident }) => isWanted(incident, trigger.onlyTest)),
    };
  });
}

async function runShown(run: HealRun, check: Check, workspace: Workspace): Promise<Report> {
  const step = run.ports.progress.step(`${check.name}: ${check.run}`);
  const report = await run.look(check, workspace);
  await workspace.reset();
  step.done(report.status === 'green' ? 'green' : `red, ${count(report.failures.length, 'failure')}`);
  return report;
}

async function sortOut(
  run: HealRun,
  check: Check,
  report: Report,
  workspace: Workspace,
  { flakyRuns, remember }: { flakyRuns: number; remember: Remember },
): Promise<Omit<Diagnosis, 'reports'>> {
  const failures = identify(report.failures);
  const read = (path: string) => workspace.read(path);
  const isRepeated = isRerun(report);
  // What was flaky before gets all the runs there are before it is believed.
  const known = isRepeated ? ((await (await remember())?.flakyAmong(failures))?.size ?? 0) : 0;
  const least = known > 0 ? MOST_RUNS - 1 : flakyRuns;
  const seen = isRepeated ? await countRuns(run, check, failures, workspace, least) : null;
  const isFlaky = (failure: IdentifiedFailure) =>
    seen !== null && (seen.times.get(toKey(failure)) ?? 0) < seen.runs;
  const stable = failures.filter((failure) => !isFlaky(failure));
  const incidents = stable.length > 0 ? await groupIncidents(stable, read) : [];
  const shaky = failures.filter(isFlaky);
  const flaky = (shaky.length > 0 ? await groupIncidents(shaky, read) : []).map((incident) => ({
    incident,
    why: `failed ${seen?.times.get(toKey(incident.failures[0])) ?? 1} of ${seen?.runs ?? 1} runs on the same commit`,
  }));
  return { incidents, flaky };
}

/** Compilers and linters say the same each time; tests, and what nobody could read, may not. */
function isRerun(report: Report): boolean {
  if (report.ran.timedOut) return false;
  return report.failures.some((failure) => failure.testPath !== null || failure.tool === 'exit');
}

/** Runs a red check again: `flakyRuns` times when it stays the same, up to five in all when something came and went. */
async function countRuns(
  run: HealRun,
  check: Check,
  failures: readonly IdentifiedFailure[],
  workspace: Workspace,
  flakyRuns: number,
): Promise<{ times: Map<string, number>; runs: number }> {
  const times = new Map(failures.map((failure) => [toKey(failure), 1]));
  let runs = 1;
  let isSteady = true;
  const step = run.ports.progress.step(`${check.name}: again, to see whether it is flaky`);
  while (runs < (isSteady ? 1 + flakyRuns : MOST_RUNS) && run.budget.ending() === null) {
    const again = await run.run(check, workspace);
    await workspace.reset();
    if (again.ran.timedOut) break;
    runs++;
    const now = new Set(identify(again.failures).map(toKey));
    for (const [key, count] of times) {
      if (now.has(key)) times.set(key, count + 1);
      else isSteady = false;
    }
  }
  step.done(isSteady ? `the same ${runs} times` : 'flaky');
  return { times, runs };
}

/** A test is the same test when only its message changes from run to run. */
function toKey(failure: IdentifiedFailure): string {
  return failure.testPath ? JSON.stringify([failure.file, failure.testPath]) : failure.fingerprint;
}

function isWanted(incident: Incident, onlyTest: string | null): boolean {
  if (onlyTest === null) return true;
  return incident.failures.some((failure) => failure.testPath?.join(' ').includes(onlyTest) ?? false);
}
