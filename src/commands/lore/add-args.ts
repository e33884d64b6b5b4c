import * as z from 'zod';

/** What `lore add` is told beside the text. */
export const AddArgs = z.strictObject({
  text: z
    .string()
    .optional()
    .describe('A markdown file that begins with `# <title>` (- for standard input); default: an editor.'),
  kind: z
    .enum(['decision', 'fix', 'failure', 'flaky', 'story'])
    .default('decision')
    .describe('What it is: a decision, a fix that held, a dead end (failure), ...'),
  title: z.string().optional().describe('Its title, where the text begins with none.'),
  tag: z.array(z.string()).default([]).describe('A word to find it by; may be repeated.'),
  file: z
    .array(z.string())
    .default([])
    .describe('A file that it is about, from the repository’s top; may be repeated.'),
  supersedes: z
    .array(z.string())
    .default([])
    .describe('Id of an entry that it takes the place of; may be repeated.'),
});
export type AddArgs = z.infer<typeof AddArgs>;
