import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Refs from git's own files: a process for each look would cost more than all the rest. */
export function readRef(gitDir: string, name: string): string | null {
  if (!/^refs\/[^\0]+$/.test(name) || name.split('/').includes('..')) return null;
  return readLoose(join(gitDir, name)) ?? readPacked(gitDir).get(name) ?? null;
}

export function readRefs(gitDir: string, prefix: string): Map<string, string> {
  const found = readPacked(gitDir);
  for (const entry of readdirSync(join(gitDir, 'refs'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.lock')) continue;
    const path = join(entry.parentPath, entry.name);
    const sha = readLoose(path);
    if (sha !== null) found.set(path.slice(gitDir.length + 1), sha);
  }
  const names = [...found].filter(([name]) => name.startsWith(prefix));
  return new Map(names.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readLoose(path: string): string | null {
  const text = readText(path)?.trim() ?? '';
  return /^[0-9a-f]{40}$/.test(text) ? text : null;
}

function readPacked(gitDir: string): Map<string, string> {
  const lines = (readText(join(gitDir, 'packed-refs')) ?? '').split('\n');
  return new Map(
    lines
      .filter((line) => /^[0-9a-f]{40} refs\//.test(line))
      .map((line) => [line.slice(41), line.slice(0, 40)]),
  );
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
