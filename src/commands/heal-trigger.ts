import type { Detected } from '../checks/detect.ts';
import type { Project } from '../domain/command.ts';
import type { CommitHabits } from '../domain/commit-habits.ts';
import type { Package } from '../domain/package.ts';
import type { Check } from '../domain/report.ts';
import type { Trigger } from '../domain/trigger.ts';

export const FIXERS = ['format', 'typescript', 'modules', 'lockfile', 'regression'] as const;

export interface Chosen {
  readonly checks: readonly Check[];
  readonly packages: readonly Package[];
}

/** What a person, or the app, asks of a heal beside what the config says. */
export interface Wanted {
  readonly check: readonly string[];
  readonly test?: string | undefined;
  /** Fixers; none: those that the config has on. */
  readonly only: readonly (typeof FIXERS)[number][];
  readonly budget?: number | undefined;
  readonly dryRun: boolean;
  readonly noLore: boolean;
  /** How people name their commits; left out: ours are conventional. */
  readonly habits?: CommitHabits | undefined;
  /** The branch that fixes are to go onto; left out: the default one. */
  readonly onto?: string | undefined;
  /** Fingerprints of incidents that are only diagnosed. */
  readonly givenUp?: readonly string[] | undefined;
}

export function toChosen(found: Detected): Chosen {
  return {
    checks: found.checks,
    packages: found.packages.map(({ dir, needs }) => ({ dir, needs: [...needs] })),
  };
}

/** Config, wishes and checks -> what the heal agent is told. Pure. */
export function toHealTrigger(
  { config, head }: Pick<Project, 'config' | 'head'>,
  { checks, packages }: Chosen,
  wanted: Wanted,
): Extract<Trigger, { kind: 'heal' }> {
  const on = FIXERS.filter((name) => config.fixers[name]);
  const dryRun = wanted.dryRun || config.mode === 'observe';
  return {
    kind: 'heal',
    sha: head,
    checks: [...checks],
    packages: [...packages],
    onlyChecks: [...wanted.check],
    onlyTest: wanted.test ?? null,
    fixers: wanted.only.length > 0 ? [...wanted.only] : on,
    leaveAlone: [...config.leaveAlone],
    flakyRuns: config.flakyRuns,
    budgetSeconds: wanted.budget ?? config.budget.seconds,
    maxCandidates: config.budget.candidates,
    dryRun,
    ...(wanted.habits ? { habits: wanted.habits } : {}),
    ...(wanted.onto === undefined ? {} : { onto: wanted.onto }),
    ...(wanted.givenUp === undefined ? {} : { givenUp: [...wanted.givenUp] }),
    lore: { recall: !wanted.noLore, write: !wanted.noLore && config.lore.write && !dryRun },
  };
}
