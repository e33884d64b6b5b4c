import { posix } from 'node:path';

/** A text in quotes that begins like a relative path: of an import, of a mock, of a file that is read. */
const RELATIVE = /(['"`])(\.{1,2}\/[^'"`\n$]*)\1/g;
const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
];

/** What a file names of its own repository. */
export interface OwnImport {
  /** As written: `../src/sum.js`. */
  readonly words: string;
  /** Repository-relative path of the file that is meant. */
  readonly path: string;
}

/** The relative paths that a text names and that are files. Read as text: nothing is decided by it. */
export function ownImports(path: string, text: string, isFile: (path: string) => boolean): OwnImport[] {
  const found = new Map<string, OwnImport>();
  for (const [, , words = ''] of text.matchAll(RELATIVE)) {
    const target = candidatesOf(posix.join(posix.dirname(path), words)).find(isFile);
    if (target !== undefined) found.set(words, { words, path: target });
  }
  return [...found.values()];
}

/** The text with the files that are elsewhere named as they are called there. `places`: path -> path there. */
export function renameImports(
  path: string,
  text: string,
  places: ReadonlyMap<string, string>,
  isFile: (path: string) => boolean,
): string {
  const imports = new Map(ownImports(path, text, isFile).map((one) => [one.words, one.path]));
  return text.replace(RELATIVE, (whole: string, quote: string, words: string) => {
    const target = imports.get(words);
    const place = target === undefined ? undefined : places.get(target);
    if (target === undefined || place === undefined) return whole;
    return `${quote}${toWords(path, words, target, place)}${quote}`;
  });
}

/** Written as the old words were: with or without ending, under the name of what TypeScript becomes. */
function toWords(path: string, words: string, target: string, place: string): string {
  const relative = posix.relative(posix.dirname(path), place);
  const whole = relative.startsWith('.') ? relative : `./${relative}`;
  const meant = posix.join(posix.dirname(path), words);
  if (target.startsWith(meant)) {
    const ending = target.slice(meant.length);
    return ending !== '' && whole.endsWith(ending) ? whole.slice(0, -ending.length) : whole;
  }
  return whole.replace(/\.([cm]?)tsx?$/, '.$1js');
}

function candidatesOf(path: string): string[] {
  if (path.startsWith('..')) return [];
  // TypeScript sources are imported under the name of what they become.
  const stems = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), path.replace(/\.js$/, '.tsx')];
  return stems.flatMap((stem) => ENDINGS.map((ending) => stem + ending));
}
