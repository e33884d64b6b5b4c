/** What a run at an old commit says. `unknown`: it could not be judged, as `git bisect skip` has it. */
export type Judgement = 'good' | 'bad' | 'unknown';

/** Runs that may end without a judgement before the search settles for a range. */
const MOST_UNKNOWN = 10;

export interface Line {
  /** Places on a line of commits, newest first: 0 is known to be bad. */
  readonly length: number;
  /** Where to look for the last good one, nearest first. */
  readonly milestones: readonly number[];
  /** True when what lies behind the end is taken to be good. */
  readonly isGoodBehind: boolean;
  /** `left` is about how many runs remain, this one included; null while no good one is known. */
  judge(place: number, left: number | null): Promise<Judgement>;
  /** True when the search has to stop. */
  isOver(): boolean;
}

export type FirstBad =
  /** `unknown`: places between it and the next good one that could not be judged. */
  | { readonly status: 'found'; readonly place: number; readonly unknown: readonly number[] }
  | { readonly status: 'never-good' | 'unjudged' | 'stopped' };

/**
 * Finds the oldest bad commit after a good one: milestones back until one is good, then halves. What cannot be judged is
 * stepped around by halving the longest stretch that nothing is known of.
 */
export async function searchFirstBad(line: Line): Promise<FirstBad> {
  const seen = new Map<number, Judgement>([[0, 'bad']]);
  if (line.isGoodBehind) seen.set(line.length, 'good');
  for (;;) {
    const next = nextPlace(seen, line);
    if (next === null) return conclude(seen, line);
    if (line.isOver()) return { status: 'stopped' };
    const { bad, good } = bounds(seen);
    const left = good === null ? null : Math.ceil(Math.log2(good - bad));
    seen.set(next, await line.judge(next, left));
  }
}

type Seen = ReadonlyMap<number, Judgement>;

/** The newest good place, and the oldest bad one before it. */
function bounds(seen: Seen): { bad: number; good: number | null } {
  const places = [...seen].sort(([a], [b]) => a - b);
  const good = places.find(([, judgement]) => judgement === 'good')?.[0] ?? null;
  const bads = places.filter(([place, judgement]) => judgement === 'bad' && (good === null || place < good));
  return { bad: bads.at(-1)?.[0] ?? 0, good };
}

/** Where to look next; null when there is nothing more to learn. */
function nextPlace(seen: Seen, line: Line): number | null {
  if ([...seen.values()].filter((judgement) => judgement === 'unknown').length >= MOST_UNKNOWN) return null;
  const { bad, good } = bounds(seen);
  if (good !== null) return middleOfLongest(seen, bad, good);
  const ahead = [...seen.keys()].filter((place) => place > bad);
  // Older commits are rarely easier to judge: first what lies before the one that could not be.
  const near = ahead.length === 0 ? null : middleOfLongest(seen, bad, Math.min(...ahead));
  if (near !== null) return near;
  const farthest = Math.max(bad, ...ahead);
  return line.milestones.find((place) => place > farthest && place < line.length) ?? null;
}

/** The middle of the longest stretch between two places that nothing is known of. */
function middleOfLongest(seen: Seen, from: number, to: number): number | null {
  const known = [...seen.keys()].filter((place) => place >= from && place <= to).sort((a, b) => a - b);
  let best: { start: number; length: number } | null = null;
  for (const [index, start] of known.entries()) {
    const length = (known[index + 1] ?? start) - start - 1;
    if (length > 0 && (best === null || length > best.length)) best = { start, length };
  }
  return best === null ? null : best.start + Math.ceil(best.length / 2);
}

function conclude(seen: Seen, line: Line): FirstBad {
  const { bad, good } = bounds(seen);
  if (good === null) return { status: bad === line.length - 1 ? 'never-good' : 'unjudged' };
  const between = Array.from({ length: good - bad - 1 }, (_, index) => bad + 1 + index);
  return { status: 'found', place: bad, unknown: between };
}
