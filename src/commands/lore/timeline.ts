import * as z from 'zod';
import { defineCommand } from '../../domain/command.ts';
import { TIMELINE } from '../../domain/lore-places.ts';

export const timelineCommand = defineCommand({
  name: 'lore timeline',
  aliases: [],
  summary: `Write ${TIMELINE} on the lore branch: what was learned, newest first.`,
  positionals: [],
  rest: null,
  args: z.strictObject({
    print: z.boolean().default(false).describe('Print the page; write nothing.'),
  }),
  right: 'operate',
  examples: ['dreamos lore timeline', 'dreamos lore timeline --print | less'],
  run: async ({ print }, context) => {
    const [{ readLore }, { renderTimeline }, home] = await Promise.all([
      import('../../lore/read-lore.ts'),
      import('../../lore/timeline.ts'),
      context.lore(),
    ]);
    const { entries, bad } = await readLore(home.source);
    const flawed = bad.map(({ path }) => path);
    if (print) {
      const text = renderTimeline(entries);
      return { text, json: { status: 'printed', entries: entries.length, flawed, text }, exit: 0 };
    }
    const { writeEntries } = await import('./write-entries.ts');
    const project = await context.open('.');
    const { branch, commit, created } = await writeEntries(project, [], entries, 'docs(lore): timeline');
    const status = created ? 'written' : 'unchanged';
    const left = bad.length === 0 ? '' : `Left out, no entries: ${flawed.join(', ')}\n`;
    return {
      text: `${TIMELINE} on ${branch}: ${status}, ${entries.length} entries\n${left}Read it: git show ${branch}:${TIMELINE}\n`,
      json: { status, branch, commit, path: TIMELINE, entries: entries.length, flawed },
      exit: 0,
    };
  },
});
