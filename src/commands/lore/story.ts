import { defineCommand } from '../../domain/command.ts';
import { PageArgs } from './page-args.ts';

export const storyCommand = defineCommand({
  name: 'lore story',
  aliases: [],
  summary: 'Tell a week day by day; each sentence links to the entry that it is of.',
  positionals: [],
  rest: null,
  args: PageArgs,
  right: 'operate',
  examples: ['dreamos lore story', 'dreamos lore story --since 30d --write'],
  run: async (args, context) => {
    const [{ makePage }, { buildStory }] = await Promise.all([
      import('./make-page.ts'),
      import('../../lore/story.ts'),
    ]);
    return makePage('story', args, buildStory, context);
  },
});
