import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { namesGivenBy } from './audit.ts';
import { type Candidate, replace, toEdits } from './candidate.ts';
import { lettersApart } from './near.ts';
import type { Problem } from './problem.ts';
import type { Reference } from './shape.ts';
import { readingsOf, type Sources, stemOf, type Use } from './sources.ts';
import { formsOf } from './written-path.ts';

type Renames = (paths: readonly string[]) => Promise<readonly { readonly to: string }[]>;

/** Paths offered for one specifier. */
const MOST_PATHS = 6;

/** Where a specifier that leads nowhere may have meant to lead: every importer of the same missing path is mended at once. */
export async function mendPath(
  sources: Sources,
  problem: Extract<Problem, { kind: 'unresolved' }>,
  renamesOf: Renames,
): Promise<Candidate[]> {
  const uses = await usesOfTarget(sources, problem);
  const ranked = await rankPaths(sources, problem, renamesOf);
  return ranked.slice(0, MOST_PATHS).flatMap(({ path, cost }) => {
    const forms = new Set(uses.flatMap((use) => formsOf(sources, use, path)).map(({ form }) => form));
    return [...forms].sort().map((form): Candidate => {
      const edits = uses.flatMap(({ importer, reference }) => {
        const spelled = formsOf(sources, { importer, reference }, path);
        const chosen = spelled.find((one) => one.form === form) ?? spelled[0];
        return chosen ? [replace(importer, reference.sourceSpan, chosen.text)] : [];
      });
      const first = edits[0]?.edit.text ?? path;
      const late = { usual: 0, whole: 0.3, short: 0.5 }[form];
      return {
        title: `import '${first}' instead of '${problem.reference.source}'`,
        cost: cost + late,
        edits: toEdits(edits),
      };
    });
  });
}

/** Every place in the repository that points to the same missing path. */
async function usesOfTarget(
  sources: Sources,
  { importer, reference, target }: Extract<Problem, { kind: 'unresolved' }>,
): Promise<Use[]> {
  const word = stemOf(posix.basename(target));
  const shapes = word === '' || word === '.' ? [importer] : await sources.holding(word);
  const uses = shapes.flatMap((shape) =>
    shape.references
      .filter(({ source }) => {
        const other = sources.target(shape.path, source);
        const same = other !== null && (other === target || stemOf(other) === stemOf(target));
        return same && (shape.path === importer.path || !sources.resolve(shape.path, source));
      })
      .map((one) => ({ importer: shape, reference: one })),
  );
  return uses.length > 0 ? uses : [{ importer, reference }];
}

async function rankPaths(
  sources: Sources,
  { importer, reference, target }: Extract<Problem, { kind: 'unresolved' }>,
  renamesOf: Renames,
): Promise<{ path: string; cost: number }[]> {
  const costs = new Map<string, number>();
  const offer = (path: string | null, cost: number) => {
    if (path === null || path === importer.path || !sources.has(path)) return;
    costs.set(path, Math.min(cost, costs.get(path) ?? Number.POSITIVE_INFINITY));
  };
  offer(readingsOf(target).find((path) => sources.has(path)) ?? null, 0.2);
  offer(readingsOf(stemOf(target)).find((path) => sources.has(path)) ?? null, 0.3);
  for (const path of await renamed(sources, target, renamesOf)) offer(path, 0.5);
  const kind = posix.extname(stemOf(target) === target ? '.js' : target);
  for (const path of sources.files) {
    const cost = apart(target, path, kind);
    if (cost !== null) offer(path, cost);
  }
  const ranked = [...costs].map(([path, cost]) => ({ path, cost }));
  ranked.sort((a, b) => a.cost - b.cost || a.path.localeCompare(b.path));
  const best = await Promise.all(
    ranked
      .slice(0, 3 * MOST_PATHS)
      .map(async ({ path, cost }) => ({ path, cost: cost + (await misfit(sources, reference, path)) })),
  );
  return best.sort((a, b) => a.cost - b.cost);
}

/** Where git says that the file went, under any of its names; moves are followed. */
async function renamed(sources: Sources, target: string, renamesOf: Renames): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  for (let paths = readingsOf(target).slice(0, 10); paths.length > 0; ) {
    for (const path of paths) seen.add(path);
    const moves = await renamesOf(paths);
    paths = moves.map(({ to }) => to).filter((to) => !seen.has(to));
    found.push(...paths.filter((path) => sources.has(path)));
  }
  return found;
}

/** How far a file is from what was written; null when it is out of question. */
function apart(target: string, path: string, kind: string): number | null {
  if (kind === '.json' ? !path.endsWith('.json') : !/\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(path)) return null;
  const wanted = stemOf(target).split('/');
  const plain = stemOf(path);
  const there = (
    posix.basename(plain) === 'index' && wanted.at(-1) !== 'index' ? posix.dirname(plain) : plain
  ).split('/');
  const same = (a: readonly string[], b: readonly string[]) =>
    a.join('/').toLowerCase() === b.join('/').toLowerCase();
  if (same(wanted, there)) return 0;
  const name = wanted.at(-1) ?? '';
  const found = there.at(-1) ?? '';
  const letters = name.toLowerCase() === found.toLowerCase() ? 0 : lettersApart(name, found);
  const near = letters <= Math.max(1, Math.min(2, Math.floor(name.length / 3)));
  if (!near && !isVariant(name, found)) return null;
  const folder = (parts: readonly string[]) => parts.slice(0, -1).join('/');
  const folders = distance(folder(wanted), folder(there));
  const elsewhere =
    folders === 0 ? 0 : folders <= 2 ? 0.6 + folders * 0.3 : 1.5 + stepsApart(wanted, there) * 0.3;
  return (near ? letters * 0.5 : 1.8) + elsewhere + (letters > 0 ? 0.5 : 0);
}

/** `user-card` for `UserCard`, `math` for `math-utils`. */
function isVariant(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[-_.]/g, '');
  const [one, other] = [plain(a), plain(b)];
  return (
    one === other ||
    (Math.min(one.length, other.length) >= 4 && (one.startsWith(other) || other.startsWith(one)))
  );
}

function stepsApart(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) - 1 && a[shared] === b[shared]) shared += 1;
  return a.length + b.length - 2 - 2 * shared;
}

/** More for a module that does not give what is taken, less for one that does. */
async function misfit(sources: Sources, reference: Reference, path: string): Promise<number> {
  const module = await sources.shape(path);
  const wanted = reference.names.filter(
    ({ imported, member }) => !member && imported !== '*' && imported !== 'default',
  );
  if (!module || wanted.length === 0) return 0;
  const given = await namesGivenBy(sources, module);
  if (!given) return 0;
  return wanted.every(({ imported }) => given.has(imported)) ? -0.5 : 3;
}
