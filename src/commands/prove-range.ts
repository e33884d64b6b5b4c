import type { ChangeProof } from '../domain/change-proof.ts';
import type { CommandContext, Project } from '../domain/command.ts';
import type { Check } from '../domain/report.ts';
import type { Range } from './range.ts';
import { withoutNewLore } from './without-new-lore.ts';

/** Runs the checks at both ends of a range and judges what lies between. */
export async function proveRange(
  { base, head }: Pick<Range, 'base' | 'head'>,
  checks: readonly Check[],
  project: Project,
  context: CommandContext,
): Promise<ChangeProof> {
  const [{ runCheck }, { proveChange }] = await Promise.all([
    import('../checks/run-check.ts'),
    import('../repair/prove-change.ts'),
  ]);
  return proveChange({
    base,
    head,
    checks,
    leaveAlone: project.config.leaveAlone,
    reduce: (changes) => withoutNewLore(changes, context),
    history: project.history,
    workspaces: project.workspaces,
    run: async (check, workspace) => {
      const step = context.progress.step(`${check.name} at ${workspace.base.slice(0, 10)}: ${check.run}`);
      const report = await runCheck(check, workspace, { signal: context.signal });
      step.done(report.status);
      return report;
    },
  });
}
