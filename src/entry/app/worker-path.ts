import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the program that does work orders: beside us in the sources, or beside the bundle. */
export const WORKER = ['./worker.ts', './app-worker.js']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .find((path) => existsSync(path)) as string;
