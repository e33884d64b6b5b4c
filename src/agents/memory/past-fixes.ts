import type { FileChange } from '../../domain/patch.ts';
import type { History } from '../../domain/ports.ts';
import type { Answered, Recalled } from '../../lore/recall.ts';

export interface PastFixes {
  readonly history: Pick<History, 'changes' | 'message'>;
  /** Fixers that may be tried: what one of the others made is not made again either. */
  readonly fixers: readonly string[];
}

/** A fix that a person took and that stands, as its commit has it. */
export interface PastFix {
  readonly recalled: Recalled;
  readonly commit: string;
  /** What was drafted stays a draft: a person has to say whether it is meant. */
  readonly isDraft: boolean;
  readonly changes: readonly FileChange[];
}

/** Git is asked for so many. */
/** A subject may follow the habits of the repository: the trailer says it then. */
const DRAFT = /^draft:|^Dreamos-Draft: yes$/m;
const MOST = 5;
/** A fix of memory's own is a draft or a replay: it may be made where the last of the fixers may. */
const OWN = 'memory';
const DRAFTERS = ['regression'];

/** The fixes among these that may be made again: verified, merged, not taken back. Their changes come from git, never from an entry. */
export function collectFixes(hits: readonly Recalled[], from: PastFixes): Promise<readonly PastFix[]> {
  return readFixes(
    hits.filter(({ match }) => match !== 'words'),
    from,
  );
}

/**
 * Fixes as sound as those that have only words or the rule in common with the failure: they say what mistakes are made here, no
 * more. Of the rule too, for words find what was not healed as well, and there may be much of it.
 */
export function collectKindred({ hits, kin }: Answered, from: PastFixes): Promise<readonly PastFix[]> {
  const near = new Set(hits.flatMap(({ match, entry }) => (match === 'words' ? [] : [entry.id])));
  const far = [...hits, ...kin].filter(({ entry }) => !near.has(entry.id));
  return readFixes([...new Map(far.map((hit) => [hit.entry.id, hit])).values()], from);
}

async function readFixes(
  hits: readonly Recalled[],
  { history, fixers }: PastFixes,
): Promise<readonly PastFix[]> {
  const usable = hits.filter((hit) => isUsable(hit, fixers)).slice(0, MOST);
  const read = usable.map(async (recalled): Promise<PastFix[]> => {
    const commit = recalled.fix?.commit;
    if (commit === undefined) return [];
    const [message, changes] = await Promise.all([
      history.message(commit),
      history.changes(`${commit}^`, commit),
    ]);
    const { entry } = recalled;
    const isDraft =
      DRAFT.test(message) || entry.tags.includes('draft') || DRAFTERS.includes(entry.fixer ?? '');
    return [{ recalled, commit, isDraft, changes: changes.filter(({ path }) => !path.startsWith('lore/')) }];
  });
  return (await Promise.all(read)).flat();
}

function isUsable({ entry, trust, fix }: Recalled, fixers: readonly string[]): boolean {
  if (entry.kind !== 'fix' || trust !== 'verified') return false;
  const isAllowed = entry.fixer === OWN || fixers.includes(entry.fixer ?? '');
  return isAllowed && fix?.isMerged === true && !fix.isReverted;
}
