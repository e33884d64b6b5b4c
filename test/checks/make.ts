import type { Check, Ran } from '../../src/domain/report.ts';

export function makeCheck(known: Partial<Check> = {}): Check {
  return {
    name: 'test',
    kind: 'test',
    run: 'npm test',
    cwd: '.',
    timeoutMs: 60_000,
    tools: [],
    why: 'script "test" of package.json',
    ...known,
  };
}

export function makeRan(known: Partial<Ran> = {}): Ran {
  return {
    exit: 0,
    signal: null,
    timedOut: false,
    ms: 12,
    output: '',
    bytes: 0,
    sha256: '0'.repeat(64),
    ...known,
  };
}
