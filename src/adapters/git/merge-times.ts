/** The default branch as far back as it was read. */
export interface Graph {
  has(commit: string): boolean;
  /** The first parent; null for a commit without one, or that it does not have. */
  before(commit: string): string | null;
  /** When the branch itself got a commit, milliseconds since the epoch; null for one that it does not have. */
  arrival(commit: string): number | null;
}

interface Node {
  readonly at: number;
  readonly parents: readonly string[];
}

/** Reads `git log --format='%H %ct %P'`, the branch's tip first. */
export function parseGraph(out: string): Graph {
  const nodes = new Map<string, Node>();
  for (const line of out.split('\n')) {
    const [sha = '', seconds = '', ...parents] = line.trim().split(' ');
    if (sha !== '') nodes.set(sha, { at: Number(seconds) * 1000, parents });
  }
  let arrivals: Map<string, number> | null = null;
  return {
    has: (commit) => nodes.has(commit),
    before: (commit) => nodes.get(commit)?.parents[0] ?? null,
    arrival: (commit) => {
      arrivals ??= arrivalsOf(nodes);
      return arrivals.get(commit) ?? null;
    },
  };
}

/** Each commit came with the oldest commit of the first-parent line that reaches it. */
function arrivalsOf(nodes: ReadonlyMap<string, Node>): Map<string, number> {
  const line: [string, Node][] = [];
  for (let sha = nodes.keys().next().value; sha !== undefined; ) {
    const node = nodes.get(sha);
    if (node === undefined) break;
    line.push([sha, node]);
    sha = node.parents[0];
  }
  const arrivals = new Map<string, number>();
  for (const [tip, { at }] of line.reverse()) {
    const open = [tip];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (arrivals.has(sha) || !nodes.has(sha)) continue;
      arrivals.set(sha, at);
      open.push(...(nodes.get(sha)?.parents ?? []));
    }
  }
  return arrivals;
}
