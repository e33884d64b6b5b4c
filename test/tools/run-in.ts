import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { toolsFolder } from './place.ts';

export interface RunResult {
  readonly exit: number | null;
  readonly output: string;
}

/** Environment of a check as it is run for real: no colours, no settings of the caller. `path` comes first on PATH. */
export function runIn(
  folder: string,
  command: string,
  added: { env?: Readonly<Record<string, string>>; path?: readonly string[] } = {},
): RunResult {
  const path = [
    join(folder, 'node_modules', '.bin'),
    ...(added.path ?? []),
    dirname(process.execPath),
    process.env.PATH ?? '',
  ];
  // One pipe for both streams, so that they stay in order.
  const ran = spawnSync('/bin/sh', ['-c', `{ ${command}\n} 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      HOME: folder,
      CI: 'true',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      TERM: 'dumb',
      NODE_20: join(toolsFolder, 'node-20', 'bin', 'node'),
      PATH: path.join(delimiter),
      ...added.env,
    },
  });
  return { exit: ran.status, output: ran.stdout };
}
