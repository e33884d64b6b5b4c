import { join, resolve } from 'node:path';

/** Where Node keeps what it compiled of ours: the tests start the command some hundred times. */
export const COMPILED = {
  NODE_COMPILE_CACHE: join(resolve(import.meta.dirname, '..'), 'node_modules', '.cache', 'dreamos-tests'),
};
