import { betaMean } from '../../lore/rank.ts';
import type { Recalled } from '../../lore/recall.ts';
import type { Fixer } from '../../repair/fixer.ts';

interface Count {
  held: number;
  missed: number;
}

/**
 * Fixers by the mean of a Beta prior over how often they held for this rule in this repository; as they were where nothing
 * is known. Drafts stay behind what needs nobody's word. Pure.
 */
export function orderFixers(
  fixers: readonly Fixer[],
  kin: readonly Recalled[],
): { fixers: readonly Fixer[]; reasons: readonly string[] } {
  const counts = countHeld(kin);
  const meanOf = ({ name }: Fixer) => betaMean(counts.get(name) ?? { held: 0, missed: 0 });
  const ordered = [...fixers].sort(
    (a, b) => Number(a.drafts ?? false) - Number(b.drafts ?? false) || meanOf(b) - meanOf(a),
  );
  const moved = ordered.find((fixer, at) => fixer !== fixers[at]);
  if (moved === undefined) return { fixers, reasons: [] };
  const shown = ordered
    .filter((fixer) => !fixer.drafts)
    .map((fixer) => `${fixer.name} ${meanOf(fixer).toFixed(2)}`);
  const { held, missed } = counts.get(moved.name) ?? { held: 0, missed: 0 };
  const rule = kin[0]?.entry.rule ?? 'this rule';
  return {
    fixers: ordered,
    reasons: [
      `${moved.name} was asked first for ${rule}: it held ${held} of ${held + missed} times here (${shown.join(', ')})`,
    ],
  };
}

function countHeld(kin: readonly Recalled[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const { entry, outcome } of kin) {
    const names = new Set(entry.tried.map(({ fixer }) => fixer));
    for (const name of names) {
      const count = counts.get(name) ?? { held: 0, missed: 0 };
      const isHeld = name === entry.fixer && outcome !== 'reverted';
      counts.set(name, {
        held: count.held + (isHeld ? 1 : 0),
        missed: count.missed + (isHeld ? 0 : 1),
      });
    }
  }
  return counts;
}
