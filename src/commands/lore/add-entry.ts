import { randomBytes } from 'node:crypto';
import { blobName } from '../../domain/blob-name.ts';
import type { CommandContext, Project, Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import { LoreEntry } from '../../domain/lore.ts';
import { blank } from '../../lore/blank.ts';
import { normaliseLines, splitTitle } from '../../lore/markdown.ts';
import { prepareEntry } from '../../lore/prepare-entry.ts';
import { createRedact } from '../../lore/redact.ts';
import { createUlids } from '../../lore/ulid.ts';
import type { AddArgs } from './add-args.ts';
import { requireReady } from './write-entries.ts';

const TEMPLATE = '# \n\nWhat was decided or learned, and why. What was tried and refused. What it costs.\n';

/** Writes what a person says into an entry's file. Refuses what lint would refuse. */
export async function addEntry(args: AddArgs, context: CommandContext): Promise<Reply> {
  const project = await context.open('.');
  await requireWorkingTree(context, project);
  const { title, body } = await readText(args, context);
  const entry = await toEntry(args, { title, body }, project);
  const ready = requireReady(prepareEntry(entry, createRedact(context.machine)));
  const { path, text } = ready;
  await context.createFile(`${project.root}/${path}`, text);
  const cuts = ready.cuts.map(({ what }) => what);
  const cut = cuts.length > 0 ? `Cut out of it: ${[...new Set(cuts)].join(', ')}.\n` : '';
  return {
    text: `${path}\n${cut}Commit it: git add ${path} && git commit\n`,
    json: { id: ready.entry.id, path, cuts },
    exit: 0,
  };
}

async function readText(args: AddArgs, context: CommandContext): Promise<{ title: string; body: string }> {
  const written = normaliseLines(await readWritten(args.text, context));
  const { title, body } = splitTitle(written);
  const given = args.title ?? title;
  if (given === null || given === '')
    throw new DreamError(
      'bad-input',
      'The text has no title.',
      'Begin it with a line `# <title>`, or give --title.',
    );
  return { title: given, body };
}

async function readWritten(from: string | undefined, context: CommandContext): Promise<string> {
  if (from === '-') return context.readStdin();
  if (from !== undefined) return context.readFile(from);
  const saved = await context.edit(TEMPLATE);
  if (saved.trim() === '' || saved === TEMPLATE)
    throw new DreamError('bad-input', 'Nothing was written: the text was left as it was.');
  return saved;
}

async function toEntry(
  args: AddArgs,
  text: { title: string; body: string },
  project: Project,
): Promise<LoreEntry> {
  const now = Date.now();
  const parsed = LoreEntry.safeParse({
    ...blank,
    ...text,
    id: createUlids({ now: () => now, random: randomBytes })(),
    kind: args.kind,
    created: new Date(now).toISOString(),
    base: project.head,
    files: args.file,
    cites: await citeFiles(args.file, project),
    supersedes: args.supersedes,
    tags: args.tag,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DreamError(
    'bad-input',
    `${String(issue?.path[0] ?? 'The entry')}: ${issue?.message ?? 'not right'}.`,
  );
}

/** What the entry is about, as it is at HEAD: when it changes, the entry is shown as stale. */
async function citeFiles(paths: readonly string[], { history, head }: Project): Promise<LoreEntry['cites']> {
  const texts = await Promise.all(paths.map((path) => history.read(head, path)));
  const missing = paths.find((_, at) => texts[at] === null);
  if (missing !== undefined)
    throw new DreamError(
      'not-found',
      `${missing} is no text file of HEAD.`,
      'Give its path from the repository’s top.',
    );
  return paths.map((path, at) => ({ path, blob: blobName(texts[at] ?? '', head) }));
}

async function requireWorkingTree(context: CommandContext, { root }: Project): Promise<void> {
  const isThere = (name: string) =>
    context.readFile(`${root}/${name}`).then(
      () => true,
      () => false,
    );
  if ((await isThere('HEAD')) && (await isThere('config')) && !(await isThere('.git/HEAD')))
    throw new DreamError(
      'bad-usage',
      'A bare repository has no working tree to write into.',
      'Run it in a clone.',
    );
}
