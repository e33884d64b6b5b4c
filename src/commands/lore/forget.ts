import * as z from 'zod';
import { defineCommand } from '../../domain/command.ts';
import { ID_ADVICE, ID_FORM } from './find-entry.ts';

export const forgetCommand = defineCommand({
  name: 'lore forget',
  aliases: [],
  summary: 'Take an entry out of recall, search and timeline by a tombstone; git history keeps its text.',
  positionals: ['id'],
  rest: null,
  args: z.strictObject({
    id: z.string().regex(ID_FORM, ID_ADVICE).describe('Of the entry; its beginning will do.'),
    why: z.string().optional().describe('Why, for whoever finds the tombstone.'),
  }),
  right: 'operate',
  examples: ['dreamos lore forget 01M862KT9S --why "the rule is gone"'],
  run: async ({ id, why }, context) => {
    const { forgetEntry } = await import('./forget-entry.ts');
    return forgetEntry(id, why ?? null, context);
  },
});
