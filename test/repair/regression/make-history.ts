import { execFileSync } from 'node:child_process';
import { makeFolder } from '../../make.ts';

export interface Step {
  /** Null deletes one. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message?: string;
  /** Places of its parents in the list; by default the step before. */
  readonly parents?: readonly number[];
}

/** A repository with these commits, made by one process; its working tree is empty. Returns the SHAs by place. */
export function makeHistory(steps: readonly Step[]): { dir: string; shas: readonly string[] } {
  const dir = makeFolder();
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: dir });
  const shas = execFileSync('git', ['fast-import', '--quiet'], {
    cwd: dir,
    input: steps.map((step, at) => `${toCommand(step, at)}get-mark :${at + 1}\n`).join(''),
    encoding: 'utf8',
  });
  return { dir, shas: shas.trim().split('\n') };
}

function toCommand({ files, message = 'change', parents }: Step, at: number): string {
  const [from, merged] = parents ?? (at === 0 ? [] : [at - 1]);
  return [
    'commit refs/heads/main',
    `mark :${at + 1}`,
    `author Ada <ada@example.com> ${1_700_000_000 + at} +0000`,
    `committer Ada <ada@example.com> ${1_700_000_000 + at} +0000`,
    toData(message),
    ...(from === undefined ? [] : [`from :${from + 1}`]),
    ...(merged === undefined ? [] : [`merge :${merged + 1}`]),
    ...Object.entries(files).map(([path, text]) =>
      text === null ? `D ${path}` : `M 100644 inline ${path}\n${toData(text)}`,
    ),
    '',
  ].join('\n');
}

function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
