/** One place where something stands that a patch may not add, such as a suppression. */
export interface Occurrence {
  /** What it is, normalised: `@ts-ignore`, `any`. Only occurrences of one kind are matched with each other. */
  readonly kind: string;
  /** The code around it, so that a moved one is known again. Blanks do not count. */
  readonly context: string;
  readonly line: number;
  /** For people; ends up in the finding. */
  readonly why: string;
}

/** Half of the words in common: the same place, edited. */
const SAME_PLACE = 0.5;
/** Beyond so many, only exact matches are looked for: keeps it linear. */
const MANY = 200;

/**
 * Matches what stands after a change with what stood before it: exactly, then by place. What is left over was added,
 * or is gone and may turn up in another file.
 */
export function matchOccurrences(
  before: readonly Occurrence[],
  after: readonly Occurrence[],
): { added: Occurrence[]; gone: Occurrence[] } {
  const exact = takeExact(before, after, keyOf);
  if (exact.added.length * exact.gone.length > MANY * MANY) return exact;
  const gone = [...exact.gone];
  const added = exact.added.filter((one) => {
    const index = gone.findIndex(
      (other) => other.kind === one.kind && similarity(other.context, one.context) >= SAME_PLACE,
    );
    if (index !== -1) gone.splice(index, 1);
    return index === -1;
  });
  return { added, gone };
}

/**
 * Takes what turned up elsewhere out of what was added. The first line of its context must be the same: a hunk may not
 * show more of it.
 */
export function takeMoved(
  gone: readonly Occurrence[],
  added: readonly Occurrence[],
): { added: Occurrence[]; gone: Occurrence[] } {
  return takeExact(gone, added, (one) => keyOf({ ...one, context: one.context.trim().split('\n')[0] ?? '' }));
}

function takeExact(
  before: readonly Occurrence[],
  after: readonly Occurrence[],
  key: (one: Occurrence) => string,
): { added: Occurrence[]; gone: Occurrence[] } {
  const pool = new Map<string, Occurrence[]>();
  for (const one of before) {
    const same = pool.get(key(one));
    if (same === undefined) pool.set(key(one), [one]);
    else same.push(one);
  }
  const added = after.filter((one) => pool.get(key(one))?.pop() === undefined);
  return { added, gone: [...pool.values()].flat() };
}

function keyOf(one: Occurrence): string {
  return `${one.kind}\n${one.context.replace(/[\s;,'"]+/g, '')}`;
}

/** Share of words in common, 0 to 1 (Dice). */
function similarity(a: string, b: string): number {
  const left = wordsOf(a);
  const right = wordsOf(b);
  if (left.size + right.size === 0) return 1;
  let common = 0;
  for (const word of left) if (right.has(word)) common++;
  return (2 * common) / (left.size + right.size);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[\p{L}\p{N}_$]+/gu) ?? []);
}
