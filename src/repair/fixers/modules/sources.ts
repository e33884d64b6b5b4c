import { posix } from 'node:path';
import type { Workspace } from '../../../domain/ports.ts';
import { type Alias, readAliases } from './aliases.ts';
import { readShape } from './read-shape.ts';
import type { Reference, Shape } from './shape.ts';
import { isScript } from './syntax.ts';

/** Files read in search of importers; a bigger repository is searched in part. */
const MOST_READ = 4000;

/** What a written extension may stand for, in the order that tools try. */
const STANDS_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const ENDINGS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.d.ts',
  '.vue',
  '.svelte',
];

/** An import of a module by another. */
export interface Use {
  readonly importer: Shape;
  readonly reference: Reference;
}

/** The repository's sources, read when asked for and kept. */
export interface Sources {
  readonly files: readonly string[];
  has(path: string): boolean;
  text(path: string): Promise<string | null>;
  shape(path: string): Promise<Shape | null>;
  /** Where a specifier points: a path that need not exist. Null for packages. */
  target(from: string, specifier: string): string | null;
  /** The file that a specifier means in the most tolerant reading. */
  resolve(from: string, specifier: string): string | null;
  /** Who imports a file. */
  usesOf(path: string): Promise<readonly Use[]>;
  /** Every script that holds the word. */
  holding(word: string): Promise<readonly Shape[]>;
}

export async function openSources(workspace: Workspace): Promise<Sources> {
  const files = await workspace.files();
  const present = new Set(files);
  const texts = new Map<string, Promise<string | null>>();
  const shapes = new Map<string, Promise<Shape | null>>();
  const text = (path: string) => remembered(texts, path, () => workspace.read(path));
  const shape = (path: string) =>
    remembered(shapes, path, async () => {
      const read = present.has(path) ? await text(path) : null;
      return read === null ? null : readShape(path, read);
    });
  const aliases = await readAliases(files, text);
  const target = (from: string, specifier: string) => targetOf(aliases, from, specifier);
  const resolve = (from: string, specifier: string) => {
    const path = target(from, specifier);
    return path === null ? null : resolvePath(present, path);
  };
  const holding = async (word: string) => {
    const scripts = files
      .filter((file) => isScript(file) && !file.includes('node_modules/'))
      .slice(0, MOST_READ);
    const found: Shape[] = [];
    for (const file of scripts) {
      if (!(await text(file))?.includes(word)) continue;
      const read = await shape(file);
      if (read) found.push(read);
    }
    return found;
  };
  const usesOf = async (path: string) =>
    (await holding(wordOf(path))).flatMap((importer) =>
      importer.references
        .filter(({ source }) => resolve(importer.path, source) === path)
        .map((reference) => ({ importer, reference })),
    );
  return { files, has: (path) => present.has(path), text, shape, target, resolve, usesOf, holding };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** What a specifier that means this file has in it: the name without extension, of an index its folder. */
function wordOf(path: string): string {
  const name = stemOf(posix.basename(path));
  const folder = posix.basename(posix.dirname(path));
  return name === 'index' && folder !== '' && folder !== '.' ? folder : name === 'index' ? '.' : name;
}

export function stemOf(path: string): string {
  return path.replace(/(?:\.d)?\.(?:[cm]?[jt]sx?|json|vue|svelte)$/, '');
}

function targetOf(aliases: readonly Alias[], from: string, specifier: string): string | null {
  const plain = specifier.replace(/[?#].*$/, (rest) => (specifier.startsWith('#') ? rest : ''));
  if (/^\.{1,2}(?:\/|$)/.test(plain)) return posix.join(posix.dirname(from), plain).replace(/\/$/, '');
  const alias = aliases.find(({ prefix, scope }) => plain.startsWith(prefix) && from.startsWith(scope));
  return alias ? posix.join(alias.folder, plain.slice(alias.prefix.length)) : null;
}

function resolvePath(present: ReadonlySet<string>, path: string): string | null {
  return readingsOf(path).find((reading) => present.has(reading)) ?? null;
}

/** Every file that a path may stand for, the likeliest first. */
export function readingsOf(path: string): string[] {
  const extension = posix.extname(path);
  const swapped = (STANDS_FOR[extension] ?? []).map((ending) => path.slice(0, -extension.length) + ending);
  const added = ENDINGS.map((ending) => path + ending);
  const index = ENDINGS.map((ending) => posix.join(path, `index${ending}`));
  return [path, ...swapped, ...added, ...index];
}

/** The module system that Node runs a file as: by its extension, else by the `type` of its package; null where neither says. */
export async function packageTypeOf(sources: Sources, path: string): Promise<'esm' | 'commonjs' | null> {
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (/\.c[jt]s$/.test(path)) return 'commonjs';
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const manifest = posix.join(folder, 'package.json');
    if (sources.has(manifest)) {
      const type = /"type"\s*:\s*"(\w+)"/.exec((await sources.text(manifest)) ?? '')?.[1];
      return type === 'module' ? 'esm' : type === 'commonjs' ? 'commonjs' : null;
    }
    if (folder === '.') return null;
  }
}
