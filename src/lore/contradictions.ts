import type { LoreEntry, LoreId, LoreOutcome } from '../domain/lore.ts';
import type { PlacedEntry } from './read-lore.ts';

type Outcomes = ReadonlyMap<LoreId, LoreOutcome>;

/** Two that advise the opposite. */
interface Contradiction {
  readonly pair: readonly [PlacedEntry, PlacedEntry];
  readonly why: string;
}

/** Live entries of one failure that advise the opposite of each other, pair by pair. */
export function findContradictions(live: readonly PlacedEntry[], outcomes: Outcomes): Contradiction[] {
  const told = live.filter(({ entry }) => entry.fingerprint !== null);
  const groups = Map.groupBy(told, ({ entry }) => entry.fingerprint);
  return [...groups.values()].flatMap((group) =>
    group.flatMap((one, at) =>
      group.slice(at + 1).flatMap((other): Contradiction[] => {
        const why = opposite(one.entry, other.entry, outcomes) ?? opposite(other.entry, one.entry, outcomes);
        return why === null ? [] : [{ pair: [one, other], why }];
      }),
    ),
  );
}

/** What the first says to do and the second says not to; null when they agree, or speak of different things. */
function opposite(first: LoreEntry, second: LoreEntry, outcomes: Outcomes): string | null {
  if (first.kind !== 'fix' || !isGood(first, outcomes)) return null;
  if (second.kind === 'flaky') return 'one says to repair it, the other that it is flaky';
  if (second.kind === 'fix')
    return first.patch !== null && first.patch === second.patch && !isGood(second, outcomes)
      ? 'the patch that one offers was taken back in the other'
      : null;
  if (second.kind !== 'failure') return null;
  const held = first.tried.filter(({ status }) => status === 'proved' || status === 'plausible');
  const failed = second.tried.filter(({ status }) => DEAD.has(status));
  const both = held.find((one) =>
    failed.some(({ fixer, candidate }) => fixer === one.fixer && candidate === one.candidate),
  );
  return both === undefined ? null : `${both.candidate}: it held in one and failed in the other`;
}

const DEAD: ReadonlySet<string> = new Set(['refused', 'still-red', 'broke']);

function isGood({ id }: LoreEntry, outcomes: Outcomes): boolean {
  const outcome = outcomes.get(id);
  return outcome !== 'reverted' && outcome !== 'closed';
}
