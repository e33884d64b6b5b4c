import type { IdentifiedFailure, Incident } from '../domain/incident.ts';
import type { Failure } from '../domain/report.ts';
import { type Cause, causesOf } from './causes.ts';
import { type Spot, spotsIn } from './statements.ts';

/** Complaints in one statement are one mistake only where the statement is small: a page of JSX may hold several. */
const SMALL = 12;
/** Wrong number of arguments: the one mistake is mostly in the function, not in its calls. */
const ARGUMENTS = /^TS25(?:54|55|56)$/;

/**
 * Groups failures of one check's report into incidents, by first appearance. What shares a cause belongs together: the
 * same missing symbol or module, the same first own frame, the same lint rule, one statement. `read` gives the text of a
 * repository-relative file, or null; without it statements are not looked at.
 */
export async function groupIncidents(
  failures: readonly IdentifiedFailure[],
  read: (path: string) => Promise<string | null> = async () => null,
): Promise<Incident[]> {
  const causes = failures.map((failure) => [...causesOf(failure)]);
  await addSpots(failures, causes, read);
  const groups = new Map<number, number[]>();
  for (const [index, group] of unite(causes).entries())
    groups.set(group, [...(groups.get(group) ?? []), index]);
  return [...groups.values()].flatMap((members) => {
    const [first, ...others] = members.flatMap((index) => failures[index] ?? []);
    if (first === undefined) return [];
    const { fingerprint, check } = first;
    return [{ fingerprint, check, cause: wordsOf(members, causes), failures: [first, ...others] }];
  });
}

/** For each index the smallest index that it is connected with by shared keys. */
function unite(causes: readonly (readonly Cause[])[]): number[] {
  const parent = causes.map((_, index) => index);
  const topOf = (index: number): number => {
    const above = parent[index] ?? index;
    if (above === index) return index;
    const top = topOf(above);
    parent[index] = top;
    return top;
  };
  const seen = new Map<string, number>();
  for (const [index, own] of causes.entries()) {
    for (const { key } of own) {
      const [a, b] = [topOf(index), topOf(seen.get(key) ?? index)];
      parent[Math.max(a, b)] = Math.min(a, b);
      seen.set(key, Math.min(a, b));
    }
  }
  return parent.map((_, index) => topOf(index));
}

/** The cause that most of the group has: what its members were joined by, not what each also is. */
function wordsOf(members: readonly number[], causes: readonly (readonly Cause[])[]): string {
  const count = new Map<string, { cause: Cause; times: number }>();
  for (const cause of members.flatMap((index) => causes[index] ?? [])) {
    count.set(cause.key, { cause, times: (count.get(cause.key)?.times ?? 0) + 1 });
  }
  const most = [...count.values()].sort(
    (a, b) => tellingOf(b.cause) - tellingOf(a.cause) || b.times - a.times,
  )[0];
  return most?.cause.words ?? '';
}

/** That complaints stand in one statement says less than what any of them is about. */
function tellingOf({ key }: Cause): number {
  if (key.startsWith('spot:')) return 0;
  return key.startsWith('own:') ? 1 : 2;
}

/** Adds to compilers' complaints the statement that they stand in, and the function whose arguments are wrong. */
async function addSpots(
  failures: readonly Failure[],
  causes: Cause[][],
  read: (path: string) => Promise<string | null>,
): Promise<void> {
  const byFile = new Map<string, number[]>();
  for (const [index, { tool, file, line }] of failures.entries()) {
    if (tool !== 'tsc' || file === null || line === null) continue;
    byFile.set(file, [...(byFile.get(file) ?? []), index]);
  }
  for (const [file, indices] of byFile) {
    const text = await read(file);
    if (text === null) continue;
    const spots = spotsIn(
      file,
      text,
      indices.map((index) => placeOf(failures[index])),
    );
    for (const [at, index] of indices.entries()) {
      const spot = spots[at];
      const failure = failures[index];
      if (spot && failure) causes[index]?.push(...spotCauses(file, failure, spot));
    }
  }
}

function placeOf(failure: Failure | undefined): { line: number; column: number } {
  return { line: failure?.line ?? 1, column: failure?.column ?? 1 };
}

function spotCauses(file: string, failure: Failure, spot: Spot): Cause[] {
  const causes: Cause[] = [];
  if (spot.lines[1] - spot.lines[0] < SMALL) {
    causes.push({ key: `spot:${file}:${spot.start}`, words: `one statement of ${file}` });
  }
  if (ARGUMENTS.test(failure.rule ?? '') && spot.callee !== null) {
    causes.push({ key: `call:${spot.callee}`, words: `wrong number of arguments for ${spot.callee}()` });
  }
  return causes;
}
