import type { LoreEntry, LoreKind, LoreOutcome, Trust } from '../domain/lore.ts';
import type { EntryFacts, LoreFacts, LoreSource } from '../domain/ports.ts';
import { citedPaths, worstCite } from './cited.ts';
import type { LoreIndex } from './index/open-index.ts';
import type { LoreHit } from './index/search-index.ts';
import { latestOutcomes, liveEntries } from './live.ts';
import { parseEntry } from './markdown.ts';
import { type Match, scoreOf } from './rank.ts';
import type { PlacedEntry } from './read-lore.ts';
import { type CiteState, computeTrust } from './trust.ts';

/** What is asked about one incident. */
export interface Question {
  /** Of its failures, the incident's own first. */
  readonly fingerprints: readonly string[];
  readonly signature: string;
  /** As `LoreEntry.rule`. */
  readonly rule: string;
  /** What it says: the cause, the message, the files. */
  readonly words: string;
}

/** An entry that was found, with all that says how far to follow it. */
export interface Recalled {
  readonly entry: LoreEntry;
  readonly path: string;
  readonly match: Match;
  /** Why it was found, in words. */
  readonly why: string;
  readonly trust: Trust;
  /** By git where git can say, else by entries. */
  readonly outcome: LoreOutcome | null;
  /** The worst state of what it cites. */
  readonly cites: CiteState;
  readonly fix: EntryFacts['fix'];
  readonly score: number;
}

export interface Answered {
  /** Best first. */
  readonly hits: readonly Recalled[];
  /** Every verified fix that was found for the same rule: what fixers are ordered by. */
  readonly kin: readonly Recalled[];
}

