import { narrow } from '../../checks/narrow.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Workspace } from '../../domain/ports.ts';
import type { Check, Report } from '../../domain/report.ts';
import { fingerprint } from '../fingerprint.ts';

/** The smallest command that shows an incident, and what it said at base. */
export interface Probe {
  readonly check: Check;
  readonly before: Report;
  readonly isNarrow: boolean;
  /** Runs that finding it took. */
  readonly runs: number;
}

const SHORTEST_MS = 20_000;

/** One test, one file where the tool can be asked for so little and that is seen red; else the whole check. */
export async function findProbe(
  incident: Incident,
  whole: { check: Check; before: Report },
  workspace: Workspace,
  run: (check: Check, workspace: Workspace) => Promise<Report>,
): Promise<Probe> {
  const [first] = incident.failures;
  // A compiler reads everything, whatever it is asked for.
  const check = first.tool === 'tsc' ? null : narrowed(whole, narrow(first));
  if (check === null) return { ...whole, isNarrow: false, runs: 0 };
  const before = await run(check, workspace);
  await workspace.reset();
  const own = new Set(incident.failures.map((failure) => failure.fingerprint));
  const isSeen = before.failures.some((failure) => fingerprint(failure) === first.fingerprint);
  // A test is shown alone; a linter says of a file what it has to say.
  const isAlone =
    first.testPath === null || before.failures.every((failure) => own.has(fingerprint(failure)));
  return isSeen && isAlone
    ? { check, before, isNarrow: true, runs: 1 }
    : { ...whole, isNarrow: false, runs: 1 };
}

/** The check with another command; it is not waited for much longer than the whole took. */
export function narrowed(whole: { check: Check; before: Report }, command: string | null): Check | null {
  if (command === null) return null;
  const timeoutMs = Math.min(whole.check.timeoutMs, SHORTEST_MS + 3 * whole.before.ran.ms);
  return { ...whole.check, run: command, cwd: '.', timeoutMs };
}
