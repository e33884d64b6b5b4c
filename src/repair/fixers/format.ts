import type { Fixer } from '../fixer.ts';
import { proposeBiome } from './format/biome.ts';
import { proposeEslint } from './format/eslint.ts';
import { proposeLayout } from './format/layout.ts';

const TOOLS = {
  eslint: proposeEslint,
  biome: proposeBiome,
  prettier: proposeLayout('prettier'),
  oxfmt: proposeLayout('oxfmt'),
} as const;

/** The repository's own linters and formatters, for the files and rules that are red and for no others. */
export const formatFixer: Fixer = {
  name: 'format',
  handles: (failure) => failure.file !== null && failure.tool in TOOLS,
  async *propose(site) {
    const advice: string[] = [];
    for (const [tool, propose] of Object.entries(TOOLS)) {
      const failures = site.incident.failures.filter(
        (failure) => failure.tool === tool && failure.file !== null,
      );
      if (failures.length === 0) continue;
      const said = yield* propose(site, failures);
      if (said !== null) advice.push(said);
    }
    return advice.length === 0 ? null : advice.join('; ');
  },
};
