import { explainVerdict } from '../../domain/explain-verdict.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { type Patch, patchOf } from '../../domain/patch.ts';
import type { ChangingCommit, CommitLog, History } from '../../domain/ports.ts';
import type { Recalled } from '../../lore/recall.ts';
import type { Site } from '../../repair/fixer.ts';
import { explainMistake, keyOf } from '../../repair/memory/mistake.ts';
import { findMadeAgain, isSource, mendedBy } from '../../repair/memory/same-mistakes.ts';
import { type MemoryFixer, NAME } from './memory-fixer.ts';
import type { PastFix } from './past-fixes.ts';

/** Where a mistake may have been made again. */
export interface Recent {
  readonly log: Pick<CommitLog, 'recent'>;
  readonly history: Pick<History, 'message'>;
  /** Commit that is looked back from. */
  readonly base: string;
}

const MOST_COMMITS = 20;
/** Commits that change more are imports, moves and layout. */
const MOST_PATHS = 60;
const MOST_CANDIDATES = 4;

/** What a past fix says of a kind of mistake. */
interface Lesson {
  readonly recalled: Recalled;
  readonly fix: string;
}

/**
 * Takes back what a recent commit did where a fix that held mended the very same, whatever the failure looks like; null where
 * no fix says what the mistake was. Two witnesses, so a fix may be one that has only words or its rule in common with this failure. The
 * commits need not touch the files that the failure names: those are often far from what it is about.
 */
export function mistakeFixer(fixes: readonly PastFix[], recent: Recent): MemoryFixer | null {
  const lessons = new Map<string, Lesson>();
  for (const { recalled, commit, changes } of fixes) {
    for (const mistake of mendedBy(changes)) {
      const key = keyOf(mistake);
      if (!lessons.has(key)) lessons.set(key, { recalled, fix: commit });
    }
  }
  if (lessons.size === 0) return null;
  const sources = new Map<string, string>();
  const used = new Set<Recalled>();
  const triedOut: string[] = [];
  return {
    ...{ name: NAME, drafts: true, sources, used, triedOut },
    handles: () => true,
    propose: async function* (site) {
      let open = await findCandidates(lessons, recent, site);
      for (const { patch, source, recalled } of open) {
        sources.set(patch.title, source);
        used.add(recalled);
      }
      while (open.length > 0) {
        // By the smallest command first: a wrong one is not worth a whole check.
        const verdicts = await site.tryOut(open.map(({ patch }) => patch));
        const hit = verdicts.findIndex(({ status }) => status === 'plausible');
        triedOut.push(...tellWrong(open, hit < 0 ? verdicts : verdicts.slice(0, hit)));
        const right = open[hit];
        if (right === undefined) break;
        yield [right.patch];
        open = open.slice(hit + 1);
      }
      return null;
    },
  };
}

function tellWrong(tried: readonly Candidate[], verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((verdict, at) => {
    const one = tried[at];
    return one ? [`${one.patch.title} (from ${one.source}) was tried out: ${explainVerdict(verdict)}`] : [];
  });
}

interface Candidate {
  readonly patch: Patch;
  /** Id of the entry, and why. */
  readonly source: string;
  readonly recalled: Recalled;
}

/** Of the newest commits first. */
async function findCandidates(
  lessons: ReadonlyMap<string, Lesson>,
  { log, history, base }: Recent,
  { workspace, incident }: Site,
): Promise<readonly Candidate[]> {
  const tests = new Set(incident.failures.map(({ testPath, file }) => (testPath === null ? null : file)));
  // Who changed the test as well has to say which is right.
  const wanted = (paths: readonly string[]) =>
    paths.length > MOST_PATHS || paths.some((path) => tests.has(path)) ? [] : paths.filter(isSource);
  const found: Candidate[] = [];
  for (const commit of await log.recent(base, MOST_COMMITS, wanted)) {
    if (found.length >= MOST_CANDIDATES) break;
    const made = await candidatesOf(commit, lessons, (path) => workspace.read(path));
    if (made.length > 0 && !(await isOurs(commit, history))) found.push(...made);
  }
  return found.slice(0, MOST_CANDIDATES);
}

async function candidatesOf(
  commit: ChangingCommit,
  lessons: ReadonlyMap<string, Lesson>,
  read: (path: string) => Promise<string | null>,
): Promise<readonly Candidate[]> {
  const sha = commit.sha.slice(0, 8);
  const found: Candidate[] = [];
  for (const change of commit.changes) {
    const today = await read(change.path);
    for (const { mistake, text, line } of findMadeAgain(change, today, (key) => lessons.has(key))) {
      const lesson = lessons.get(keyOf(mistake));
      if (lesson === undefined) continue;
      const title = `take back the mistake of ${sha} at ${change.path}:${line}`;
      const { recalled, fix } = lesson;
      const source = `${recalled.entry.id}: in ${sha}, perhaps the culprit, ${explainMistake(mistake)}, as ${fix.slice(0, 8)} mended it`;
      const patch = patchOf(title, [{ path: change.path, before: today, after: text }]);
      found.push({ patch, source, recalled });
    }
  }
  return found;
}

const OURS = /^Dreamos-(?:Fixer|Run): /m;

/** A fix of ours, or a merge of one: it was proved, and is no mistake. */
async function isOurs({ sha, parents }: ChangingCommit, history: Recent['history']): Promise<boolean> {
  const messages = await Promise.all([sha, ...parents.slice(1)].map((one) => history.message(one)));
  return messages.some((message) => OURS.test(message));
}
