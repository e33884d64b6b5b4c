import * as z from 'zod';
import { defineCommand, type Project, type Reply } from '../../domain/command.ts';
import type { LoreAilment } from '../../lore/diagnose-lore.ts';

/** Lines of one rule that are printed. */
const MOST_SHOWN = 20;
/** Paths that git is asked for at once. */
const BATCH = 500;

export const loreDoctorCommand = defineCommand({
  name: 'lore doctor',
  aliases: [],
  summary:
    'Look for contradictions, duplicates, secrets, stale and orphaned entries. Exit 1: a person should act.',
  positionals: [],
  rest: null,
  args: z.strictObject({}),
  right: 'chat',
  examples: ['dreamos lore doctor', 'dreamos lore doctor --json'],
  run: async (_args, context) => {
    const [{ readLore }, { diagnoseLore }, { citedPaths }, { latestOutcomes }, { createRedact }] =
      await Promise.all([
        import('../../lore/read-lore.ts'),
        import('../../lore/diagnose-lore.ts'),
        import('../../lore/cited.ts'),
        import('../../lore/live.ts'),
        import('../../lore/redact.ts'),
      ]);
    const project = await context.open('.');
    const read = await readLore((await context.lore()).source);
    const found = diagnoseLore(read, {
      blobs: await readBlobs(project, citedPaths(read.entries.map(({ entry }) => entry))),
      outcomes: latestOutcomes(read.entries),
      redact: createRedact(context.machine),
      now: Date.now(),
    });
    return toReply(read.entries.length, found);
  },
});

async function readBlobs(
  { history, head }: Pick<Project, 'history' | 'head'>,
  paths: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = Object.create(null);
  for (let at = 0; at < paths.length; at += BATCH)
    Object.assign(found, await history.blobs(head, paths.slice(at, at + BATCH)));
  return found;
}

function toReply(entries: number, findings: readonly LoreAilment[]): Reply {
  const needsPerson = findings.some(({ level }) => level === 'mend');
  const json = { status: needsPerson ? 'flawed' : 'clean', entries, findings };
  const groups = [...Map.groupBy(findings, ({ rule }) => rule).values()];
  const lines = groups.flatMap((group) => {
    const shown = group.slice(0, MOST_SHOWN);
    const more = group.length - shown.length;
    return [
      ...shown.map(({ rule, why, paths }) => `${rule}: ${paths.join(', ')}: ${why}`),
      ...(more > 0 ? [`… and ${more} more (--json has all)`] : []),
    ];
  });
  const end = needsPerson
    ? 'What is to be forgotten: dreamos lore forget <id>'
    : `${entries} entries, nothing that a person must mend.`;
  return { text: `${[...lines, end].join('\n')}\n`, json, exit: needsPerson ? 1 : 0 };
}
