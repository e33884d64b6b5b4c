import type { Workspace } from '../domain/ports.ts';
import { type CulpritSearch, findCulprit } from '../repair/regression/find-culprit.ts';
import { findProbe, type Probe } from '../repair/regression/probe.ts';
import type { Case } from '../repair/verify.ts';
import type { HealRun } from './heal-run.ts';

/** What history says of one incident: searched when first asked for, once. */
export interface LookBack {
  /** The smallest command that shows the incident. */
  probe(workspace: Workspace): Promise<Probe>;
  culprit(workspace: Workspace): Promise<CulpritSearch>;
  /** What was found; null when nobody asked. */
  readonly found: CulpritSearch | null;
}

/** `workspace` is a clean checkout at base each time. */
export function createLookBack(run: HealRun, one: Case): LookBack {
  const { ports, trigger } = run;
  let probe: Promise<Probe> | null = null;
  let search: Promise<CulpritSearch> | null = null;
  let found: CulpritSearch | null = null;
  const probeOnce = (workspace: Workspace) => {
    probe ??= findProbe(one.incident, one, workspace, run.run);
    return probe;
  };
  let enough: number | null = null;
  // Other incidents, and what is found, want their share.
  const ending = () => {
    enough ??= run.budget.left() / 2;
    if (run.budget.left() < enough) return 'the search took half of the time that was left';
    return run.budget.ending();
  };
  const past = {
    log: ports.log,
    workspaces: ports.workspaces,
    run: run.run,
    ending,
    installMs: ports.installMs,
    progress: ports.progress,
  };
  return {
    probe: probeOnce,
    culprit: (workspace) => {
      search ??= probeOnce(workspace)
        .then((smallest) =>
          findCulprit({ incident: one.incident, base: trigger.sha, probe: smallest }, workspace, past),
        )
        .then((result) => {
          found = result;
          return result;
        });
      return search;
    },
    get found() {
      return found;
    },
  };
}
