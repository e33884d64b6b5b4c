import { createHash } from 'node:crypto';
import { blobName } from '../../domain/blob-name.ts';
import type { EntryFacts, LoreFacts } from '../../domain/ports.ts';
import { findDefaultCommit } from './default-branch.ts';
import { type Git, IDENTITY } from './git.ts';
import { type Graph, parseGraph } from './merge-times.ts';
import { readBlobs, toText } from './read-changes.ts';
import { isTakenBack, parseSides, type Sides } from './taken-back.ts';

type Placed = Parameters<LoreFacts['of']>[0][number];

/** Clocks differ: commits that are older than an entry by more than this are not looked at for it. */
const SLACK_MS = 2 * 86_400_000;

/** Who added or deleted a file last. */
interface Landed {
  readonly commit: string;
  readonly by: 'person' | 'agent';
}

/** A commit's source diff, lore left out. */
interface SourceDiff {
  readonly sha256: string;
  readonly sides: readonly Sides[];
}

/** Reads trust and outcome of many entries from git, in five processes whatever their number. */
export class GitLoreFacts implements LoreFacts {
  readonly #git: Git;

  constructor(git: Git) {
    this.#git = git;
  }

  async of(entries: readonly Placed[]): Promise<ReadonlyMap<string, EntryFacts>> {
    const main = entries.length === 0 ? null : await findDefaultCommit(this.#git);
    if (main === null) return new Map(entries.map(({ entry }) => [entry.id, UNKNOWN]));
    const since = new Date(
      Math.min(...entries.map(({ entry }) => Date.parse(entry.created))) - SLACK_MS,
    ).toISOString();
    const [graph, landed] = await Promise.all([
      this.#graph(main, since, entries),
      this.#landed(main, since, entries),
    ]);
    const fixes = new Map(entries.flatMap((one) => pair(one, fixOf(one, graph, landed.get(one.path)))));
    const diffs = await this.#diffs([...new Set(fixes.values())]);
    const paths = [...diffs.values()].flatMap(({ sides }) => sides.map(({ path }) => path));
    const now = await this.#blobs(main, [...paths, ...entries.map(({ path }) => path)]);
    return new Map(
      entries.map((one) => {
        const there = now.get(one.path);
        const isThere = there !== undefined && one.blob === blobName(there, one.blob);
        const committedBy = isThere ? (landed.get(one.path)?.by ?? null) : null;
        const commit = fixes.get(one.entry.id);
        const diff = commit === undefined ? undefined : diffs.get(commit);
        const fix =
          commit === undefined || diff === undefined || !isIts(one, commit, diff, landed.get(one.path))
            ? unmerged(one)
            : merged(commit, diff, graph, now);
        return [one.entry.id, { committedBy, fix }];
      }),
    );
  }

  /** How the default branch grew since the oldest of these; nothing where none names a fix. */
  async #graph(main: string, since: string, entries: readonly Placed[]): Promise<Graph> {
    if (entries.every(({ entry }) => entry.head === null && entry.patch === null)) return parseGraph('');
    return parseGraph(await this.#git.text(['log', `--since=${since}`, '--format=%H %ct %P', main, '--']));
  }

  /** By path, for files that are there; who brought them. */
  async #landed(
    main: string,
    since: string,
    entries: readonly Placed[],
  ): Promise<ReadonlyMap<string, Landed>> {
    const out = await this.#git.text([
      ...['log', `--since=${since}`, '--full-history', '--format=%x01%H %ae %ce', '--no-renames', '-z'],
      ...['--name-status', '--diff-filter=AD', main, '--'],
      // Many paths are slower to follow than their folder, and there is a limit to a command's length.
      ...(entries.length > MOST_PATHS ? ['lore'] : entries.map(({ path }) => `:(top,literal)${path}`)),
    ]);
    return parseLanded(out);
  }

  async #diffs(commits: readonly string[]): Promise<ReadonlyMap<string, SourceDiff>> {
    if (commits.length === 0) return new Map();
    const out = await this.#git.text(
      [
        ...['diff-tree', '--stdin', '--root', '-p', '--binary', '--full-index', '--no-ext-diff'],
        ...['--no-textconv', '--no-renames', '--format=%x01%H', '--', '.', ':(top,exclude)lore'],
      ],
      `${commits.join('\n')}\n`,
    );
    return parseDiffs(out, new Set(commits));
  }

  async #blobs(main: string, paths: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const named = new Map(
      paths.filter((path) => !path.includes('\n')).map((path) => [`${main}:${path}`, path]),
    );
    const found = await readBlobs(this.#git, [...named.keys()]);
    return new Map([...found].map(([name, bytes]) => [named.get(name) ?? '', bytes]));
  }
}

