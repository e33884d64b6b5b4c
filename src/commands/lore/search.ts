import * as z from 'zod';
import { type CommandContext, defineCommand, type Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { Answer } from '../../lore/index/ask.ts';
import type { LoreQuery } from '../../lore/index/search-index.ts';
import { answerLines } from './answer-lines.ts';
import { toSince } from './since.ts';

const MOST_ANSWERS = 100;

const values = (what: string) => z.array(z.string()).default([]).describe(`Only ${what}; may be repeated.`);

export const searchCommand = defineCommand({
  name: 'lore search',
  aliases: [],
  summary: 'Find entries of lore by words, by a failing test’s text, or by a fingerprint.',
  positionals: ['words'],
  rest: null,
  args: z.strictObject({
    words: z.array(z.string()).default([]).describe('What to look for.'),
    kind: values('entries of this kind (fix, failure, decision, ...)'),
    file: values('entries that name this file'),
    agent: values('entries that this agent wrote'),
    outcome: values('entries with this outcome (held, reverted, ...)'),
    since: z
      .string()
      .optional()
      .describe('Only entries from this day on (2026-01-31), or not older than this (90d, 12w, 6m, 1y).'),
    limit: z.coerce.number().int().min(1).max(MOST_ANSWERS).default(10).describe('Answers at most.'),
    in: z
      .string()
      .optional()
      .describe('Look in this folder of .md files instead; nothing is written into it.'),
    jsonl: z
      .boolean()
      .default(false)
      .describe('Answer each {"id","query","limit"} line of standard input by one {"id","hits"} line.'),
  }),
  right: 'chat',
  examples: [
    'dreamos lore search cannot find module after a rename',
    'dreamos lore search --file src/cli.ts --kind failure timeout',
    'npm test 2>&1 | head -50 | dreamos lore search',
    'dreamos lore search --in notes --jsonl < questions.jsonl',
  ],
  run: async ({ words, kind, file, agent, outcome, since, limit, in: folder, jsonl }, context) => {
    const only = { kind, file, agent, outcome };
    const filters = { only, since: since === undefined ? undefined : toSince(since, new Date()) };
    if (jsonl && words.length > 0)
      throw new DreamError(
        'bad-usage',
        '--jsonl takes its questions from standard input.',
        'Leave the words out.',
      );
    const text = jsonl ? '' : await readQuestion(words, context);
    const [{ openLoreIndex }, { askWithOutcomes }, home] = await Promise.all([
      import('../../lore/index/open-index.ts'),
      import('./with-outcomes.ts'),
      context.lore(folder),
    ]);
    const index = await openLoreIndex(home, context.progress);
    try {
      if (jsonl) return await answerLines(index, filters, context);
      return toReply(text, await askWithOutcomes(index, { text, limit, ...filters } satisfies LoreQuery));
    } finally {
      index.close();
    }
  },
});

async function readQuestion(words: readonly string[], context: CommandContext): Promise<string> {
  const text = words.length > 0 ? words.join(' ') : await context.readStdin();
  if (text.trim() !== '') return text;
  throw new DreamError(
    'bad-usage',
    'lore search needs <words>, or text on standard input.',
    'dreamos lore search --help',
  );
}

function toReply(query: string, hits: readonly Answer[]): Reply {
  const json = {
    query,
    hits: hits.map(({ layers: _, ...hit }) => ({ ...hit, created: toDate(hit.created) })),
  };
  if (hits.length === 0) return { text: 'Nothing was found.\n', json, exit: 0 };
  const blocks = hits.map(({ id, path, kind, outcome, created, why }) => {
    const facts = [kind, outcome, toDate(created)?.slice(0, 10)].filter(Boolean).join(', ');
    return `${id}${facts ? `  ${facts}` : ''}\n  ${path}\n  ${why}\n`;
  });
  return { text: blocks.join(''), json, exit: 0 };
}

function toDate(created: number | null): string | null {
  return created === null ? null : new Date(created).toISOString();
}
