import type { Incident } from '../../domain/incident.ts';
import type { CommitLog, Progress, Workspace, Workspaces } from '../../domain/ports.ts';
import type { Check, Report } from '../../domain/report.ts';
import type { Probe } from './probe.ts';

/** What a search reads, runs and heeds. */
export interface Past {
  readonly log: CommitLog;
  readonly workspaces: Workspaces;
  readonly run: (check: Check, workspace: Workspace) => Promise<Report>;
  /** Why nothing more may be tried; null while something may. */
  readonly ending: () => string | null;
  /** Milliseconds that installing dependencies took so far. */
  readonly installMs: () => number;
  readonly progress: Progress;
}

/** Red at `base` by `probe`. */
export interface Red {
  readonly incident: Incident;
  readonly base: string;
  readonly probe: Probe;
}
