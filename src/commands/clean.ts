import * as z from 'zod';
import { defineCommand } from '../domain/command.ts';

export const cleanCommand = defineCommand({
  name: 'clean',
  aliases: [],
  summary: 'Remove what crashed runs left in the temp folder; with --branches, fix branches too.',
  positionals: ['path'],
  rest: null,
  args: z.strictObject({
    path: z.string().default('.').describe('A folder of the repository; default: here.'),
    branches: z
      .boolean()
      .default(false)
      .describe('Also delete dreamos/fix/* branches that hold nothing but our own commit.'),
  }),
  right: 'operate',
  examples: ['dreamos clean', 'dreamos clean --branches'],
  run: async ({ path, branches }, context) => {
    const project = await context.open(path);
    const removed = await project.workspaces.clean();
    const deleted = branches
      ? await project.history.deleteBranches(
          async (_name, sha) => (await project.history.proofOf(sha)) !== null,
        )
      : [];
    const lines = [
      ...removed.map((dir) => `removed ${dir}`),
      ...deleted.map((name) => `deleted branch ${name}`),
    ];
    return {
      text: lines.length > 0 ? `${lines.join('\n')}\n` : 'Nothing was left over.\n',
      json: { removed, deleted },
      exit: 0,
    };
  },
});
