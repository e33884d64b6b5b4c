import type { CommandContext } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { CodeOrigin } from '../domain/sandbox.ts';
import type { WorkOrder, WorkRequest, WorkResult } from '../domain/work-order.ts';
import { findChecks } from './find-checks.ts';
import { toChosen, toHealTrigger } from './heal-trigger.ts';

/** Where the work is, and by which settings it is done. */
type Place = Omit<WorkRequest, 'order'>;

/** Does what an order says with the repository at HEAD. A mistake that a person should read is a result, not thrown. */
export async function work({ order, ...place }: WorkRequest, context: CommandContext): Promise<WorkResult> {
  try {
    return await workOn(order, place, context);
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    return { kind: 'error', code: error.code, message: error.message, hint: error.hint };
  }
}

async function workOn(order: WorkOrder, place: Place, context: CommandContext): Promise<WorkResult> {
  switch (order.kind) {
    case 'checks': {
      const found = await findChecks(await context.open(place.dir, place), context);
      return { kind: 'checks', checks: [...found.checks] };
    }
    case 'heal':
      return { kind: 'heal', outcome: await heal(order, place, context) };
    case 'prove': {
      const project = await context.open(place.dir, { ...place, origin: originOf(order) });
      const [{ proveRange }, { checks }] = await Promise.all([
        import('./prove-range.ts'),
        findChecks(project, context),
      ]);
      return { kind: 'prove', proof: await proveRange(order, checks, project, context) };
    }
    case 'settle': {
      const { settleFixes } = await import('./lore/settle-fixes.ts');
      const { moves } = await settleFixes({ isDry: false, closed: order.closed }, context);
      return { kind: 'settle', moved: moves.length };
    }
    case 'search': {
      const { searchTitles } = await import('./lore/search-titles.ts');
      return { kind: 'search', answers: [...(await searchTitles(order, context))] };
    }
    case 'forget': {
      const { forgetEntry } = await import('./lore/forget-entry.ts');
      const { text } = await forgetEntry(order.id, order.why, context);
      return { kind: 'forget', said: text };
    }
  }
}

async function heal(
  order: Extract<WorkOrder, { kind: 'heal' }>,
  place: Place,
  context: CommandContext,
): Promise<Outcome> {
  const project = await context.open(place.dir, { ...place, origin: originOf(order) });
  const chosen = toChosen(await findChecks(project, context));
  const trigger = toHealTrigger(project, chosen, {
    check: order.checks,
    only: [],
    dryRun: order.isDry,
    noLore: order.isReportOnly,
    habits: order.habits,
    onto: order.onto,
    givenUp: order.givenUp,
  });
  const outcome = await context.dispatch(project, order.isReportOnly ? { ...trigger, fixers: [] } : trigger);
  const told = await project.workspaces.notes();
  return { ...outcome, notes: [...told, ...outcome.notes] };
}

function originOf({ isForeign }: { readonly isForeign: boolean }): CodeOrigin {
  return isForeign ? 'stranger' : 'own';
}
