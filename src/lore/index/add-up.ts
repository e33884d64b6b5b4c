import { addScores, addScoresOf } from './postings.ts';
import type { ImpactTable } from './scoring.ts';
import type { Segment, TermList } from './segment.ts';

/** A segment among the others. */
export interface Place {
  readonly segment: Segment;
  /** Layers by document, where they changed since it was written; 0 is dead. */
  readonly changed: ReadonlyMap<number, number>;
  /** Number of its first document among all. */
  readonly first: number;
}

/** A term's lists, in every segment that has it. */
export interface WeightedList {
  readonly parts: readonly { readonly place: Place; readonly list: TermList }[];
  /** The most that the term adds to a score. */
  readonly factor: number;
}

/** The first look at who can still be among the best is when so much of what dense lists can add is left; then at so much of it. */
const FIRST_LOOK = 0.5;
const NEXT_LOOK = 0.7;
/** Fewer lists are added up in the time that a look takes. */
const FEW_LISTS = 5;
/** More candidates than one in so many documents are not worth a look at each. */
const FEW = 4;
/** Sums of 32 bits are off by less. */
const SLACK = 1e-3;

/**
 * Adds all lists up, so that the `wanted` highest scores are right. Others may be left too low: as soon as what is left can
 * add less than a document lacks to be among the best, it is not looked at any more (Turtle and Flood's MaxScore, 1995).
 */
export function addUp(
  lists: readonly WeightedList[],
  scores: Float32Array,
  impacts: ImpactTable,
  wanted: number,
): void {
  const isDense = ({ parts }: WeightedList) => parts.some(({ list }) => list.isDense);
  for (const list of lists) if (!isDense(list)) addList(list, null, scores, impacts);
  const dense = lists.filter(isDense).sort((a, b) => b.factor - a.factor);
  let left = dense.reduce((sum, { factor }) => sum + factor, 0);
  let look = FIRST_LOOK * left;
  let candidates: Uint32Array | null = null;
  for (const [at, list] of dense.entries()) {
    if (left < look && dense.length - at >= FEW_LISTS) {
      candidates = findCandidates(scores, candidates, left + SLACK, wanted);
      look = NEXT_LOOK * left;
    }
    addList(list, candidates, scores, impacts);
    left -= list.factor;
  }
}

function addList(
  { parts, factor }: WeightedList,
  candidates: Uint32Array | null,
  scores: Float32Array,
  impacts: ImpactTable,
): void {
  for (const { place, list } of parts) {
    const { segment, first } = place;
    const { lengths, documents } = segment;
    const bytes = segment.read(list);
    if (candidates !== null && list.isDense)
      addScoresOf(candidates, first, bytes, factor, { scores, lengths, impacts });
    else
      addScores(bytes, list.isDense, factor, {
        scores: scores.subarray(first, first + documents),
        lengths,
        impacts,
      });
  }
}

/** Who can be among the best when at most `left` is added; null when those are too many to be worth it. */
function findCandidates(
  scores: Float32Array,
  before: Uint32Array | null,
  left: number,
  wanted: number,
): Uint32Array | null {
  const known = before === null ? scores : pick(scores, before);
  const least = findLeast(known, wanted) - left;
  if (least <= 0) return before;
  const most = before?.length ?? Math.floor(scores.length / FEW);
  const found = new Uint32Array(most);
  let many = 0;
  for (let at = 0; at < known.length; at++) {
    if ((known[at] as number) < least) continue;
    if (many === most) return null;
    found[many++] = before === null ? at : (before[at] as number);
  }
  return found.subarray(0, many);
}

function pick(scores: Float32Array, numbers: Uint32Array): Float32Array {
  const picked = new Float32Array(numbers.length);
  for (let at = 0; at < numbers.length; at++) picked[at] = scores[numbers[at] as number] as number;
  return picked;
}

/** The lowest of the `wanted` highest scores; 0 when there are not so many. */
function findLeast(scores: Float32Array, wanted: number): number {
  const best = new Float32Array(wanted);
  let least = 0;
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] as number;
    if (score <= least) continue;
    // Ascending: the lowest goes.
    let place = 0;
    while (place + 1 < wanted && (best[place + 1] as number) < score) {
      best[place] = best[place + 1] as number;
      place++;
    }
    best[place] = score;
    least = best[0] as number;
  }
  return least;
}
