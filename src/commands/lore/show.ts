import * as z from 'zod';
import { type CommandContext, defineCommand, type Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import { readEntryName } from '../../lore/entry-path.ts';
import { type FoundFile, openWorkingLore, readFiles } from './find-files.ts';

const MOST_NAMED = 5;

export const showCommand = defineCommand({
  name: 'lore show',
  aliases: [],
  summary: 'Print one entry of lore.',
  positionals: ['id'],
  rest: null,
  args: z.strictObject({
    id: z
      .string()
      .regex(/^[0-9A-HJKMNP-TV-Z]{4,26}$/i, 'an id has 26 letters and digits; its beginning will do')
      .describe('Of the entry; its beginning will do.'),
  }),
  right: 'chat',
  examples: ['dreamos lore show 01M862KT9SD9W76CY6B9CVDTFW', 'dreamos lore show 01M862KT9S --json'],
  run: async ({ id }, context) => {
    const wanted = id.toUpperCase();
    const found = await findEntries(wanted, context);
    const [first, ...others] = found;
    if (first === undefined)
      throw new DreamError(
        'not-found',
        `No entry’s id begins with ${wanted}.`,
        'dreamos lore search <words>',
      );
    if (others.length > 0) {
      const ids = [first, ...others].slice(0, MOST_NAMED).map(({ file }) => readEntryName(file.path)?.id);
      throw new DreamError('bad-usage', `${found.length} ids begin with ${wanted}.`, ids.join(', '));
    }
    return toReply(first);
  },
});

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

async function toReply({ file, text }: FoundFile): Promise<Reply> {
  const { parseEntry } = await import('../../lore/markdown.ts');
  const parsed = parseEntry(text ?? '');
  if (parsed.status === 'broken')
    throw new DreamError('bad-input', `${file.path} is no entry: ${parsed.why}.`, 'dreamos lore lint');
  return { text: text ?? '', json: { path: file.path, ...parsed.entry }, exit: 0 };
}
