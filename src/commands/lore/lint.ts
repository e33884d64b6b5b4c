import * as z from 'zod';
import { type CommandContext, defineCommand, type Reply } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { LintFinding, LoreText } from '../../lore/lint.ts';
import { openWorkingLore, readFiles } from './find-files.ts';

/** The part of the union that is HEAD; see `LoreFile.layers`. */
const HEAD_LAYER = 1;

export const lintCommand = defineCommand({
  name: 'lore lint',
  aliases: [],
  summary: 'Say what is wrong with entries: their form, changed facts, secrets, text that tricks its reader.',
  positionals: ['path'],
  rest: null,
  args: z.strictObject({
    path: z.string().optional().describe('An entry or a folder of them; default: lore/ of the repository.'),
    against: z
      .string()
      .optional()
      .describe('Commit that facts must not have changed since; default: HEAD. In CI: the base branch.'),
  }),
  right: 'chat',
  examples: ['dreamos lore lint', 'dreamos lore lint lore/2026', 'dreamos lore lint --against origin/main'],
  run: async ({ path, against }, context) => {
    const [{ lintLore }, { createRedact }] = await Promise.all([
      import('../../lore/lint.ts'),
      import('../../lore/redact.ts'),
    ]);
    const files = path === undefined ? await readOwn(context, against) : await readGiven(context, path);
    return toReply(files.length, lintLore(files, createRedact(context.machine)));
  },
});

/** The working tree's lore, each file with what was committed. */
async function readOwn(context: CommandContext, against: string | undefined): Promise<readonly LoreText[]> {
  const { root } = await context.open('.');
  const working = await openWorkingLore(context, root);
  if (working === null) return [];
  const before = against === undefined ? await readHead(context) : await readSince(context, against);
  const found = await readFiles(working, isEntry);
  return found.map(({ file, text }) => {
    const path = `lore/${file.path}`;
    return { path, text, before: before.get(path) ?? null };
  });
}

async function readHead(context: CommandContext): Promise<ReadonlyMap<string, string | null>> {
  const head = await readFiles(await context.lore(), (file) => (file.layers & HEAD_LAYER) !== 0);
  return new Map(head.map(({ file, text }) => [file.path, text]));
}

async function readSince(
  context: CommandContext,
  against: string,
): Promise<ReadonlyMap<string, string | null>> {
  const { history, head } = await context.open('.');
  const base = await history.resolve(against);
  if (base === null) throw new DreamError('bad-usage', `${against} is no commit.`, 'git branch --all');
  const changes = await history.changes(base, head);
  return new Map(changes.map((change) => [change.path, change.before]));
}

/** A file or a folder, in git or not: nothing is known of what it was. */
async function readGiven(context: CommandContext, path: string): Promise<readonly LoreText[]> {
  if (/\.md$/i.test(path))
    return [{ path: toSlashes(path), text: await context.readFile(path), before: null }];
  const found = await readFiles(await context.lore(path), isEntry);
  const folder = toSlashes(path).replace(/\/+$/, '');
  return found.map(({ file, text }) => ({ path: `${folder}/${file.path}`, text, before: null }));
}

/** The timeline is made from entries, and is none. */
function isEntry({ path }: { readonly path: string }): boolean {
  return path !== 'README.md';
}

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function toReply(files: number, findings: readonly LintFinding[]): Reply {
  const json = { status: findings.length === 0 ? 'clean' : 'flawed', files, findings };
  const entries = `${files} ${files === 1 ? 'entry' : 'entries'}`;
  if (findings.length === 0)
    return { text: `${entries}, nothing to say against ${files === 1 ? 'it' : 'them'}.\n`, json, exit: 0 };
  const lines = findings.map(
    ({ path, line, why, rule }) => `${path}${line === null ? '' : `:${line}`}: ${why} (${rule})`,
  );
  return { text: `${lines.join('\n')}\n`, json, exit: 1 };
}
