import type { CommandContext, Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { LoreId } from '../../domain/lore.ts';
import { readEntryName } from '../../lore/entry-path.ts';
import { quoteInline } from '../../lore/quote.ts';
import { readLore } from '../../lore/read-lore.ts';
import { findEntry } from './find-entry.ts';
import { draftEntry, writeEntries } from './write-entries.ts';

/** Writes a tombstone for an entry that is committed, once. What it said is not repeated in it. */
export async function forgetEntry(id: string, why: string | null, context: CommandContext): Promise<Reply> {
  const { file } = await findEntry(id, context);
  const wanted = readEntryName(file.path)?.id ?? '';
  if (file.blob === null)
    throw new DreamError(
      'bad-usage',
      `${file.path} is not committed yet: nothing is to be forgotten.`,
      'Delete the file.',
    );
  const { entries } = await readLore((await context.lore()).source);
  if (entries.some(({ entry }) => entry.id === wanted && entry.kind === 'tombstone'))
    throw new DreamError(
      'bad-usage',
      `${wanted} is a tombstone itself.`,
      'Write a new entry: dreamos lore add',
    );
  const there = entries.find(({ entry }) => entry.kind === 'tombstone' && entry.refers.includes(wanted));
  if (there) return toReply('unchanged', { id: wanted, path: file.path, tombstone: there.entry.id });
  const ready = draftEntry(
    {
      kind: 'tombstone',
      refers: [wanted],
      title: `Forgotten: ${quoteInline(wanted)}`,
      body: why === null ? '' : quoteInline(why, 1000),
    },
    context,
  );
  const project = await context.open('.');
  const { branch } = await writeEntries(project, [ready], entries, `docs(lore): forget ${wanted}`);
  return toReply('forgotten', { id: wanted, path: file.path, tombstone: ready.entry.id, branch });
}

function toReply(
  status: 'forgotten' | 'unchanged',
  facts: { id: LoreId; path: string; tombstone: LoreId; branch?: string },
): Reply {
  const { id, path, tombstone, branch } = facts;
  const done =
    status === 'forgotten'
      ? `Forgotten: ${id}. The tombstone ${tombstone} is on ${branch ?? ''}; recall, search and timeline leave it out.`
      : `${id} was forgotten before, by ${tombstone}.`;
  return {
    text: `${done}\nThe text stays in git's history, in ${path}: if it must not be read by anybody, history has to be rewritten.\n`,
    json: { status, id, path, tombstone },
    exit: 0,
  };
}
