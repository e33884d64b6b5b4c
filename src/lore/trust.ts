import type { Cite, LoreEntry, Trust } from '../domain/lore.ts';

/** What git says of an entry and of the fix that it names. Gathered by the caller; nothing here is the entry's word. */
export interface TrustFacts {
  /** It came with a pack or by `import`, not from this repository's own lore. */
  readonly isForeign: boolean;
  /** Who added its file to the default branch: a person, or one of our agents; null when it is not there. */
  readonly committedBy: 'person' | 'agent' | null;
  /** The commit that the entry names as `head`; null when it names none, or the commit is not to be had. */
  readonly fix: {
    /** It is an ancestor of the default branch. */
    readonly isMerged: boolean;
    /** SHA-256 (hex) of its source diff, lore left out, as proofs are hashed. */
    readonly sourceSha256: string;
  } | null;
}

/**
 * How far an entry may be believed. Verified: on the default branch, and the fix that it names is there too with the very
 * patch that was proved; or a person committed it there. A fix whose commit says otherwise is never verified. What an entry
 * claims of itself can only lower it.
 */
export function computeTrust(entry: Pick<LoreEntry, 'trust' | 'head' | 'patch'>, facts: TrustFacts): Trust {
  if (facts.isForeign || entry.trust === 'imported') return 'imported';
  if (facts.committedBy === null || entry.trust === 'observed') return 'observed';
  const { fix } = facts;
  if (fix?.isMerged && entry.patch !== null)
    return fix.sourceSha256 === entry.patch ? 'verified' : 'observed';
  return facts.committedBy === 'person' ? 'verified' : 'observed';
}

export type CiteState = 'fresh' | 'stale' | 'broken';

/** Whether what an entry relies on is as it was. `blobNow`: git's name of the content at the path today; null when it is gone. */
export function citeState(cite: Cite, blobNow: string | null): CiteState {
  if (blobNow === null) return 'broken';
  return blobNow === cite.blob ? 'fresh' : 'stale';
}
