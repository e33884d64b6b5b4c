import type { Failure } from '../../../domain/report.ts';
import type { Fixer, Site } from '../../fixer.ts';
import { listOf } from './list-of.ts';
import { waysToMend } from './own-fixes.ts';
import { runTool } from './run-tool.ts';

/** Biome's safe fixes, then ours, then Biome's unsafe ones. Layout and the order of imports are mended by its formatter. */
export async function* proposeBiome(site: Site, failures: readonly Failure[]): ReturnType<Fixer['propose']> {
  const files = [...new Set(failures.flatMap(({ file }) => file ?? []))];
  const rules = [...new Set(failures.flatMap(({ rule }) => /^lint\/(.+)/.exec(rule ?? '')?.[1] ?? []))];
  const run = async (args: readonly string[], title: string) => {
    const { changes, problem } = await runTool(site, {
      files,
      writes: [],
      step: { tool: 'biome', args },
      tidy: rules.length > 0,
    });
    return { problem, batch: changes.length === 0 ? [] : [{ title, files: [...changes] }] };
  };
  if (rules.length === 0) {
    const layouts = [
      ['format', '--write'],
      ['check', '--write', '--linter-enabled=false'],
    ] as const;
    for (const args of layouts) yield (await run(args, 'lay out as biome wants it')).batch;
    return null;
  }
  const lint = ['lint', '--write', ...rules.map((rule) => `--only=${rule}`)];
  const safe = await run(lint, `apply biome's safe fix for ${listOf(rules)}`);
  if (safe.problem !== null) return `biome could not be run on its own: ${safe.problem}`;
  if (safe.batch.length > 0) yield safe.batch;
  yield* ownPatches(site, failures, files);
  const unsafe = await run([...lint, '--unsafe'], `apply biome's fix for ${listOf(rules)}`);
  if (unsafe.batch.length > 0) yield unsafe.batch;
  return null;
}

async function* ownPatches(
  site: Site,
  failures: readonly Failure[],
  files: readonly string[],
): ReturnType<Fixer['propose']> {
  for (let way = 0; ; way++) {
    const writes: { path: string; text: string }[] = [];
    let title: string | null = null;
    for (const path of files) {
      const text = await site.workspace.read(path);
      if (text === null) return null;
      const chosen = waysToMend(path, text, findingsIn(path, failures))[way];
      if (chosen === undefined) return null;
      title = chosen.title;
      writes.push({ path, text: chosen.text });
    }
    if (title === null) return null;
    const { changes } = await runTool(site, { files, writes, step: { tool: 'none' }, tidy: true });
    if (changes.length > 0) yield [{ title, files: [...changes] }];
  }
}

function findingsIn(path: string, failures: readonly Failure[]) {
  return failures
    .filter(({ file }) => file === path)
    .map(({ rule, line, column, message }) => ({
      file: path,
      rule: rule ?? '',
      line: line ?? 1,
      column: column ?? 1,
      message,
      isError: true,
      suggestions: [],
    }));
}
