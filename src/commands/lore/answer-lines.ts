import * as z from 'zod';
import type { CommandContext, Reply } from '../../domain/command.ts';
import { ask } from '../../lore/index/ask.ts';
import type { LoreIndex } from '../../lore/index/open-index.ts';
import type { LoreQuery } from '../../lore/index/search-index.ts';

/** More are not given, whatever is asked. */
const MOST_ANSWERS = 100;

const Id = z.union([z.string(), z.number()]);
const Question = z.object({
  id: Id,
  query: z.string(),
  limit: z
    .number()
    .int()
    .min(1)
    .default(10)
    .transform((limit) => Math.min(limit, MOST_ANSWERS)),
});

/** Answers questions line by line, in order, until standard input ends. A bad line gets one error object. */
export async function answerLines(
  index: LoreIndex,
  filters: Omit<LoreQuery, 'text' | 'limit'>,
  context: Pick<CommandContext, 'lines' | 'write' | 'signal'>,
): Promise<Reply> {
  for await (const line of context.lines()) {
    if (context.signal.aborted) break;
    if (line.trim() === '') continue;
    await index.refresh();
    await context.write(`${JSON.stringify(await answer(line, index, filters))}\n`);
  }
  return { text: '', json: null, exit: 0 };
}

async function answer(line: string, index: LoreIndex, filters: Omit<LoreQuery, 'text' | 'limit'>) {
  const data = parse(line);
  const question = Question.safeParse(data);
  if (!question.success) {
    const id = Id.safeParse((data as { id?: unknown } | null)?.id);
    const [issue] = question.error.issues;
    const place = issue?.path.join('.');
    const message = data === undefined ? 'not JSON' : `${place ? `${place}: ` : ''}${issue?.message ?? ''}`;
    return { id: id.success ? id.data : null, error: { code: 'bad-input', message } };
  }
  const { id, query, limit } = question.data;
  const hits = await ask(index, { text: query, limit, ...filters });
  return { id, hits: hits.map(({ id, score, why }) => ({ id, score, why })) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
