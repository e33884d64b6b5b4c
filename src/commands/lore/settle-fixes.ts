import { blobName } from '../../domain/blob-name.ts';
import type { CommandContext, Project, Reply } from '../../domain/command.ts';
import { count } from '../../domain/count.ts';
import type { LoreOutcome } from '../../domain/lore.ts';
import type { ClosedFix } from '../../domain/work-order.ts';
import { readEntryName } from '../../lore/entry-path.ts';
import { latestOutcomes, liveEntries } from '../../lore/live.ts';
import { parseEntry, renderEntry } from '../../lore/markdown.ts';
import { prepareEntry } from '../../lore/prepare-entry.ts';
import { quoteInline } from '../../lore/quote.ts';
import { type PlacedEntry, readLore } from '../../lore/read-lore.ts';
import { createRedact } from '../../lore/redact.ts';
import { canSettle, type Move, planMoves } from '../../lore/settle.ts';
import { draftEntry, writeEntries } from './write-entries.ts';

const WORDS: Readonly<Record<LoreOutcome, string>> = {
  ...{ open: 'Open', proposed: 'Proposed', merged: 'Merged', held: 'Held' },
  ...{ reverted: 'Reverted', closed: 'Closed' },
};

export interface Settled {
  readonly moves: readonly Move[];
  /** Where they were written; null where nothing was. */
  readonly branch: string | null;
  readonly isDry: boolean;
}

interface Order {
  readonly isDry: boolean;
  /** Fixes that a person turned down; their own entries are kept with what is written of them. */
  readonly closed?: readonly ClosedFix[];
}

/** Writes an entry for each fix whose outcome is not what was last told. Done twice it writes nothing more. */
export async function settleFixes({ isDry, closed = [] }: Order, context: CommandContext): Promise<Settled> {
  const project = await context.open('.');
  const { entries } = await readLore((await context.lore()).source);
  const left = await readClosed(project, closed, entries);
  const moves = await findMoves(project, [...entries, ...left], closed);
  if (isDry || moves.length === 0) return { moves, branch: null, isDry };
  const ready = moves.map(({ id, to, commit, why }) =>
    draftEntry(
      {
        ...{ kind: 'outcome', agent: 'scribe', head: commit, outcome: to, refers: [id] },
        ...{ title: `${WORDS[to]}: ${quoteInline(id)}`, body: why },
      },
      context,
    ),
  );
  // Theirs stand on the branches of the fixes alone, and these go.
  const kept = left.flatMap(({ entry }) => {
    const prepared = prepareEntry(entry, createRedact(context.machine));
    return prepared.status === 'ready' && moves.some(({ id }) => id === entry.id) ? [prepared] : [];
  });
  const message = `docs(lore): what became of ${count(moves.length, 'fix', 'fixes')}`;
  const copies = copiesOf(entries, moves);
  const { branch } = await writeEntries(project, [...kept, ...ready], entries, message, copies);
  return { moves, branch, isDry };
}

/** Entries of fixes that came to the default branch: to revert the merge takes them from there, and what became of them is to be told. */
function copiesOf(entries: readonly PlacedEntry[], moves: readonly Move[]) {
  const merged = new Set(moves.filter(({ to }) => to === 'merged').map(({ id }) => id));
  return entries.flatMap(({ entry, path, blob }) => {
    const text = renderEntry(entry);
    // To the byte as it is there, or two branches would have two files of one name.
    return merged.has(entry.id) && blob !== null && blobName(Buffer.from(text), blob) === blob
      ? [{ path, text }]
      : [];
  });
}

/** Entries that travelled with these fixes, and are nowhere else. */
async function readClosed(
  { history, log }: Project,
  closed: readonly ClosedFix[],
  known: readonly PlacedEntry[],
): Promise<readonly PlacedEntry[]> {
  const found = new Map<string, PlacedEntry>();
  for (const { fix, tip } of closed) {
    if ((await history.resolve(fix)) === null || (await history.resolve(tip)) === null) continue;
    for (const path of await log.changedPaths(fix, tip)) {
      if (readEntryName(path) === null || known.some((one) => one.path === path)) continue;
      const parsed = parseEntry((await log.read(tip, path)) ?? '');
      if (parsed.status === 'parsed' && parsed.entry.head === fix)
        found.set(path, { entry: parsed.entry, path, layers: 0, blob: null });
    }
  }
  return [...found.values()];
}

async function findMoves(
  { facts, log }: Project,
  entries: readonly PlacedEntry[],
  closed: readonly ClosedFix[],
): Promise<readonly Move[]> {
  const now = Date.now();
  const fixes = liveEntries(entries, now).filter(({ entry }) => canSettle(entry));
  const heads = fixes.flatMap(({ entry }) => entry.head ?? []);
  return planMoves(
    fixes.map(({ entry }) => entry),
    {
      facts: await facts.of(fixes),
      outcomes: latestOutcomes(entries),
      dropped: await log.dropped(heads),
      closed: new Set(closed.map(({ fix }) => fix)),
      now,
    },
  );
}

export function renderSettled({ moves, branch, isDry }: Settled): Reply {
  const status = branch === null ? (isDry && moves.length > 0 ? 'dry-run' : 'unchanged') : 'settled';
  const lines = moves.map(({ id, from, to, why }) => `${id}  ${from ?? 'open'} -> ${to}: ${why}\n`);
  const end =
    moves.length === 0
      ? 'Nothing has moved.\n'
      : branch === null
        ? 'Nothing was written.\n'
        : `${count(moves.length, 'entry', 'entries')} on ${branch}\n`;
  return { text: `${lines.join('')}${end}`, json: { status, branch, moved: moves }, exit: 0 };
}
