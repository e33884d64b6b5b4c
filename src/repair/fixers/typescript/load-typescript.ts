import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TypeScript } from './project.ts';

/**
 * The repository's own TypeScript, seen from a folder of it, else the fallback. Version 7 is native and has no
 * language service to call; its language server offers but few of the fixes.
 */
export function loadTypeScript(folder: string, fallback: string | null): TypeScript | null {
  for (const file of [resolveFrom(folder), fallback]) {
    if (file === null || !hasService(file)) continue;
    try {
      const loaded: TypeScript = createRequire(file)(file);
      if (typeof loaded.createLanguageService === 'function') return loaded;
    } catch {
      // Half installed, or made for another Node: the fallback may do.
    }
  }
  return null;
}

function resolveFrom(folder: string): string | null {
  try {
    return createRequire(path.join(folder, 'any.js')).resolve('typescript');
  } catch {
    return null;
  }
}

/** Version 7 answers `require` with nothing but its version: not worth loading. */
function hasService(file: string): boolean {
  try {
    const manifest: unknown = JSON.parse(
      readFileSync(path.join(path.dirname(file), '../package.json'), 'utf8'),
    );
    const version =
      manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : '';
    return Number.parseInt(version, 10) < 7;
  } catch {
    return true;
  }
}