export interface Memory {
  readonly index: Pick<LoreIndex, 'exact' | 'search'>;
  readonly source: Pick<LoreSource, 'read'>;
  readonly facts: LoreFacts;
  /** Git's names of contents by path, as they are now. */
  readonly blobs: (paths: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Kinds that teach something about a failure; a devlog only links to them. */
const LESSONS: readonly LoreKind[] = ['fix', 'failure', 'flaky', 'decision'];
const MOST_EXACT = 12;
/** Devlogs among them fall out. */
const MOST_BY_WORDS = 15;
const MOST_KIN = 20;
const MOST_OF_RULE = 60;
const MOST_ABOUT = 20;
/** Fewer words in common are chance. */
const LEAST_WORDS = 3;
const HELD_MS = 30 * 86_400_000;

interface Found {
  readonly hit: LoreHit;
  readonly match: Match;
  readonly why: string;
  readonly likeness: number;
}

/**
 * What lore knows of each of these: the very failure, then its class, then its words; at most `limit` each. All of them are
 * looked up together, for git is asked once.
 */
export async function recall(
  questions: readonly Question[],
  memory: Memory,
  limit: number,
): Promise<readonly Answered[]> {
  const found = await Promise.all(questions.map((question) => lookUp(question, memory)));
  const hits = found.flatMap(({ answers, kin }) => [...answers.map(({ hit }) => hit), ...kin]);
  const read = await readHits(hits, memory);
  if (read.length === 0) return questions.map(() => ({ hits: [], kin: [] }));
  const weigh = await prepareWeighing(read, memory);
  return found.map(({ answers, kin }) => {
    const weighed = answers.flatMap((one) => weigh(one.hit.path, one) ?? []);
    const fixes = kin.flatMap(({ path }) => weigh(path, KIN) ?? []);
    return {
      hits: weighed.sort((a, b) => b.score - a.score).slice(0, limit),
      kin: fixes.filter(({ trust }) => trust === 'verified'),
    };
  });
}

const KIN = { match: 'class', why: 'same rule', likeness: 1 } as const;

async function lookUp(
  question: Question,
  { index }: Memory,
): Promise<{ answers: readonly Found[]; kin: readonly LoreHit[] }> {
  const answers = new Map<string, Found>();
  const add = (hit: LoreHit, match: Match, why: string, likeness = 1) => {
    if (!answers.has(hit.path) && isLesson(hit)) answers.set(hit.path, { hit, match, why, likeness });
  };
  for (const fingerprint of question.fingerprints) {
    for (const hit of await index.exact('fingerprint', fingerprint, MOST_EXACT))
      add(hit, 'fingerprint', 'same fingerprint');
  }
  for (const hit of await index.exact('signature', question.signature, MOST_EXACT))
    add(hit, 'class', `same class: ${question.signature}`);
  const byWords = await index.search({ text: question.words, limit: MOST_BY_WORDS });
  const top = byWords[0]?.score ?? 1;
  for (const hit of byWords) {
    if (hit.words.length >= LEAST_WORDS) add(hit, 'words', `words: ${hit.words.join(', ')}`, hit.score / top);
  }
  const ofRule = question.rule === '' ? [] : await index.exact('rule', question.rule, MOST_OF_RULE);
  const kin = ofRule.filter(({ kind }) => kind === 'fix').slice(0, MOST_KIN);
  return { answers: [...answers.values()], kin };
}

function isLesson({ kind }: LoreHit): boolean {
  return LESSONS.some((lesson) => lesson === kind);
}

/** These, and what later entries say of them. */
async function readHits(hits: readonly LoreHit[], memory: Memory): Promise<readonly PlacedEntry[]> {
  const entries = await readEntries(hits, memory);
  const known = new Set(entries.map(({ path }) => path));
  const about = new Map<string, LoreHit>();
  for (const { entry } of entries) {
    for (const hit of await memory.index.exact('refers', entry.id, MOST_ABOUT))
      if (!known.has(hit.path) && hit.kind !== 'devlog') about.set(hit.path, hit);
  }
  return [...entries, ...(await readEntries([...about.values()], memory))];
}

async function readEntries(hits: readonly LoreHit[], { source }: Memory): Promise<PlacedEntry[]> {
  const paths = new Map(hits.map((hit) => [hit.path, hit.layers]));
  if (paths.size === 0) return [];
  const entries: PlacedEntry[] = [];
  const files = [...paths].map(([path, layers]) => ({ path, layers, blob: null, stamp: null }));
  for await (const { file, text } of source.read(files)) {
    const parsed = text === null ? null : parseEntry(text);
    if (parsed?.status === 'parsed')
      entries.push({ entry: parsed.entry, path: file.path, layers: file.layers, blob: file.blob });
  }
  return entries;
}

type Weigh = (path: string, how: Omit<Found, 'hit'>) => Recalled | null;

/** Asks git once for all of them. What is not live is not recalled. */
async function prepareWeighing(read: readonly PlacedEntry[], memory: Memory): Promise<Weigh> {
  const live = new Map(liveEntries(read, memory.now).map((one) => [one.path, one]));
  const told = latestOutcomes(read);
  const placed = [...live.values()];
  const cited = citedPaths(placed.map(({ entry }) => entry));
  const [facts, blobs] = await Promise.all([memory.facts.of(placed), memory.blobs(cited)]);
  return (path, { match, why, likeness }) => {
    const one = live.get(path);
    if (one === undefined) return null;
    const { entry } = one;
    const { committedBy, fix } = facts.get(entry.id) ?? { committedBy: null, fix: null };
    const trust = computeTrust(entry, { isForeign: false, committedBy, fix });
    const outcome = outcomeOf(fix, told.get(entry.id) ?? null, memory.now);
    const cites = worstCite(entry, blobs) ?? 'fresh';
    const ageMs = memory.now - Date.parse(entry.created);
    const score = scoreOf({ match, likeness, trust, outcome, cites, ageMs });
    return { entry, path, match, why, trust, outcome, cites, fix, score };
  };
}

/** Git's word where it has one. What nobody merged was not merged, whatever an entry says. */
export function outcomeOf(fix: EntryFacts['fix'], told: LoreOutcome | null, now: number): LoreOutcome | null {
  if (fix?.isMerged) {
    if (fix.isReverted) return 'reverted';
    return fix.mergedAt !== null && now - fix.mergedAt >= HELD_MS ? 'held' : 'merged';
  }
  return told === 'merged' || told === 'held' ? 'proposed' : told;
}