const MOST_PATHS = 200;
const UNKNOWN: EntryFacts = { committedBy: null, fix: null };

function pair(one: Placed, fix: string | null): [string, string][] {
  return fix === null ? [] : [[one.entry.id, fix]];
}

/**
 * The fix where it is merged. Else, where the entry came in one commit with its change, that commit: it was squashed. Or the commit
 * before that of the entry: both were laid on another base.
 */
function fixOf({ entry }: Placed, graph: Graph, landed: Landed | undefined): string | null {
  if (entry.head !== null && graph.has(entry.head)) return entry.head;
  if (entry.patch === null || landed === undefined) return null;
  return landed.by === 'person' ? landed.commit : graph.before(landed.commit);
}

/** What we wrote ourselves before an entry is its fix only where it is the very change. */
function isIts(
  { entry }: Placed,
  commit: string,
  { sha256 }: SourceDiff,
  landed: Landed | undefined,
): boolean {
  return commit === entry.head || landed?.by !== 'agent' || sha256 === entry.patch;
}

function unmerged({ entry }: Placed): EntryFacts['fix'] {
  if (entry.head === null) return null;
  return { commit: entry.head, isMerged: false, sourceSha256: '', mergedAt: null, isReverted: false };
}

function merged(
  commit: string,
  { sha256, sides }: SourceDiff,
  graph: Graph,
  now: ReadonlyMap<string, Buffer>,
): EntryFacts['fix'] {
  const texts = (path: string) => toText(now.get(path) ?? null);
  return {
    commit,
    isMerged: true,
    sourceSha256: sha256,
    mergedAt: graph.arrival(commit),
    isReverted: isTakenBack(sides, texts),
  };
}

function parseLanded(out: string): ReadonlyMap<string, Landed> {
  const last = new Map<string, Landed | null>();
  let landed: Landed | null = null;
  const fields = out.split('\0');
  for (let at = 0; at < fields.length; at++) {
    const field = (fields[at] ?? '').replace(/^\n+/, '');
    const head = /^\u0001([0-9a-f]+) (\S*) (\S*)/.exec(field);
    if (head) {
      const [, commit = '', author, committer] = head;
      const isOurs = author === IDENTITY.email || committer === IDENTITY.email;
      landed = { commit, by: isOurs ? 'agent' : 'person' };
    } else if (field === 'A' || field === 'D') {
      const path = fields[++at] ?? '';
      // Newest first.
      if (!last.has(path)) last.set(path, field === 'A' ? landed : null);
    }
  }
  return new Map([...last].flatMap(([path, one]) => (one === null ? [] : [[path, one]])));
}

function parseDiffs(out: string, commits: ReadonlySet<string>): ReadonlyMap<string, SourceDiff> {
  const parts = out.split(/\u0001([0-9a-f]{40,64})\n\n?/);
  const diffs = new Map<string, SourceDiff>();
  let current = '';
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const [commit = '', text = ''] = [parts[at], parts[at + 1]];
    // A diff may hold what looks like our mark.
    if (!commits.has(commit)) continue;
    current = commit;
    diffs.set(current, {
      sha256: createHash('sha256').update(text).digest('hex'),
      sides: parseSides(text),
    });
  }
  return diffs;
}
