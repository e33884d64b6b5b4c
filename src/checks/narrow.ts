import type { Failure } from '../domain/report.ts';
import { parsers } from './parsers/index.ts';

/** The command line that reproduces just this failure, to be run at the top; null when its tool cannot narrow. */
export function narrow(failure: Failure): string | null {
  return parsers.find((parser) => parser.name === failure.tool)?.narrow(failure) ?? null;
}
