import type { Fixer } from '../fixer.ts';
import { formatFixer } from './format.ts';
import { lockfileFixer } from './lockfile.ts';
import { modulesFixer } from './modules.ts';
import { regressionFixer } from './regression.ts';
import { typescriptFixer } from './typescript.ts';

/** All fixers, cheapest first: the order in which they are tried. */
export const fixers: readonly Fixer[] = [
  formatFixer,
  typescriptFixer,
  modulesFixer,
  lockfileFixer,
  regressionFixer,
];
