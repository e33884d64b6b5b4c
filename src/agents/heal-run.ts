import { runCheck } from '../checks/run-check.ts';
import { DreamError } from '../domain/errors.ts';
import type { Patch } from '../domain/patch.ts';
import type { Ports, Workspace } from '../domain/ports.ts';
import type { Check, Report } from '../domain/report.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Redact } from '../lore/redact.ts';
import { Budget } from '../repair/budget.ts';
import { listLeftOut } from '../repair/left-out.ts';
import type { VerifyContext } from '../repair/verify.ts';
import { WorkspacePool } from '../repair/workspace-pool.ts';

export type HealTrigger = Extract<Trigger, { kind: 'heal' }>;

/** What one run of `heal` carries: its ports, its budget, its warm workspaces, its clocks. */
export interface HealRun extends VerifyContext {
  readonly trigger: HealTrigger;
  readonly ports: Ports;
  readonly budget: Budget;
  readonly pool: WorkspacePool;
  /** The first run of a check, with the check's own deadline: what is red is known before the budget begins. */
  look(check: Check, workspace: Workspace): Promise<Report>;
  /** For texts that leave this machine: loaded when first asked for, and a green run asks for nothing. */
  redact(): Promise<Redact>;
  /** How each check was at base, by name; filled as they are run. */
  readonly atBase: Map<string, Promise<Report>>;
  /** Seconds so far: `checks` is the time in which at least one check ran. */
  seconds(): { total: number; checks: number; installs: number };
}

export function startHealRun(trigger: HealTrigger, ports: Ports): HealRun {
  const started = ports.clock.now();
  const budget = new Budget({
    seconds: trigger.budgetSeconds,
    candidates: trigger.maxCandidates,
    clock: ports.clock,
    signal: ports.signal,
  });
  let installsSeen = 0;
  const watch = new BusyTime(ports.clock.now);
  const takeInstalls = () => {
    const ms = ports.installMs();
    budget.pause(ms - installsSeen);
    installsSeen = ms;
  };
  const runFor = async (check: Check, workspace: Workspace, timeoutMs: number): Promise<Report> => {
    const report = await watch.during(() => runCheck(check, workspace, { signal: ports.signal, timeoutMs }));
    if (ports.signal.aborted) throw new DreamError('interrupted', 'Interrupted; nothing more was written.');
    return report;
  };
  const run = (check: Check, workspace: Workspace): Promise<Report> => {
    takeInstalls();
    return runFor(check, workspace, Math.max(1, Math.min(check.timeoutMs, budget.left())));
  };
  const look = async (check: Check, workspace: Workspace): Promise<Report> => {
    takeInstalls();
    const began = ports.clock.now();
    const installed = ports.installMs();
    const report = await runFor(check, workspace, check.timeoutMs);
    budget.pause(ports.clock.now() - began - (ports.installMs() - installed));
    return report;
  };
  // One more than the cores: a fixer holds one while its candidates are screened.
  const pool = new WorkspacePool(ports.workspaces, trigger.sha, ports.parallel + 1);
  const atBase = new Map<string, Promise<Report>>();
  let redact: Promise<Redact> | null = null;
  return {
    trigger,
    ports,
    budget,
    pool,
    redact: () => {
      redact ??= import('../lore/redact.ts').then(({ createRedact }) => createRedact(ports.machine));
      return redact;
    },
    versions: ports.versions,
    sandbox: ports.sandbox,
    now: () => new Date(ports.clock.now()),
    run,
    look,
    atBase,
    others: async (than, patch) => {
      const rest = trigger.checks.filter((check) => check.name !== than.name);
      const leftOut = listLeftOut(rest, pathsOf(patch), trigger.packages);
      const wanted = rest.filter(({ name }) => !leftOut.some(({ check }) => check === name));
      const before = (check: Check) => {
        const known = atBase.get(check.name) ?? pool.use((workspace) => run(check, workspace));
        atBase.set(check.name, known);
        return known;
      };
      return {
        run: await Promise.all(wanted.map(async (check) => ({ check, before: await before(check) }))),
        leftOut,
      };
    },
    seconds: () => ({
      total: (ports.clock.now() - started) / 1000,
      checks: watch.ms() / 1000,
      installs: ports.installMs() / 1000,
    }),
  };
}

/** What it changes, under old names too. */
function pathsOf({ files }: Patch): string[] {
  return files.flatMap(({ path, renamedFrom }) => (renamedFrom === null ? [path] : [path, renamedFrom]));
}

/** Time in which at least one of several overlapping works was under way. */
class BusyTime {
  readonly #now: () => number;
  #busy = 0;
  #since = 0;
  #ms = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy++ === 0) this.#since = this.#now();
    try {
      return await work();
    } finally {
      if (--this.#busy === 0) this.#ms += this.#now() - this.#since;
    }
  }

  ms(): number {
    return this.#ms + (this.#busy > 0 ? this.#now() - this.#since : 0);
  }
}
