import { posix } from 'node:path';
import type { CommandContext, Project, Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { LoreEntry, Trust } from '../../domain/lore.ts';
import type { Commit, EntryFacts, LoreHome } from '../../domain/ports.ts';
import { openLoreIndex } from '../../lore/index/open-index.ts';
import { latestOutcomes, liveEntries } from '../../lore/live.ts';
import { type PlacedEntry, readLore } from '../../lore/read-lore.ts';
import { type CiteState, citeState, computeTrust } from '../../lore/trust.ts';

/** Entries that name one file, at most; and later ones that speak of one entry. */
const MOST_NAMING = 500;
const MOST_LATER = 50;

interface Place {
  /** Repository-relative. */
  readonly path: string;
  readonly line: number | null;
}

interface Told {
  readonly id: string;
  readonly kind: LoreEntry['kind'];
  readonly created: string;
  readonly outcome: LoreEntry['outcome'];
  /** How the file stands to what the entry relies on; null when it does not cite it. */
  readonly state: CiteState | null;
  readonly trust: Trust;
  /** The fix is merged, and its lines are as it made them; null where it is not merged. */
  readonly stands: boolean | null;
  /** Its fix commit is the one that the line is of. */
  readonly wroteLine: boolean;
  readonly title: string;
  readonly path: string;
}

const UNKNOWN: EntryFacts = { committedBy: null, fix: null };
const ORDER: readonly (CiteState | null)[] = ['fresh', null, 'stale', 'broken'];

/** What live entries say of a place: first who wrote its line, then what relies on the file as it is, the newest first. */
export async function explainPlace(said: string, limit: number, context: CommandContext): Promise<Reply> {
  const project = await context.open('.');
  const place = toPlace(said, project.prefix);
  const [commit, blobs, all] = await Promise.all([
    findCommit(place, project),
    project.history.blobs(project.head, [place.path]),
    readAbout(place.path, await context.lore(), context),
  ]);
  const blob = blobs[place.path] ?? null;
  const outcomes = latestOutcomes(all);
  const about = liveEntries(all, Date.now()).filter(({ entry }) => isAbout(entry, place.path));
  const facts = await project.facts.of(about);
  const told = about
    .map((one) => tell(one, { place, blob, commit, outcomes, facts: facts.get(one.entry.id) ?? UNKNOWN }))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? 1 : -1));
  if (blob === null && told.length === 0)
    throw new DreamError('not-found', `${place.path} is no file of HEAD, and lore says nothing of it.`);
  if (place.line !== null && blob !== null && commit === null)
    throw new DreamError('not-found', `${place.path} has no line ${place.line} at HEAD.`);
  return toReply(place, commit, told.slice(0, limit), told.length);
}

function toPlace(said: string, prefix: string): Place {
  const [, file = said, line] = /^(.+?)(?::(\d+))?(?::\d+)?$/.exec(said.replaceAll('\\', '/')) ?? [];
  const path = posix.normalize(posix.join(prefix, file));
  if (posix.isAbsolute(file) || path.startsWith('../'))
    throw new DreamError(
      'bad-usage',
      `${file} is not in the repository.`,
      'Give its path from where you are.',
    );
  return { path, line: line === undefined ? null : Number(line) };
}

async function findCommit({ path, line }: Place, { log, head }: Project): Promise<Commit | null> {
  const sha = line === null ? null : await log.blame(head, path, line);
  return sha === null ? null : ((await log.trail(sha, { limit: 1 })).commits[0] ?? null);
}

/** Entries that name the file, and the later ones that speak of them: by the index, so that only these are read. */
async function readAbout(
  path: string,
  home: LoreHome,
  context: CommandContext,
): Promise<readonly PlacedEntry[]> {
  const index = await openLoreIndex(home, context.progress);
  try {
    const naming = await index.exact('file', path, MOST_NAMING);
    const later = await Promise.all(naming.map(({ id }) => index.exact('refers', id, MOST_LATER)));
    const wanted = new Set([...naming, ...later.flat()].map((hit) => hit.path));
    return (await readLore(home.source, (file) => wanted.has(file.path))).entries;
  } finally {
    index.close();
  }
}

function isAbout({ files, cites }: LoreEntry, path: string): boolean {
  return files.includes(path) || cites.some((cite) => cite.path === path);
}

function tell(
  { entry, path }: PlacedEntry,
  facts: {
    place: Place;
    blob: string | null;
    commit: Commit | null;
    outcomes: ReturnType<typeof latestOutcomes>;
    facts: EntryFacts;
  },
): Told {
  const cite = entry.cites.find((one) => one.path === facts.place.path);
  const { id, kind, created, title } = entry;
  const { fix } = facts.facts;
  return {
    id,
    kind,
    created,
    outcome: facts.outcomes.get(id) ?? null,
    state: cite === undefined ? null : citeState(cite, facts.blob),
    trust: computeTrust(entry, { isForeign: false, ...facts.facts }),
    stands: fix?.isMerged ? !fix.isReverted : null,
    wroteLine: facts.commit !== null && entry.head === facts.commit.sha,
    title,
    path,
  };
}

function rankOf({ wroteLine, stands, state }: Told): number {
  if (wroteLine) return -1;
  return stands ? 0 : ORDER.indexOf(state);
}

function toReply(place: Place, commit: Commit | null, told: readonly Told[], all: number): Reply {
  const where = place.line === null ? place.path : `${place.path}:${place.line}`;
  const of = commit === null ? null : { sha: commit.sha, subject: commit.subject };
  const head = of === null ? [] : [`${where} is of ${of.sha.slice(0, 12)} ${of.subject}`];
  const blocks = told.flatMap((one) => {
    const facts = [
      one.kind,
      one.outcome,
      one.created.slice(0, 10),
      one.trust,
      renderState(one),
      one.wroteLine ? 'wrote this line' : null,
    ];
    return [`${one.id}  ${facts.filter(Boolean).join(', ')}`, `  ${one.title}`, `  ${one.path}`];
  });
  const more = all > told.length ? [`… and ${all - told.length} more: --limit ${all}`] : [];
  const none = told.length === 0 ? [`Lore says nothing of ${place.path}.`] : [];
  return {
    text: `${[...head, ...blocks, ...more, ...none].join('\n')}\n`,
    json: { path: place.path, line: place.line, commit: of, entries: told, total: all },
    exit: 0,
  };
}

/** A fix has changed the file itself: what counts is whether its lines stand. */
function renderState({ state, stands }: Told): string | null {
  if (state === 'broken') return 'broken: the file is gone';
  if (stands !== null) return stands ? 'its lines stand' : 'its lines were taken back';
  return state === 'stale' ? 'stale: the file has changed since' : null;
}
