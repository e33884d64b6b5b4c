import type { Failure } from '../../../domain/report.ts';
import type { Fixer, Site } from '../../fixer.ts';
import { runTool } from './run-tool.ts';

/** The red files laid out by the repository's own formatter, one that does nothing else. */
export function proposeLayout(tool: 'prettier' | 'oxfmt') {
  return async function* (site: Site, failures: readonly Failure[]): ReturnType<Fixer['propose']> {
    const files = [...new Set(failures.flatMap(({ file }) => file ?? []))];
    const { changes, problem } = await runTool(site, { files, writes: [], step: { tool }, tidy: false });
    if (changes.length > 0) yield [{ title: `lay out as ${tool} wants it`, files: [...changes] }];
    return problem === null ? null : `${tool} could not lay it out: ${problem}`;
  };
}
