import type { CommandContext } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import { readEntryName } from '../../lore/entry-path.ts';
import { type FoundFile, openWorkingLore, readFiles } from './find-files.ts';

const MOST_NAMED = 5;

/** An id, or the beginning of one, as users type it. */
export const ID_FORM = /^[0-9A-HJKMNP-TV-Z]{4,26}$/i;
export const ID_ADVICE = 'an id has 26 letters and digits; its beginning will do';

/** The one entry whose id begins so: committed, else only in the working tree yet. Throws `not-found`, or `bad-usage` for many. */
export async function findEntry(id: string, context: CommandContext): Promise<FoundFile> {
  const wanted = id.toUpperCase();
  const found = await findEntries(wanted, context);
  const [first, ...others] = found;
  if (first === undefined)
    throw new DreamError('not-found', `No entry’s id begins with ${wanted}.`, 'dreamos lore search <words>');
  if (others.length > 0) {
    const ids = found.slice(0, MOST_NAMED).map(({ file }) => readEntryName(file.path)?.id);
    throw new DreamError('bad-usage', `${found.length} ids begin with ${wanted}.`, ids.join(', '));
  }
  return first;
}

/** What is committed, on HEAD or on the lore branch; else what is only in the working tree yet. One file an id. */
async function findEntries(wanted: string, context: CommandContext): Promise<readonly FoundFile[]> {
  const isWanted = ({ path }: { path: string }) => readEntryName(path)?.id.startsWith(wanted) === true;
  const committed = await readFiles(await context.lore(), isWanted);
  if (committed.length > 0) return onePerId(committed);
  const working = await openWorkingLore(context, (await context.open('.')).root);
  if (working === null) return [];
  return onePerId(await readFiles(working, isWanted)).map(({ file, text }) => ({
    file: { ...file, path: `lore/${file.path}` },
    text,
  }));
}

function onePerId(found: readonly FoundFile[]): FoundFile[] {
  return [...new Map(found.map((one) => [readEntryName(one.file.path)?.id, one])).values()];
}
