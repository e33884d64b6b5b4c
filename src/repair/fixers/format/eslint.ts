import type { Patch } from '../../../domain/patch.ts';
import type { Failure } from '../../../domain/report.ts';
import type { Fixer, Site } from '../../fixer.ts';
import { listOf } from './list-of.ts';
import { waysToMend } from './own-fixes.ts';
import { type LeftOver, runTool, type ToolResult } from './run-tool.ts';

/** Ways that are tried for what ESLint does not mend itself. */
const MOST_WAYS = 6;
/** Taking out one name may leave another without use: so often what is left is mended again. */
const MOST_ROUNDS = 4;

/** ESLint's own fixes first; for what they leave, ours and ESLint's suggestions. */
export async function* proposeEslint(site: Site, failures: readonly Failure[]): ReturnType<Fixer['propose']> {
  const files = [...new Set(failures.flatMap(({ file }) => file ?? []))];
  const rules = [...new Set(failures.flatMap(({ rule }) => rule ?? []))];
  if (rules.length === 0) return null;
  const run = (writes: ReadonlyMap<string, string>, leave: readonly string[] | null) =>
    runTool(site, {
      files,
      writes: [...writes].map(([path, text]) => ({ path, text })),
      step: { tool: 'eslint', rules, leave },
      tidy: true,
    });
  const fixed = await run(new Map(), null);
  const fix = (writes: ReadonlyMap<string, string>) => run(writes, fixed.leave);
  if (fixed.problem !== null) return `eslint could not be run on its own: ${fixed.problem}`;
  const title = `apply eslint's ${rules.length === 1 ? 'fix' : 'fixes'} for ${listOf(rules)}`;
  if (fixed.changes.length > 0 && !fixed.leftOver.some(({ isError }) => isError))
    yield [{ title, files: [...fixed.changes] }];
  for (let way = 0; way < MOST_WAYS && fixed.leftOver.length > 0; way++) {
    const mended = await mend(site, fixed, way, fix);
    if (mended === null) break;
    if (mended.left.length === 0) yield [mended.patch];
  }
  return fixed.leftOver.length === 0 ? null : adviceFor(fixed.leftOver);
}

/** The leftovers mended in the n-th way of each file; null when no file has that many ways. */
async function mend(
  site: Site,
  fixed: ToolResult,
  way: number,
  fix: (writes: ReadonlyMap<string, string>) => Promise<ToolResult>,
): Promise<{ patch: Patch; left: readonly LeftOver[] } | null> {
  let titles: ReadonlySet<string> = new Set();
  let state = fixed;
  for (let round = 0; round < MOST_ROUNDS && state.leftOver.length > 0; round++) {
    const next = await writesFor(site, state, round === 0 ? way : 0);
    if (next === null) break;
    titles = new Set([...titles, ...next.titles]);
    state = await fix(next.writes);
    if (state.problem !== null) break;
  }
  if (titles.size === 0) return null;
  return { patch: { title: listOf([...titles]), files: [...state.changes] }, left: state.leftOver };
}

async function writesFor(
  site: Site,
  state: ToolResult,
  way: number,
): Promise<{ titles: Set<string>; writes: Map<string, string> } | null> {
  const writes = new Map(
    state.changes.flatMap(({ path, after }) => (after === null ? [] : [[path, after] as const])),
  );
  const titles = new Set<string>();
  let isNew = false;
  for (const [path, findings] of byFile(state.leftOver)) {
    const text = writes.get(path) ?? (await site.workspace.read(path));
    if (text === null) continue;
    const ways = waysToMend(path, text, findings);
    const chosen = ways[way] ?? ways.at(-1);
    if (chosen === undefined) continue;
    isNew ||= way < ways.length;
    titles.add(chosen.title);
    writes.set(path, chosen.text);
  }
  return isNew ? { titles, writes } : null;
}

function byFile(findings: readonly LeftOver[]): Map<string, LeftOver[]> {
  const groups = new Map<string, LeftOver[]>();
  for (const finding of findings) groups.set(finding.file, [...(groups.get(finding.file) ?? []), finding]);
  return groups;
}

function adviceFor(left: readonly LeftOver[]): string | null {
  const [first] = left;
  if (first === undefined) return null;
  const rest = left.length === 1 ? '' : ` and ${left.length - 1} more`;
  return `no safe fix is known for ${first.rule} at ${first.file}:${first.line}${rest}`;
}
