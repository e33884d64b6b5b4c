import type { Git } from './git.ts';

export interface Ref {
  readonly sha: string;
  /** Full name of the one that a symbolic one stands for; otherwise empty. */
  readonly to: string;
}

/** Refs below these prefixes (`refs/heads/`), by their full names; one git process. */
export async function listRefs(git: Git, prefixes: readonly string[]): Promise<ReadonlyMap<string, Ref>> {
  const format = '--format=%(refname) %(objectname) %(symref)';
  const said = await git.text(['for-each-ref', format, ...prefixes]);
  const lines = said.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', sha = '', to = ''] = line.split(' ');
      return [name, { sha, to }];
    }),
  );
}

/** Commits of the refs below a prefix, by what is after it. */
export function refsBelow(refs: ReadonlyMap<string, Ref>, prefix: string): Map<string, string> {
  const inside = [...refs].filter(([name]) => name.startsWith(prefix));
  return new Map(inside.map(([name, { sha }]) => [name.slice(prefix.length), sha]));
}
