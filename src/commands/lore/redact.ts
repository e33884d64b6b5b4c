import * as z from 'zod';
import { defineCommand, type Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { Cut, Redacted } from '../../lore/redact.ts';

export const redactCommand = defineCommand({
  name: 'lore redact',
  aliases: [],
  summary: 'Print standard input without secrets; what was cut is told on standard error.',
  positionals: [],
  rest: null,
  args: z.strictObject({}),
  right: 'chat',
  examples: ['npm test 2>&1 | dreamos lore redact', 'dreamos lore redact --json < ci.log'],
  run: async (_args, context) => {
    const text = await context.readStdin();
    if (text === '')
      throw new DreamError(
        'bad-usage',
        'lore redact takes a text on standard input.',
        'dreamos lore redact < ci.log',
      );
    const { createRedact } = await import('../../lore/redact.ts');
    const redacted = createRedact(context.machine)(text);
    for (const line of tell(redacted)) context.progress.note(line);
    return toReply(redacted);
  },
});

function tell({ cuts, stuck }: Redacted): string[] {
  const lines = (found: readonly Cut[], word: string) =>
    found.map(({ what, line }) => `line ${line}: ${word} ${what}`);
  return [...lines(cuts, 'cut'), ...lines(stuck, 'cannot cut')];
}

/** Where a part of a secret would be left nothing is printed at all. */
function toReply({ text, cuts, stuck }: Redacted): Reply {
  const isClean = stuck.length === 0;
  const json = { status: isClean ? 'clean' : 'refused', text: isClean ? text : null, cuts, stuck };
  return { text: isClean ? text : '', json, exit: isClean ? 0 : 1 };
}
