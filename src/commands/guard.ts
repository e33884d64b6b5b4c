import * as z from 'zod';
import { type CommandContext, defineCommand, type Project } from '../domain/command.ts';
import type { FileChange, GuardResult } from '../domain/patch.ts';
import type { BaseReader } from '../repair/guard/base-reader.ts';
import { requireRange } from './range.ts';
import { configArg } from './shared-args.ts';
import { withoutNewLore } from './without-new-lore.ts';

export const guardCommand = defineCommand({
  name: 'guard',
  aliases: [],
  summary:
    'Say whether a change cheats: weakens tests, strictness or CI, hides errors, or goes where no fix may.',
  positionals: ['change'],
  rest: null,
  args: z.strictObject({
    change: z.string().describe('A patch file (- for standard input), or a range of commits: base..head.'),
    config: configArg,
  }),
  right: 'chat',
  examples: ['dreamos guard fix.patch', 'dreamos guard main..feature --json', 'git diff | dreamos guard -'],
  run: async (args, context) => {
    const { changes: all, leaveAlone, base } = await readChange(args, context);
    const changes = await withoutNewLore(all, context);
    const [{ guard }, { readSurroundings }] = await Promise.all([
      import('../repair/guard/index.ts'),
      import('../repair/guard/surroundings.ts'),
    ]);
    const surroundings = base && (await readSurroundings(changes, [], base));
    const result = guard(changes, { leaveAlone, surroundings });
    return { text: renderGuard(result), json: result, exit: result.allowed ? 0 : 1 };
  },
});

interface Change {
  readonly changes: readonly FileChange[];
  readonly leaveAlone: readonly string[];
  /** What the change was made for; null outside of a repository. */
  readonly base: BaseReader | null;
}

async function readChange(
  args: { change: string; config?: string | undefined },
  context: CommandContext,
): Promise<Change> {
  const text = await readPatch(args.change, context);
  if (text === null) {
    const project = await context.open('.', { config: args.config });
    const { base, head } = await requireRange(project, args.change);
    return {
      changes: await project.history.changes(base, head),
      leaveAlone: project.config.leaveAlone,
      base: readerAt(project, base),
    };
  }
  const project = await context.open('.', { config: args.config }).catch((error) => {
    if (error?.code === 'not-a-repository' || error?.code === 'no-commits') return null;
    throw error;
  });
  const readBase = (path: string) =>
    project ? project.history.read(project.head, path) : context.readFile(path).catch(() => null);
  return {
    changes: await parseOnto(text, readBase),
    leaveAlone: project?.config.leaveAlone ?? [],
    base: project && readerAt(project, project.head),
  };
}

function readerAt({ history }: Project, sha: string): BaseReader {
  return { files: () => history.files(sha), read: (path) => history.read(sha, path) };
}

/** Text of a patch file; null when the word is a range of commits instead. */
async function readPatch(change: string, context: CommandContext): Promise<string | null> {
  if (change === '-') return context.readStdin();
  try {
    return await context.readFile(change);
  } catch (error) {
    if (change.includes('..') || (await isBranch(change, context))) return null;
    throw error;
  }
}

async function isBranch(word: string, context: CommandContext): Promise<boolean> {
  const project = await context.open('.').catch(() => null);
  return project !== null && (await project.history.resolve(word)) !== null;
}

/** A patch is laid on what it was made for where that can be had; elsewhere its own context must do. */
async function parseOnto(
  text: string,
  readBase: (path: string) => Promise<string | null>,
): Promise<readonly FileChange[]> {
  const { parsePatch } = await import('../repair/patch-text.ts');
  const bases = new Map<string, string | null>();
  const touched = parsePatch(text, () => null).flatMap((change) => [
    change.path,
    change.renamedFrom ?? change.path,
  ]);
  for (const path of new Set(touched)) bases.set(path, await readBase(path));
  return parsePatch(text, (path) => bases.get(path) ?? null);
}

function renderGuard(result: GuardResult): string {
  if (result.allowed) return 'allowed: nothing in this change weakens a check or goes where no fix may\n';
  const lines = result.findings.map(
    ({ rule, file, line, why }) => `${file}${line === null ? '' : `:${line}`}: ${why} (${rule})`,
  );
  return `refused:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
