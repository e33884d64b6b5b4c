import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../../src/domain/report.ts';

/** What one run of a broken project was read as. */
export const Reading = z.object({
  project: z.string(),
  /** `node-20` or `node-24`. */
  node: z.string(),
  /** From the tool's structured report, or from what it printed. */
  read: z.enum(['report', 'text']),
  failures: z.array(Failure),
});
export type Reading = z.infer<typeof Reading>;

/** Stands in a log for the folder that the repository lay in. */
export const ROOT = '<root>';

/** What a broken project's command printed. */
export const Log = z.object({ project: z.string(), log: z.string() });
export type Log = z.infer<typeof Log>;

/** Real failures, recorded by make.ts. */
export function readCorpus(): Reading[] {
  return z.array(Reading).parse(readJson('failures.json'));
}

export function readLogs(): Log[] {
  return z.array(Log).parse(readJson('logs.json'));
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'recordings', name), 'utf8'));
}
