import * as z from 'zod';
import { defineCommand } from '../../domain/command.ts';

export const whyCommand = defineCommand({
  name: 'lore why',
  aliases: [],
  summary: 'Say what lore knows of a file or a line of it; what relies on an older content is marked stale.',
  positionals: ['place'],
  rest: null,
  args: z.strictObject({
    place: z.string().describe('A file, or file:line. The line is of HEAD.'),
    limit: z.coerce.number().int().min(1).max(100).default(10).describe('Entries at most.'),
  }),
  right: 'chat',
  examples: ['dreamos lore why src/cli.ts', 'dreamos lore why src/cli.ts:42'],
  run: async ({ place, limit }, context) => {
    const { explainPlace } = await import('./explain-place.ts');
    return explainPlace(place, limit, context);
  },
});
