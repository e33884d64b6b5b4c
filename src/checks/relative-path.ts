import { posix } from 'node:path';

/** What turns a printed path into one of the repository. */
export interface Places {
  /** Absolute folders that stand for the repository's top, longest first. */
  readonly roots: readonly string[];
  /** Repository-relative folder that relative paths are taken from; `.` for the top. */
  readonly cwd: string;
}

/** A path that a tool printed, told apart. */
export interface PrintedPath {
  /** Repository-relative with `/` when inside; else as printed, with `/`. */
  readonly path: string;
  /** True when it is in the repository. */
  readonly inside: boolean;
  /** True when it is in the repository and not in a dependency. */
  readonly own: boolean;
}

const BUNDLER = /^(?:webpack-internal:\/\/\/|webpack:\/\/[^/]*\/|vite-node:|\/@fs(?=\/))/;
const RUNTIME = /^(?:node:|internal\/|native$|evalmachine|[<[])/;

/** Reads a path of any platform, a file URL or a bundler's name for a file. */
export function toRelativePath(printed: string, places: Places): PrintedPath {
  const path = toSlashes(printed.replace(BUNDLER, '').replace(/\?[^/]*$/, ''));
  if (path === '' || RUNTIME.test(path)) return { path, inside: false, own: false };
  const relative = isAbsolute(path) ? belowRoot(path, places.roots) : posix.join(places.cwd || '.', path);
  if (relative === null || relative === '..' || relative.startsWith('../')) {
    return { path: inDependency(path) ?? path, inside: false, own: false };
  }
  return { path: relative, inside: true, own: !/(?:^|\/)node_modules\//.test(relative) };
}

/** The part from the outermost node_modules on: a dependency that is linked from elsewhere reads as if it lay here. */
function inDependency(path: string): string | null {
  return /(?:^|\/)(node_modules\/.*)$/.exec(path)?.[1] ?? null;
}

/** The path when it is in the repository, else null. */
export function pathInside(printed: string, places: Places): string | null {
  const { path, inside } = toRelativePath(printed, places);
  return inside ? path : null;
}

/** A message with the repository's own paths made relative, so that it reads the same wherever it was printed. */
export function relativeText(text: string, places: Places): string {
  let result = text;
  for (const root of places.roots) {
    const prefix = root.replace(/[\\/]+$/, '');
    if (prefix === '') continue;
    for (const written of [`file://${prefix.startsWith('/') ? '' : '/'}${toSlashes(prefix)}`, prefix]) {
      result = result.replaceAll(`${written}/`, '').replaceAll(`${written}\\`, '');
    }
  }
  return result;
}

/** A file URL or a Windows path with `/` throughout. */
function toSlashes(printed: string): string {
  let path = printed;
  if (path.startsWith('file://')) {
    path = path.slice('file://'.length).replace(/^\/([A-Za-z]:)/, '$1');
    try {
      path = decodeURIComponent(path);
    } catch {
      // A stray `%`: the path is as it stands.
    }
  }
  return /^[A-Za-z]:[\\/]|^[^/]*\\/.test(path) ? path.replaceAll('\\', '/') : path;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

function belowRoot(path: string, roots: readonly string[]): string | null {
  for (const root of roots) {
    const prefix = `${toSlashes(root).replace(/\/+$/, '')}/`;
    const windows = /^[A-Za-z]:/.test(prefix);
    if (windows ? path.toLowerCase().startsWith(prefix.toLowerCase()) : path.startsWith(prefix)) {
      return posix.normalize(path.slice(prefix.length));
    }
  }
  return null;
}
