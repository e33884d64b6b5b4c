import type { Failure } from '../../../domain/report.ts';
import type { Fixer, Site } from '../../fixer.ts';
import { runTool } from './run-tool.ts';

/** The red files laid out by the repository's own Prettier. */
export async function* proposePrettier(
  site: Site,
  failures: readonly Failure[],
): ReturnType<Fixer['propose']> {
  const files = [...new Set(failures.flatMap(({ file }) => file ?? []))];
  const { changes, problem } = await runTool(site, {
    files,
    writes: [],
    step: { tool: 'prettier' },
    tidy: false,
  });
  if (changes.length > 0) yield [{ title: 'lay out as prettier wants it', files: [...changes] }];
  return problem === null ? null : `prettier could not lay it out: ${problem}`;
}
