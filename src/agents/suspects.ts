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
  const text = (await read(first.file)) ?? '';
  const found = new Set<string>();
  for (const [, , words = ''] of text.matchAll(IMPORT)) {
    if (found.size >= MOST) break;
    const path = await findFile(posix.join(posix.dirname(first.file), words), read);
    if (path !== null) found.add(path);
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
