import { posix } from 'node:path';
import type { Incident } from '../domain/incident.ts';

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(\.{1,2}\/[^'"]*)\1/g;
const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '/index.ts', '/index.js'];
const MOST = 5;

/**
 * Own files that a red test uses, by its imports: where to look when the stack ends in the test itself. Read as text,
 * for it only points; nothing is decided by it. Repository-relative, in the order of the imports.
 */
export async function findSuspects(
  incident: Incident,
  read: (path: string) => Promise<string | null>,
): Promise<readonly string[]> {
  const [first] = incident.failures;
  if (first.testPath === null || first.file === null) return [];
  if (first.frames.some((frame) => frame.own && frame.file !== first.file)) return [];
  return importsOf(first.file, read, MOST);
}

/** Own files that these use, and those that they use: the nearest first. */
export async function findUsed(
  paths: readonly string[],
  read: (path: string) => Promise<string | null>,
  most: number,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let next: readonly string[] = paths;
  for (let depth = 0; depth < 2 && found.size < most; depth++) {
    const used = await Promise.all(next.map((path) => importsOf(path, read, most)));
    next = used.flat().filter((path) => !found.has(path));
    for (const path of next) found.add(path);
  }
  return [...found].slice(0, most);
}

async function importsOf(
  path: string,
  read: (path: string) => Promise<string | null>,
  most: number,
): Promise<readonly string[]> {
  const text = (await read(path)) ?? '';
  const found = new Set<string>();
  for (const [, , words = ''] of text.matchAll(IMPORT)) {
    if (found.size >= most) break;
    const used = await findFile(posix.join(posix.dirname(path), words), read);
    if (used !== null) found.add(used);
  }
  return [...found];
}

async function findFile(
  path: string,
  read: (path: string) => Promise<string | null>,
): Promise<string | null> {
  // TypeScript sources are imported under the name of what they become.
  const stems = [path, path.replace(/\.([cm]?)js$/, '.$1ts')];
  for (const candidate of new Set(stems.flatMap((stem) => ENDINGS.map((ending) => stem + ending)))) {
    if (!candidate.startsWith('..') && (await read(candidate)) !== null) return candidate;
  }
  return null;
}
