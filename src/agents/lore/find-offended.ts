import { patchOf } from '../../domain/patch.ts';
import type { Workspace } from '../../domain/ports.ts';
import type { Check, Report } from '../../domain/report.ts';
import { newlyRed } from '../../repair/judge.ts';
import type { HealRun } from '../heal-run.ts';
import type { Cure } from '../trial.ts';

/** An entry that is to go with a fix. */
export interface Carried {
  readonly cure: Cure;
  readonly path: string;
  readonly text: string;
}

/** Tools that read no markdown: compilers, runners of tests, linters of code alone. */
const BLIND = new Set([
  ...['tsc', 'tsgo', 'vue-tsc', 'svelte-check', 'tsd', 'attw', 'flow'],
  ...[
    'jest',
    'vitest',
    'mocha',
    'ava',
    'tap',
    'tape',
    'uvu',
    'jasmine',
    'node-test',
    'bun-test',
    'playwright',
  ],
  ...[
    'biome',
    'oxlint',
    'standard',
    'ts-standard',
    'tslint',
    'stylelint',
    'jshint',
    'publint',
    'knip',
    'depcruise',
  ],
]);

/** What can be red because of a markdown file: linters, formatters, and scripts that nobody knows. */
export function seesMarkdown({ kind, tools }: Pick<Check, 'kind' | 'tools'>): boolean {
  if (kind !== 'lint' && kind !== 'format' && kind !== 'command') return false;
  return tools.length === 0 || !tools.every((tool) => BLIND.has(tool));
}

/**
 * Runs the checks that see markdown once more with the entries in the tree. Returns why an entry cannot go with its fix, by
 * its path. Where base was green, one run does for all entries; where it was red, each is laid over its own patch.
 */
export async function findOffended(
  run: HealRun,
  carried: readonly Carried[],
): Promise<ReadonlyMap<string, string>> {
  const offended = new Map<string, string>();
  for (const check of run.trigger.checks.filter(seesMarkdown)) {
    const ran = carried.filter(({ cure }) => reportOf(cure, check) !== undefined);
    const atBase = await run.atBase.get(check.name);
    if (ran.length === 0 || atBase === undefined) continue;
    const shared = atBase.status === 'green';
    const groups = shared ? [{ before: atBase, entries: ran }] : ran.map(alone(check));
    for (const { before, entries } of groups) {
      const why = await whyRed(run, check, before, entries, shared ? null : (entries[0]?.cure ?? null));
      if (why !== null) for (const { path } of entries) offended.set(path, why);
    }
  }
  return offended;
}

function alone(check: Check) {
  return (one: Carried) => ({ before: reportOf(one.cure, check), entries: [one] });
}

function reportOf(cure: Cure, check: Check): Report | undefined {
  return cure.reports.find((report) => report.check === check.name);
}

/** Null when nothing is red because of the entries. */
async function whyRed(
  run: HealRun,
  check: Check,
  before: Report | undefined,
  entries: readonly Carried[],
  cure: Cure | null,
): Promise<string | null> {
  if (before === undefined) return null;
  if (run.budget.left() === 0) return `there was no time to run ${check.name} with it`;
  const step = run.ports.progress.step(`${check.name}: with what is to be written down`);
  return run.pool.use(async (workspace) => {
    if (!(await lay(workspace, entries, cure))) return 'it does not fit into the tree';
    const after = await run.run(check, workspace);
    const why = newlyRed(before, after);
    step.done(why === null ? 'as before' : 'red');
    return why === null ? null : `${check.name} is red with it in the tree`;
  });
}

async function lay(workspace: Workspace, entries: readonly Carried[], cure: Cure | null): Promise<boolean> {
  const files = entries.map(({ path, text }) => ({ path, before: null, after: text }));
  const patches = [...(cure === null ? [] : [cure.patch]), patchOf('what was learned', files)];
  for (const patch of patches) if (!(await workspace.apply(patch)).applied) return false;
  return true;
}
