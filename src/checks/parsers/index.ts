import type { Parser } from '../parser.ts';
import { biome } from './biome.ts';
import { eslint } from './eslint.ts';
import { jest } from './jest.ts';
import { junit } from './junit.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { oxfmt } from './oxfmt.ts';
import { packageManager } from './package-manager.ts';
import { prettier } from './prettier.ts';
import { tap } from './tap.ts';
import { text } from './text.ts';
import { tsc } from './tsc.ts';
import { vitest } from './vitest.ts';

/** Every tool whose output we read. The last one, `text`, is asked only when no other had anything to say. */
export const parsers: readonly Parser[] = [
  tsc,
  eslint,
  biome,
  prettier,
  oxfmt,
  jest,
  vitest,
  mocha,
  nodeTest,
  junit,
  tap,
  packageManager,
  text,
];
