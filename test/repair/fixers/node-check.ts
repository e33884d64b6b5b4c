import path from 'node:path';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Failure, Frame } from '../../../src/domain/report.ts';
import { makeFailure } from './folder-workspace.ts';

/** Runs a script with Node and reads the error that ended it; none when it ended well. */
export async function nodeCheck(workspace: Workspace, script: string): Promise<Failure[]> {
  const ran = await workspace.run([process.execPath, script], { timeoutMs: 20_000 });
  if (ran.exit === 0) return [];
  const message =
    /^(\w*Error(?: \[\w+\])?: [\s\S]*?)(?=\n {4}at |\n\n|$)/m.exec(ran.output)?.[1] ?? ran.output;
  const frames = [...ran.output.matchAll(/^ {4}at (?:(.*?) \()?(?:file:\/\/)?(\/[^):]+):(\d+):(\d+)/gm)];
  const head = /^(?:file:\/\/)?(\/\S+?):(\d+)$/m.exec(ran.output)?.[1];
  return [
    makeFailure({
      file: head?.startsWith(workspace.root) ? path.relative(workspace.root, head) : script,
      rule: /code: '(\w+)'/.exec(ran.output)?.[1] ?? null,
      message,
      frames: frames.map(([, name, file = '', line, column]): Frame => {
        const own = file.startsWith(workspace.root);
        return {
          file: own ? path.relative(workspace.root, file) : file,
          line: Number(line),
          column: Number(column),
          name: name ?? null,
          own,
        };
      }),
    }),
  ];
}
