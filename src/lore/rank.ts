import type { LoreOutcome, Trust } from '../domain/lore.ts';
import type { CiteState } from './trust.ts';

/** How an entry was found, best first. */
export type Match = 'fingerprint' | 'class' | 'words';

export interface Signs {
  readonly match: Match;
  /** 0 to 1: of words, how near to the best of the answer; 1 for the others. */
  readonly likeness: number;
  readonly trust: Trust;
  readonly outcome: LoreOutcome | null;
  /** The worst state of what it cites. */
  readonly cites: CiteState;
  /** Milliseconds since it was made. */
  readonly ageMs: number;
}

const MATCH: Readonly<Record<Match, number>> = { fingerprint: 1, class: 0.6, words: 0.4 };
const TRUST: Readonly<Record<Trust, number>> = { verified: 1, observed: 0.6, imported: 0.35 };
const OUTCOME: Readonly<Record<LoreOutcome, number>> = {
  held: 1,
  merged: 0.9,
  proposed: 0.6,
  open: 0.5,
  closed: 0.35,
  reverted: 0.1,
};
const CITES: Readonly<Record<CiteState, number>> = { fresh: 1, stale: 0.8, broken: 0.55 };
const NO_OUTCOME = 0.6;
const HALF_LIFE_MS = 180 * 86_400_000;
/** What is left of the oldest entry: a lesson ages slower than code. */
const LEAST_OF_AGE = 0.7;

/**
 * How much an entry may say here, 0 to 1: a product, so that one bad sign is not made up for by a good one elsewhere. The
 * weights are argued, not fitted: what was the very failure outweighs any other sign but a revert; a fix that held outweighs
 * a newer one that nobody took; age decides between equals only.
 */
export function scoreOf({ match, likeness, trust, outcome, cites, ageMs }: Signs): number {
  const age = LEAST_OF_AGE + (1 - LEAST_OF_AGE) * 0.5 ** (Math.max(0, ageMs) / HALF_LIFE_MS);
  const end = outcome === null ? NO_OUTCOME : OUTCOME[outcome];
  return MATCH[match] * likeness * TRUST[trust] * end * CITES[cites] * age;
}

/** The mean of a Beta prior of one success and one miss, after what was seen. */
export function betaMean({ held, missed }: { held: number; missed: number }): number {
  return (1 + held) / (2 + held + missed);
}
