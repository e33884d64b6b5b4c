import type { FileChange } from '../../domain/patch.ts';
import { matchOccurrences, type Occurrence, takeMoved } from './occurrence.ts';
import type { Source } from './reading/source.ts';
import type { Context, Rule } from './rule.ts';

interface OccurrenceRule {
  readonly name: string;
  readonly summary: string;
  /** Which changes are looked at; all when left out. */
  readonly applies?: (change: FileChange, context: Context) => boolean;
  readonly find: (source: Source) => readonly Occurrence[];
}

/**
 * A rule against adding something. What stood there before may stay, be edited in place, or move unchanged, also to
 * another file of the patch.
 */
export function occurrenceRule({ name, summary, applies, find }: OccurrenceRule): Rule {
  const cache = new WeakMap<Context, ReadonlyMap<FileChange, readonly Occurrence[]>>();
  return {
    name,
    summary,
    check(change, context) {
      let added = cache.get(context);
      if (added === undefined) {
        added = addedIn(context, (one) => applies?.(one, context) ?? true, find);
        cache.set(context, added);
      }
      return added.get(change) ?? [];
    },
  };
}

function addedIn(
  context: Context,
  applies: (change: FileChange) => boolean,
  find: OccurrenceRule['find'],
): ReadonlyMap<FileChange, readonly Occurrence[]> {
  const moved: Occurrence[] = [];
  const added = new Map<FileChange, Occurrence[]>();
  for (const change of context.changes) {
    for (const { before, after } of context.view(change).pieces) {
      const match = matchOccurrences(before === null ? [] : find(before), after === null ? [] : find(after));
      moved.push(...match.gone);
      if (applies(change)) added.set(change, [...(added.get(change) ?? []), ...match.added]);
    }
  }
  let pool: readonly Occurrence[] = moved;
  return new Map(
    [...added].map(([change, occurrences]) => {
      const taken = takeMoved(pool, occurrences);
      pool = taken.gone;
      return [change, taken.added];
    }),
  );
}
