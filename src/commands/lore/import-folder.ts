import type { CommandContext, Reply } from '../../domain/command.ts';
import { count } from '../../domain/count.ts';
import type { LoreEntry, LoreId } from '../../domain/lore.ts';
import type { ForeignText } from '../../lore/import-entry.ts';
import { importEntry, textPart } from '../../lore/import-entry.ts';
import { parseEntry } from '../../lore/markdown.ts';
import { prepareEntry, type ReadyEntry } from '../../lore/prepare-entry.ts';
import { type PlacedEntry, readLore } from '../../lore/read-lore.ts';
import { createRedact, type Redact } from '../../lore/redact.ts';
import type { TimelineEntry } from '../../lore/timeline.ts';
import { readFiles } from './find-files.ts';
import { writeEntries } from './write-entries.ts';

/** Entries that one commit brings. */
const BATCH = 500;
const MOST_LISTED = 50;

interface Sorted {
  readonly ready: readonly { readonly from: string; readonly made: ReadyEntry }[];
  readonly known: readonly { readonly from: string; readonly id: LoreId }[];
  readonly refused: readonly { readonly from: string; readonly why: string }[];
}

/** Brings in every file that can be, and lists the others. What was brought in before is known by its text. */
export async function importFolder(
  folder: string,
  { isDry }: { isDry: boolean },
  context: CommandContext,
): Promise<Reply> {
  const [found, own] = await Promise.all([
    context.lore(folder).then((home) => readFiles(home, () => true)),
    context.lore().then(({ source }) => readLore(source)),
  ]);
  const texts = found.flatMap(({ file, text }) => (text === null ? [] : [{ path: file.path, text }]));
  const unread = found.flatMap(({ file, text }) =>
    text === null ? [{ from: file.path, why: 'it cannot be read as text' }] : [],
  );
  const sorted = sortFiles(texts, own.entries, createRedact(context.machine));
  const branch = isDry ? null : await writeAll(sorted.ready, own.entries, folder, context);
  return toReply({ ...sorted, refused: [...unread, ...sorted.refused] }, branch);
}

function sortFiles(texts: readonly ForeignText[], own: readonly PlacedEntry[], redact: Redact): Sorted {
  const now = Date.now();
  const ids = new Set(own.map(({ entry }) => entry.id));
  const byText = new Map(own.map(({ entry }) => [textPart(entry.id), entry.id]));
  const fresh: { from: string; entry: LoreEntry; was: LoreId | null }[] = [];
  const known: { from: string; id: LoreId }[] = [];
  const refused: { from: string; why: string }[] = [];
  for (const file of texts) {
    const from = file.path;
    const why = whyNot(file);
    if (why !== null) {
      refused.push({ from, why });
      continue;
    }
    const parsed = parseEntry(file.text);
    const was = parsed.status === 'parsed' ? parsed.entry.id : null;
    const entry = importEntry(file, now);
    const id = was !== null && ids.has(was) ? was : byText.get(textPart(entry.id));
    if (id !== undefined) known.push({ from, id });
    else {
      byText.set(textPart(entry.id), entry.id);
      fresh.push({ from, entry, was });
    }
  }
  const renamed = new Map(fresh.flatMap(({ entry, was }) => (was === null ? [] : [[was, entry.id]])));
  const ready: { from: string; made: ReadyEntry }[] = [];
  for (const { from, entry } of fresh) {
    const made = prepareEntry(withNewNames(entry, renamed), redact);
    if (made.status === 'ready') ready.push({ from, made });
    else refused.push({ from, why: made.why });
  }
  return { ready, known, refused };
}

/** What it says of others holds for those that came with it; it has no say over what is here. */
function withNewNames(entry: LoreEntry, renamed: ReadonlyMap<string, LoreId>): LoreEntry {
  const rename = (ids: readonly LoreId[]) => ids.flatMap((id) => renamed.get(id) ?? []);
  return { ...entry, refers: rename(entry.refers), supersedes: rename(entry.supersedes) };
}

function whyNot({ path, text }: ForeignText): string | null {
  if (text.trim() === '') return 'it is empty';
  if (/(?:^|\/)README\.md$/.test(path) && text.includes('dreamos lore timeline'))
    return 'it is a timeline, made from the entries beside it';
  return text.includes('\0') || !text.isWellFormed() || text.includes('\ufffd')
    ? 'it is not text in UTF-8'
    : null;
}

async function writeAll(
  ready: Sorted['ready'],
  own: readonly PlacedEntry[],
  folder: string,
  context: CommandContext,
): Promise<string | null> {
  if (ready.length === 0) return null;
  const project = await context.open('.');
  const known: TimelineEntry[] = [...own];
  for (let at = 0; at < ready.length; at += BATCH) {
    const batch = ready.slice(at, at + BATCH).map(({ made }) => made);
    const name = folder.split(/[\\/]/).filter(Boolean).at(-1) ?? 'a folder';
    await writeEntries(project, batch, known, `docs(lore): import ${batch.length} from ${name}`);
    known.push(...batch);
  }
  return project.book.branch;
}

function toReply({ ready, known, refused }: Sorted, branch: string | null): Reply {
  const cuts = ready.flatMap(({ from, made }) => made.cuts.map(({ what }) => ({ from, what })));
  const status = branch !== null ? 'imported' : ready.length === 0 ? 'unchanged' : 'dry-run';
  const done =
    status === 'dry-run'
      ? `${ready.length} would be imported`
      : `${ready.length} imported${branch === null ? '' : ` onto ${branch}`}`;
  const shown = refused.slice(0, MOST_LISTED).map(({ from, why }) => `  ${from}: ${why}\n`);
  const more =
    refused.length > shown.length ? `  … and ${refused.length - shown.length} more (--json has all)\n` : '';
  const left = refused.length === 0 ? '' : `Not imported:\n${shown.join('')}${more}`;
  const cut = cuts.length === 0 ? '' : `${count(cuts.length, 'secret')} cut out of what was imported.\n`;
  return {
    text: `${done}, ${known.length} are here already, ${refused.length} cannot be.\n${cut}${left}`,
    json: {
      status,
      branch,
      imported: ready.map(({ from, made }) => ({ from, id: made.entry.id, path: made.path })),
      known,
      refused,
      cuts,
    },
    exit: refused.length === 0 ? 0 : 1,
  };
}
