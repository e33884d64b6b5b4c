import { defineCommand } from '../../domain/command.ts';
import { AddArgs } from './add-args.ts';

export const addCommand = defineCommand({
  name: 'lore add',
  aliases: [],
  summary: 'Write a decision or a lesson into lore/ of the working tree, for you to commit.',
  positionals: ['text'],
  rest: null,
  args: AddArgs,
  right: 'operate',
  examples: [
    'dreamos lore add',
    'dreamos lore add why-we-pin-typescript.md --file package.json',
    'git log -1 --format="# %s%n%n%b" | dreamos lore add - --kind failure',
  ],
  run: async (args, context) => {
    const { addEntry } = await import('./add-entry.ts');
    return addEntry(args, context);
  },
});
