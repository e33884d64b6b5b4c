import nodePath, { type PlatformPath } from 'node:path';

/**
 * Whether an absolute path is a folder or below it, by name alone: links are the caller's affair. `paths`: the rules of
 * another system, for Windows has drives, two separators and no case.
 */
export function isBelow(folder: string, path: string, paths: PlatformPath = nodePath): boolean {
  const way = paths.relative(folder, path);
  return way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
}

/** A path below a folder as git writes it: with `/`, and '' for the folder itself. */
export function toGitPath(folder: string, path: string, paths: PlatformPath = nodePath): string {
  return paths.relative(folder, path).split(paths.sep).join('/');
}
