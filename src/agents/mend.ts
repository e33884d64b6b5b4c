import type { Incident } from '../domain/incident.ts';
import type { LoreTrace } from '../domain/lore.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Fixer } from '../repair/fixer.ts';
import { findLikePlaces } from '../repair/memory/like-places.ts';
import type { CulpritSearch } from '../repair/regression/find-culprit.ts';
import type { Case } from '../repair/verify.ts';
import type { HealRun } from './heal-run.ts';
import type { Told } from './memory/told.ts';
import { type Cure, Trial } from './trial.ts';

/** What became of one incident. */
export interface Mended {
  readonly incident: Incident;
  readonly cure: Cure | null;
  readonly attempts: readonly Attempt[];
  /** What fixers say that a person should know. */
  readonly advice: readonly string[];
  /** Why it ended without a cure, a sentence; null when there is one. */
  readonly ending: string | null;
  /** What history says of it; null when it was not asked. */
  readonly culprit: CulpritSearch | null;
  /** What lore said of it and changed. */
  readonly lore: Pick<LoreTrace, 'recalled' | 'changed'>;
}

export const NOTHING_RECALLED: Mended['lore'] = { recalled: [], changed: [] };

/**
 * Tries the fixers in their order until one candidate is proved, the fixers end, or the budget does. What lore knows to have
 * held goes before the others of its kind; its candidates are judged like theirs.
 */
export async function mend(
  run: HealRun,
  one: Case,
  fixers: readonly Fixer[],
  told: Told | null,
): Promise<Mended> {
  const { incident } = one;
  const handling = fixers.filter((fixer) => incident.failures.some((failure) => fixer.handles(failure)));
  const able = told?.order(handling) ?? handling;
  const trial = new Trial(run, one, told?.deadEnds ?? null);
  const advice: string[] = [];
  const ask = async (some: readonly Fixer[]) => {
    for (const fixer of some) {
      if (trial.cure || run.budget.ending()) return;
      const said = await trial.run(fixer);
      if (said) advice.push(said);
    }
  };
  await ask([...(told?.first ?? []), ...able.filter((fixer) => !fixer.drafts)]);
  // What needs nobody's word goes first, on top of each other too.
  if (!trial.cure) await trial.goOn(fixers);
  await ask([...(told?.drafts ?? []), ...able.filter((fixer) => fixer.drafts)]);
  return {
    incident,
    cure: trial.cure,
    attempts: trial.attempts,
    advice,
    ending: trial.cure ? null : whyNot(run, able, trial),
    culprit: trial.lookBack.found,
    lore: await traceOf(run, trial, told),
  };
}

/** Tools that set out text know all its places themselves. */
const WHOLE = new Set(['format', 'lockfile']);

async function traceOf(run: HealRun, trial: Trial, told: Told | null): Promise<Mended['lore']> {
  const said = told?.trace(trial.attempts) ?? NOTHING_RECALLED;
  const { cure } = trial;
  if (cure === null || WHOLE.has(cure.fixer) || !run.trigger.lore.recall) return said;
  const places = await run.pool.use((workspace) => findLikePlaces(cure.patch, workspace));
  if (places.length === 0) return said;
  const named = places.map(({ path, line }) => `${path}:${line}`).join(', ');
  return {
    ...said,
    changed: [...said.changed, `the lines that were mended stand like that at ${named} too`],
  };
}

function whyNot(run: HealRun, able: readonly Fixer[], trial: Trial): string {
  const ended = run.budget.ending();
  if (ended) return ended;
  if (able.length === 0) return 'no fixer knows this kind of failure';
  if (trial.attempts.length === 0)
    return `no candidate was found (asked: ${able.map((fixer) => fixer.name).join(', ')})`;
  return 'no candidate could be proved';
}
