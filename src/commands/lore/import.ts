import * as z from 'zod';
import { defineCommand } from '../../domain/command.ts';

export const importCommand = defineCommand({
  name: 'lore import',
  aliases: [],
  summary:
    'Bring lore or old devlogs of elsewhere onto the lore branch, as imported: it advises, and decides nothing.',
  positionals: ['folder'],
  rest: null,
  args: z.strictObject({
    folder: z.string().describe('A folder of .md files, in git or not.'),
    dryRun: z.boolean().default(false).describe('Say what would be imported; write nothing.'),
  }),
  right: 'operate',
  examples: ['dreamos lore import ../other/lore', 'dreamos lore import docs/devlog --dry-run'],
  run: async ({ folder, dryRun }, context) => {
    const { importFolder } = await import('./import-folder.ts');
    return importFolder(folder, { isDry: dryRun }, context);
  },
});
