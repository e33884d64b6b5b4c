import * as z from 'zod';
import { defineCommand } from '../../domain/command.ts';

export const settleCommand = defineCommand({
  name: 'lore settle',
  aliases: [],
  summary: 'Tell from git what became of fixes: merged, held for 30 days, reverted, closed.',
  positionals: [],
  rest: null,
  args: z.strictObject({
    dryRun: z.boolean().default(false).describe('Say what has moved; write nothing.'),
  }),
  right: 'operate',
  examples: ['dreamos lore settle', 'dreamos lore settle --dry-run --json'],
  run: async ({ dryRun }, context) => {
    const { renderSettled, settleFixes } = await import('./settle-fixes.ts');
    return renderSettled(await settleFixes({ isDry: dryRun }, context));
  },
});
