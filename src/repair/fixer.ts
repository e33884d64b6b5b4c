import type { Incident } from '../domain/incident.ts';
import type { Verdict } from '../domain/outcome.ts';
import type { Patch } from '../domain/patch.ts';
import type { Renamed, Workspace } from '../domain/ports.ts';
import type { Failure, Report } from '../domain/report.ts';
import type { CulpritSearch } from './regression/find-culprit.ts';

/** Where a fixer works, and with what. */
export interface Site {
  /** A checkout at base that is this fixer's own: it may run tools in it and dirty it; it is reset afterwards. */
  readonly workspace: Workspace;
  readonly incident: Incident;
  /** The run at base that the incident is of. */
  readonly report: Report;
  /** Where files went, by git: newest first. */
  renamesOf(paths: readonly string[]): Promise<readonly Renamed[]>;
  /** Milliseconds left of the budget; a fixer's own tools get at most this. */
  left(): number;
  readonly signal: AbortSignal;
  /** The commit that turned the incident red; searched when first asked for, once. */
  culprit(): Promise<CulpritSearch>;
  /**
   * Tries candidates by the smallest command that shows the incident, best first, and stops behind the first that are
   * green: for a fixer that narrows a change down before it offers it. What is `plausible` here is still to be offered.
   */
  tryOut(patches: readonly Patch[]): Promise<readonly Verdict[]>;
}

/**
 * A way to mend. A generator that yields batches of candidates, best first, and is handed their verdicts in the same
 * order, so no fixer marks its own work. It ends when it has nothing more to offer; it is not asked further once a
 * candidate is proved.
 */
export interface Fixer {
  readonly name: string;
  /** What the guard lets this fixer touch though nobody else may. */
  readonly mayTouch?: 'lockfile';
  /** True when a person has to say whether its patches are meant, proved or not. */
  readonly drafts?: true;
  handles(failure: Failure): boolean;
  /** Returns what a person should know when it gave up (`run npm install while online`), or null. */
  propose(site: Site): AsyncGenerator<readonly Patch[], string | null, readonly Verdict[]>;
}
