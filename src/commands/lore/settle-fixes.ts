import type { CommandContext, Project, Reply } from '../../domain/command.ts';
import { count } from '../../domain/count.ts';
import type { LoreOutcome } from '../../domain/lore.ts';
import { latestOutcomes, liveEntries } from '../../lore/live.ts';
import { quoteInline } from '../../lore/quote.ts';
import { type PlacedEntry, readLore } from '../../lore/read-lore.ts';
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

/** Writes an entry for each fix whose outcome is not what was last told. Done twice it writes nothing more. */
export async function settleFixes({ isDry }: { isDry: boolean }, context: CommandContext): Promise<Settled> {
  const project = await context.open('.');
  const { entries } = await readLore((await context.lore()).source);
  const moves = await findMoves(project, entries);
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
  const message = `docs(lore): what became of ${count(moves.length, 'fix', 'fixes')}`;
  const { branch } = await writeEntries(project, ready, entries, message);
  return { moves, branch, isDry };
}

async function findMoves({ facts, log }: Project, entries: readonly PlacedEntry[]): Promise<readonly Move[]> {
  const now = Date.now();
  const fixes = liveEntries(entries, now).filter(({ entry }) => canSettle(entry));
  const heads = fixes.flatMap(({ entry }) => entry.head ?? []);
  return planMoves(
    fixes.map(({ entry }) => entry),
    {
      facts: await facts.of(fixes),
      outcomes: latestOutcomes(entries),
      dropped: await log.dropped(heads),
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
