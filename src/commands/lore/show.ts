import * as z from 'zod';
import { defineCommand, type Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import { findEntry, ID_ADVICE, ID_FORM } from './find-entry.ts';
import type { FoundFile } from './find-files.ts';

export const showCommand = defineCommand({
  name: 'lore show',
  aliases: [],
  summary: 'Print one entry of lore.',
  positionals: ['id'],
  rest: null,
  args: z.strictObject({
    id: z.string().regex(ID_FORM, ID_ADVICE).describe('Of the entry; its beginning will do.'),
  }),
  right: 'chat',
  examples: ['dreamos lore show 01M862KT9SD9W76CY6B9CVDTFW', 'dreamos lore show 01M862KT9S --json'],
  run: async ({ id }, context) => toReply(await findEntry(id, context)),
});

async function toReply({ file, text }: FoundFile): Promise<Reply> {
  const { parseEntry } = await import('../../lore/markdown.ts');
  const parsed = parseEntry(text ?? '');
  if (parsed.status === 'broken')
    throw new DreamError('bad-input', `${file.path} is no entry: ${parsed.why}.`, 'dreamos lore lint');
  return { text: text ?? '', json: { path: file.path, ...parsed.entry }, exit: 0 };
}
