import { defineCommand } from '../../domain/command.ts';
import { PageArgs } from './page-args.ts';

export const digestCommand = defineCommand({
  name: 'lore digest',
  aliases: [],
  summary:
    'Print a page of what happened in a week: healed, saved by memory, dead ends, what needs a person.',
  positionals: [],
  rest: null,
  args: PageArgs,
  right: 'operate',
  examples: ['dreamos lore digest', 'dreamos lore digest --since 2026-11-01 --write'],
  run: async (args, context) => {
    const [{ makePage }, { buildDigest }] = await Promise.all([
      import('./make-page.ts'),
      import('../../lore/digest.ts'),
    ]);
    return makePage('digest', args, buildDigest, context);
  },
});
