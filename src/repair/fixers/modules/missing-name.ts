import { posix } from 'node:path';
import { isTestPath } from '../../guard/role.ts';
import type { Problem } from './problem.ts';
import type { Exported, ImportedName, Shape } from './shape.ts';
import type { Sources, Use } from './sources.ts';

export type MissingName = Extract<Problem, { kind: 'missing-name' }>;

/** A use of a module together with the name that it takes in vain. */
interface Wanting extends Use {
  readonly name: ImportedName;
}

/** What is known about a missing name when ways to mend it are looked for. */
export interface Case {
  readonly sources: Sources;
  readonly module: Shape;
  readonly wanted: string;
  /** What the name is called by the one who wants it: for a default import its local name. */
  readonly called: string;
  readonly wanting: readonly Wanting[];
  /** Tests want it: then only the module may change. */
  readonly fixed: boolean;
  readonly given: ReadonlySet<string>;
  readonly uses: readonly Use[];
  readonly system: 'esm' | 'commonjs';
}

/** Modules that give the wanted name themselves, nearest first. */
export async function giversOf({
  sources,
  module,
  wanted,
  wanting,
}: Case): Promise<{ giver: Shape; far: number }[]> {
  const shapes = await sources.holding(wanted);
  const importers = new Set(wanting.map(({ importer }) => importer.path));
  const givers = shapes.filter(
    (shape) =>
      shape.path !== module.path &&
      !importers.has(shape.path) &&
      !isTestPath(shape.path) &&
      shape.exports.some(({ name, from }) => name === wanted && from === null),
  );
  const near = posix.dirname(module.path);
  const ranked = givers.map((giver) => ({
    giver,
    far: posix.relative(near, giver.path).split('/').length * 0.2,
  }));
  ranked.sort((a, b) => a.far - b.far);
  return ranked.slice(0, 3).map(({ giver, far }) => ({ giver, far: far + (givers.length - 1) * 0.3 }));
}

/** Another file, written the way that a specifier is: with or without extension. */
export function specifierLike(sample: string, importer: Shape, module: Shape): string {
  const plain = posix.relative(posix.dirname(importer.path), module.path);
  const path = plain.startsWith('.') ? plain : `./${plain}`;
  if (/\.[cm]?tsx?$/.test(sample)) return path;
  if (/\.[cm]?jsx?$/.test(sample)) return path.replace(/\.([cm]?)tsx?$/, '.$1js');
  return path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

/** Where an export of a module is written: in itself, or in one that it passes on. */
export async function placeOf(
  sources: Sources,
  module: Shape,
  name: string,
): Promise<{ shape: Shape; exported: Exported } | null> {
  const own = module.exports.find((one) => one.name === name);
  if (own) return { shape: module, exported: own };
  for (const star of module.stars) {
    const path = sources.resolve(module.path, star);
    const next = path === null ? null : await sources.shape(path);
    const found = next && next.path !== module.path ? await placeOf(sources, next, name) : null;
    if (found) return found;
  }
  return null;
}
