import type { LoreId, LoreOutcome } from '../domain/lore.ts';
import { entropyOf } from '../domain/secrets.ts';
import { worstCite } from './cited.ts';
import { findContradictions } from './contradictions.ts';
import { lineAt } from './line-at.ts';
import { liveEntries } from './live.ts';
import { renderEntry } from './markdown.ts';
import type { PlacedEntry, ReadLore } from './read-lore.ts';
import type { Redact } from './redact.ts';

export interface LoreAilment {
  readonly rule:
    | 'contradiction'
    | 'duplicate'
    | 'secret'
    | 'unreadable'
    | 'oversize'
    | 'stale'
    | 'broken'
    | 'orphan'
    | 'near-secret';
  /** `mend`: a person should do something. `note`: it happens by itself as code goes on. */
  readonly level: 'mend' | 'note';
  readonly ids: readonly LoreId[];
  /** Of the entries, or of what is none. */
  readonly paths: readonly string[];
  readonly why: string;
}

/** Entries are of 0.5 to 3 KB. */
const LARGE = 16 * 1024;
/** Not what stands in an address or in a lockfile's hash. */
const RANDOM = /(?<![\w+/=.%-]|sha\d{1,3}-)[A-Za-z0-9]{22,}(?![\w+/.%-])/g;
/** More than names, paths and hashes have, which know one case or few digits. */
const BITS = 3.9;
const LEAST_DIGITS = 3;

/** What is wrong with lore as a whole. `blobs`: git's names of the cited contents today, by path. Pure. */
export function diagnoseLore(
  { entries, bad }: ReadLore,
  facts: {
    readonly blobs: Readonly<Record<string, string>>;
    readonly outcomes: ReadonlyMap<LoreId, LoreOutcome>;
    readonly redact: Redact;
    readonly now: number;
  },
): LoreAilment[] {
  const live = liveEntries(entries, facts.now);
  const ids = new Set(entries.map(({ entry }) => entry.id));
  return [
    ...findContradictions(live, facts.outcomes).map(({ pair, why }) =>
      ailment('contradiction', 'mend', pair, why),
    ),
    ...findDuplicates(live),
    ...live.flatMap((one) => findSecrets(one, facts.redact)),
    ...bad.map(({ path, why }) => ailment('unreadable', 'mend', [], why, [path])),
    ...live.flatMap((one) => findSize(one)),
    ...live.flatMap((one) => findStale(one, facts.blobs, facts.outcomes.get(one.entry.id))),
    ...entries.flatMap((one) => findOrphan(one, ids)),
  ];
}

function ailment(
  rule: LoreAilment['rule'],
  level: LoreAilment['level'],
  of: readonly PlacedEntry[],
  why: string,
  paths: readonly string[] = of.map(({ path }) => path),
): LoreAilment {
  return { rule, level, ids: of.map(({ entry }) => entry.id), paths, why };
}

/** Two files of one id, or two entries that say the same. */
function findDuplicates(live: readonly PlacedEntry[]): LoreAilment[] {
  const byId = Map.groupBy(live, ({ entry }) => entry.id);
  const single = [...byId.values()].flatMap(([first]) => first ?? []);
  const byWords = Map.groupBy(single, ({ entry }) =>
    JSON.stringify([entry.kind, entry.fingerprint, entry.base, entry.patch, entry.title, entry.body]),
  );
  const twice = (groups: Iterable<PlacedEntry[]>, why: string) =>
    [...groups].filter((group) => group.length > 1).map((group) => ailment('duplicate', 'mend', group, why));
  return [
    ...twice(byId.values(), 'one id stands in several files'),
    ...twice(byWords.values(), 'they say the same: forget all but one'),
  ];
}

function findSecrets(one: PlacedEntry, redact: Redact): LoreAilment[] {
  const text = renderEntry(one.entry);
  const { cuts, stuck } = redact(text);
  const found = [...new Set([...cuts, ...stuck].map(({ what }) => what))];
  if (found.length > 0)
    return [ailment('secret', 'mend', [one], `it holds what looks like ${found.join(', ')}`)];
  const near = [...text.matchAll(RANDOM)].find(([word]) => looksRandom(word));
  if (near === undefined) return [];
  const why = `line ${lineAt(text, near.index)} holds a word as random as a key: look whether it is one`;
  return [ailment('near-secret', 'note', [one], why)];
}

function looksRandom(word: string): boolean {
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits >= LEAST_DIGITS && /[a-z]/.test(word) && /[A-Z]/.test(word) && entropyOf(word) >= BITS;
}

function findSize(one: PlacedEntry): LoreAilment[] {
  const { length } = renderEntry(one.entry);
  if (length <= LARGE) return [];
  return [ailment('oversize', 'note', [one], `${length} characters: an entry of so many is read by nobody`)];
}

function findStale(
  one: PlacedEntry,
  blobs: Readonly<Record<string, string>>,
  outcome: LoreOutcome | undefined,
): LoreAilment[] {
  switch (worstCite(one.entry, blobs)) {
    case 'broken':
      return [ailment('broken', 'note', [one], 'a file that it cites is gone')];
    case 'stale':
      // What is merged has changed its files itself.
      if (outcome === 'merged' || outcome === 'held') return [];
      return [ailment('stale', 'note', [one], 'a file that it cites has changed')];
    default:
      return [];
  }
}

/** A fix's entry lives and dies with its branch, and its devlog stays: that alone is no fault. */
function findOrphan(one: PlacedEntry, ids: ReadonlySet<LoreId>): LoreAilment[] {
  const missing = [...one.entry.refers, ...one.entry.supersedes].filter((id) => !ids.has(id));
  if (missing.length === 0) return [];
  return [ailment('orphan', 'note', [one], `it speaks of what is not here: ${missing.join(', ')}`)];
}
