import * as z from 'zod';
import { defineCommand } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { requireRange } from './range.ts';

export const applyCommand = defineCommand({
  name: 'apply',
  aliases: [],
  summary: 'Lay the change of a fix branch on the working tree, if that is clean.',
  positionals: ['branch'],
  rest: null,
  args: z.strictObject({ branch: z.string().describe('The branch, as heal named it.') }),
  right: 'operate',
  examples: ['dreamos apply dreamos/fix/typecheck-1a2b3c4d'],
  run: async ({ branch }, context) => {
    const project = await context.open('.');
    if (await project.history.isDirty()) {
      throw new DreamError(
        'tree-not-clean',
        'The working tree has changes; nothing was touched.',
        'Commit or stash them first.',
      );
    }
    const { base, head } = await requireRange(project, branch);
    await project.history.checkoutChange(base, head);
    const fix = await project.history.proofOf(head);
    const lore =
      fix !== null && fix.commit !== head ? 'What was learned of it is a new file in lore/.\n' : '';
    return {
      text: `The change of ${branch} is in the working tree, not yet committed. See it: git diff\n${lore}`,
      json: { status: 'applied', branch, base, head },
      exit: 0,
    };
  },
});
