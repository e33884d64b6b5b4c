import type { LoreEntry, LoreId, LoreOutcome } from '../domain/lore.ts';
import type { EntryFacts } from '../domain/ports.ts';
import { quoteInline } from './quote.ts';

/** What became of a fix since it was last told. */
export interface Move {
  readonly id: LoreId;
  readonly from: LoreOutcome | null;
  readonly to: LoreOutcome;
  /** The commit that shows it. */
  readonly commit: string;
  /** A sentence of markdown. */
  readonly why: string;
}

export interface SettleFacts {
  readonly facts: ReadonlyMap<LoreId, EntryFacts>;
  /** As they were last told. */
  readonly outcomes: ReadonlyMap<LoreId, LoreOutcome>;
  /** Commits that are here, but on no branch any more. */
  readonly dropped: ReadonlySet<string>;
  /** Commits whose pull requests were closed without a merge, whatever branch they are on. */
  readonly closed: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const HELD_DAYS = 30;
const DAY_MS = 86_400_000;

/** Entries whose outcome git can tell: fixes of this repository. */
export function canSettle({ kind, trust, head, patch }: LoreEntry): boolean {
  return kind === 'fix' && trust !== 'imported' && (head !== null || patch !== null);
}

/** What git's facts say that was not told yet. Nothing is moved by what cannot be seen here. Pure. */
export function planMoves(entries: readonly LoreEntry[], known: SettleFacts): Move[] {
  return entries.filter(canSettle).flatMap((entry) => {
    const facts = known.facts.get(entry.id);
    const move = facts === undefined ? null : conclude(entry, facts, known);
    const from = known.outcomes.get(entry.id) ?? null;
    // What held once has held, until it is taken back.
    if (move === null || move.to === from || (from === 'held' && move.to === 'merged')) return [];
    // Its lines may be back by a later fix of the same failure: it was taken back all the same.
    const isBack = from === 'reverted' && (move.to === 'merged' || move.to === 'held');
    if (isBack && entries.some((other) => isLater(other, entry))) return [];
    return [{ id: entry.id, from, ...move }];
  });
}

function isLater(other: LoreEntry, { id, fingerprint }: LoreEntry): boolean {
  return other.kind === 'fix' && other.fingerprint === fingerprint && fingerprint !== null && other.id > id;
}

function conclude(
  entry: LoreEntry,
  { fix, committedBy }: EntryFacts,
  { dropped, closed, now }: SettleFacts,
): Omit<Move, 'id' | 'from'> | null {
  if (fix?.isMerged) {
    const { commit, mergedAt, isReverted } = fix;
    const named = quoteInline(commit.slice(0, 12));
    if (isReverted)
      return { to: 'reverted', commit, why: `What ${named} changed was taken back on the default branch.` };
    const since = mergedAt === null ? '' : ` since ${new Date(mergedAt).toISOString().slice(0, 10)}`;
    const hasHeld = mergedAt !== null && mergedAt + HELD_DAYS * DAY_MS <= now;
    return hasHeld
      ? { to: 'held', commit, why: `${named} is on the default branch${since}, and its lines stand.` }
      : { to: 'merged', commit, why: `${named} is on the default branch${since}.` };
  }
  // An entry that is on the default branch came there with its fix, squashed or rebased.
  if (entry.head === null || committedBy !== null) return null;
  const named = quoteInline(entry.head.slice(0, 12));
  if (closed.has(entry.head))
    return { to: 'closed', commit: entry.head, why: `${named} was proposed, and closed without a merge.` };
  if (!dropped.has(entry.head)) return null;
  return { to: 'closed', commit: entry.head, why: `${named} is on no branch any more, and was not merged.` };
}
