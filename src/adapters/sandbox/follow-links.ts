import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isAround } from './find-tools.ts';

/**
 * Where a `node_modules` folder that is a link itself, or links in it, lead outside (`npm link`, a shared store): packages see theirs beside
 * them, so it is the outermost `node_modules` around each, or the package alone. What is no package, and what the home
 * folder lies in, stays out.
 */
export function followLinks(modules: string, home: string): string[] {
  const found = new Set<string>();
  const own = toTarget(modules);
  if (own !== null && own !== modules) found.add(own);
  for (const link of linksOf(modules)) {
    const target = toTarget(link);
    if (target === null || isAround(own ?? modules, target) || !existsSync(join(target, 'package.json')))
      continue;
    const folder = outermostModules(target) ?? target;
    if (!isAround(folder, home)) found.add(folder);
  }
  return [...found];
}

function linksOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: 'utf8' });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [path];
    return entry.isDirectory() && entry.name.startsWith('@') ? linksOf(path) : [];
  });
}

function toTarget(link: string): string | null {
  try {
    return realpathSync(link);
  } catch {
    return null;
  }
}

function outermostModules(path: string): string | null {
  const parts = path.split(sep);
  const first = parts.indexOf('node_modules');
  return first < 0 ? null : parts.slice(0, first + 1).join(sep);
}
