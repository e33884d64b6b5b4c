import * as posix from 'node:path/posix';
import type { FileChange } from '../../domain/patch.ts';
import type { BaseReader, CheckCommand, Surroundings } from './base-reader.ts';
import { findCheckFiles } from './check-files.ts';
import { findComparedFiles } from './compared-files.ts';
import { formerPath } from './rule.ts';

/** Reads as little as the changes ask for: most patches touch nothing that needs a look around. */
export async function readSurroundings(
  changes: readonly FileChange[],
  commands: readonly CheckCommand[],
  base: BaseReader,
): Promise<Surroundings> {
  const files = new Set(await base.files());
  const touched = [...new Set(changes.map(formerPath))].filter((path) => files.has(path));
  const moved = changes.some((change) => change.renamedFrom !== null);
  return {
    files,
    checkFiles: await findCheckFiles(touched, commands, files, base),
    comparedFiles: await findComparedFiles(touched, files, base),
    compiled: moved ? await readCompiled(base) : null,
  };
}

/** `include` of the top's tsconfig, as far as it can be read without its bases. */
async function readCompiled(base: BaseReader): Promise<readonly string[] | null> {
  const text = await base.read('tsconfig.json');
  const list = /"include"\s*:\s*\[([^\]]*)\]/.exec(text ?? '')?.[1];
  if (list === undefined) return null;
  const globs = [...list.matchAll(/"([^"]+)"/g)].map((match) =>
    posix.normalize(match[1] ?? '').replace(/\/$/, ''),
  );
  return globs.length > 0 ? globs : null;
}
