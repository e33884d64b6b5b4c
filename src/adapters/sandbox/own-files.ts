import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What of Dream.OS itself runs inside a sandbox: the reporters and workers (`src/`, or `dist/` once built), the manifest
 * that says what kind of JavaScript they are, and the packages around TypeScript.
 */
export function findOwnFiles(): string[] {
  const here = fileURLToPath(import.meta.url);
  const top = findTop(dirname(here));
  if (top === null) return [dirname(here)];
  const part = here.slice(top.length + 1).split(sep)[0] ?? '';
  return [join(top, part), join(top, 'package.json'), ...findPackages()];
}

function findTop(from: string): string | null {
  for (let dir = from; dir !== dirname(dir); dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (existsSync(manifest) && /"name"\s*:\s*"dreamos"/.test(readFileSync(manifest, 'utf8'))) return dir;
  }
  return null;
}

function findPackages(): string[] {
  try {
    return [dirname(dirname(createRequire(import.meta.url).resolve('typescript/package.json')))];
  } catch {
    return [];
  }
}
