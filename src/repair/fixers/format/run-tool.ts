import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { FileChange } from '../../../domain/patch.ts';
import type { Site } from '../../fixer.ts';

const WORKER = fileURLToPath(new URL('./format-worker.cjs', import.meta.url));
const MARK = '@@dreamos-format ';
/** A tool on a few files; the budget may leave less. */
const LONGEST_MS = 120_000;

/** A finding that the linter still has after the step, with the fixes that it suggests but does not dare to make. */
export const LeftOver = z.object({
  file: z.string(),
  rule: z.string(),
  /** 1-based. */
  line: z.number(),
  /** 1-based. */
  column: z.number(),
  message: z.string(),
  isError: z.boolean(),
  suggestions: z.array(z.object({ desc: z.string(), start: z.number(), end: z.number(), text: z.string() })),
});
export type LeftOver = z.infer<typeof LeftOver>;

const Answer = z.object({
  messages: z.array(LeftOver),
  leave: z.array(z.string()),
  problem: z.string().nullable(),
});

/** What a tool is asked to do. `none` only writes and tidies. */
type Step =
  /** `leave`: rules with findings at base that are not to be mended; null to find that out. */
  | { readonly tool: 'eslint'; readonly rules: readonly string[]; readonly leave: readonly string[] | null }
  | { readonly tool: 'biome'; readonly args: readonly string[] }
  | { readonly tool: 'prettier' | 'oxfmt' }
  | { readonly tool: 'none' };

export interface Job {
  /** Repository-relative files; no other is changed. */
  readonly files: readonly string[];
  /** Texts to put in place before the step. */
  readonly writes: readonly { readonly path: string; readonly text: string }[];
  readonly step: Step;
  /** Lay out again the files that were laid out as the repository's formatter wants them. */
  readonly tidy: boolean;
}

export interface ToolResult {
  /** Changes of the job's files against base; nothing else is kept. */
  readonly changes: readonly FileChange[];
  readonly leftOver: readonly LeftOver[];
  /** ESLint's rules that have findings at base and were left alone. */
  readonly leave: readonly string[];
  /** Why the tool could not do it, a sentence; null when it could. */
  readonly problem: string | null;
}

/** Runs one step on the workspace at base, takes what it changed, and leaves the workspace at base. */
export async function runTool(site: Site, job: Job): Promise<ToolResult> {
  const { workspace, signal } = site;
  const timeoutMs = Math.max(1, Math.min(LONGEST_MS, site.left()));
  const input = JSON.stringify({ root: workspace.root, ...job });
  const ran = await workspace.run(['node', WORKER], { timeoutMs, input, signal });
  const changes = await workspace.changes();
  await workspace.reset();
  const wanted = changes.filter(({ path, binary }) => job.files.includes(path) && !binary);
  const line = ran.output.split('\n').findLast((text) => text.startsWith(MARK));
  if (line === undefined) return nothing(lastWordsOf(ran));
  const answer = Answer.safeParse(parseJson(line.slice(MARK.length)));
  if (!answer.success) return nothing('the tool’s answer could not be read');
  const { messages, leave, problem } = answer.data;
  return { changes: wanted, leftOver: messages, leave, problem };
}

function nothing(problem: string): ToolResult {
  return { changes: [], leftOver: [], leave: [], problem };
}

function lastWordsOf(ran: { readonly timedOut: boolean; readonly output: string }): string {
  if (ran.timedOut) return 'it did not end in time';
  return ran.output.trim().split('\n').at(-1) ?? 'it ended without an answer';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
