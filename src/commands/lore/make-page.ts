import type { CommandContext, Reply } from '../../domain/command.ts';
import type { LorePage, Period } from '../../lore/period.ts';
import { type PlacedEntry, readLore } from '../../lore/read-lore.ts';
import type { TimelineEntry } from '../../lore/timeline.ts';
import type { PageArgs } from './page-args.ts';
import { toSince } from './since.ts';
import { draftEntry, writeEntries } from './write-entries.ts';

/** Ids that a page names beside its links; with more it would be a list of ids. */
const MOST_REFERS = 200;

/** Prints a page of a period and, when told to, writes it: one that says the same is not written again. */
export async function makePage<P extends LorePage>(
  kind: 'digest' | 'story',
  args: PageArgs,
  build: (all: readonly TimelineEntry[], period: Period) => P,
  context: CommandContext,
): Promise<Reply> {
  const now = new Date();
  const period = { since: toSince(args.since, now), until: now.getTime() + 1 };
  const { entries } = await readLore((await context.lore()).source);
  const { body, ...page } = build(entries, period);
  const text = `# ${page.title}\n\n${body}\n`;
  const json = {
    ...{ since: new Date(period.since).toISOString(), until: now.toISOString() },
    ...page,
    text,
  };
  if (!args.write) return { text, json: { status: 'printed', ...json, id: null }, exit: 0 };
  const there = entries.find(({ entry }) => entry.kind === kind && entry.body === body);
  const id = there?.entry.id ?? (await write(kind, { body, ...page }, entries, context));
  const status = there === undefined ? 'written' : 'unchanged';
  return { text: `${text}\n${status}: ${id}\n`, json: { status, ...json, id }, exit: 0 };
}

async function write(
  kind: 'digest' | 'story',
  { title, body, refers }: LorePage,
  entries: readonly PlacedEntry[],
  context: CommandContext,
): Promise<string> {
  const ready = draftEntry(
    { kind, title, body, refers: refers.slice(0, MOST_REFERS), agent: 'scribe' },
    context,
  );
  const project = await context.open('.');
  await writeEntries(project, [ready], entries, `docs(lore): ${kind} of ${title}`);
  return ready.entry.id;
}
