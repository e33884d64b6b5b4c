/** Where the known CI services check a repository out. */
const CHECKOUTS = [
  /^\/(?:home|Users)\/runner\/work\/[^/]+\/[^/]+(?=\/)/,
  /^\/__w\/[^/]+\/[^/]+(?=\/)/,
  /^[A-Za-z]:\/a\/[^/]+\/[^/]+(?=\/)/,
  /^\/github\/workspace(?=\/)/,
  /^\/(?:home\/circleci|root)\/project(?=\/)/,
  /^\/home\/travis\/build\/[^/]+\/[^/]+(?=\/)/,
  /^\/home\/vsts\/work\/\d+\/s(?=\/)/,
  /^[A-Za-z]:\/agent\/_work\/\d+\/s(?=\/)/,
  /^\/opt\/atlassian\/pipelines\/agent\/build(?=\/)/,
  /^\/(?:var\/lib|home)\/jenkins\/(?:agent\/)?workspace\/[^/]+(?=\/)/,
  /^\/(?:drone|bitrise)\/src(?=\/)/,
  /^\/vercel\/path\d+(?=\/)/,
  /^\/usr\/src\/app(?=\/)/,
];
/** Folders that stand at a repository's top rather than above it. */
const TOP_FOLDERS = /\/(?:src|lib|test|tests|__tests__|spec|e2e|packages|apps|libs|scripts|dist|build|bin)\//;
/** An absolute path to a file with an extension, as it stands in a stack or a message. */
const ABSOLUTE =
  /(?<![\w.@~/\\:-])(?:file:\/\/)?\/?((?:[A-Za-z]:)?[\\/](?:[\w@.~+-]{1,100}[\\/]){1,30}[\w@.~+-]{1,100}\.[A-Za-z]\w{0,9})/g;
/** A path without a start of its own: `src/a.ts`. */
const RELATIVE = /(?<![\w.@~/\\:+-])((?:[\w@.~+-]{1,100}[\\/]){1,30}[\w@.~+-]{1,100}\.[A-Za-z]\w{0,9})/g;
/** What is at the top of a machine, not of a repository. */
const SYSTEM =
  /^\/(?:usr\/(?:local|lib|bin|share)|opt\/hostedtoolcache|lib|etc|bin|root\/\.|nix|snap|proc|dev)\//;
const LOOKED_AT = 2_000;

/**
 * The absolute folders that stand for the top of the repository in a log, longest first: those that CI services use, else
 * what an absolute path has more than a relative one to the same file, else what stands before `node_modules`, else what
 * most absolute paths have in common. Empty when no absolute path is there.
 */
export function guessRoots(lines: readonly string[]): string[] {
  const paths = pathsIn(lines, ABSOLUTE).filter((path) => !SYSTEM.test(path));
  const checkouts = paths.flatMap((path) => CHECKOUTS.map((checkout) => checkout.exec(path)?.[0] ?? ''));
  const known = distinct(checkouts);
  if (known.length > 0) return known;
  const own = paths.filter((path) => !path.includes('/node_modules/'));
  const shown = new Set(pathsIn(lines, RELATIVE));
  const voted = mostFrequent(own.map((path) => aboveShown(path, shown)));
  if (voted !== null) return [voted];
  const dependencies = paths.filter((path) => path.includes('/node_modules/'));
  const above = dependencies.map((path) => path.split('/node_modules/', 1)[0] ?? '');
  const holding = distinct(above.filter((root) => own.some((path) => path.startsWith(`${root}/`))));
  // A workspace has a `node_modules` of its own below that of the top.
  const tops = holding.filter((root) => !holding.some((other) => root.startsWith(`${other}/`)));
  if (tops.length > 0) return tops;
  const folder = mostFrequent(own.map((path) => path.slice(0, TOP_FOLDERS.exec(path)?.index ?? 0)));
  return folder === null ? [] : [folder];
}

/** What stands before the longest end of a path that was also printed as a relative path; '' when none was. */
function aboveShown(path: string, shown: ReadonlySet<string>): string {
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) {
    if (shown.has(path.slice(at + 1))) return path.slice(0, at);
  }
  return '';
}

function pathsIn(lines: readonly string[], pattern: RegExp): string[] {
  const paths = new Set<string>();
  for (const line of lines) {
    if (paths.size >= LOOKED_AT) break;
    if (!/[\\/]/.test(line)) continue;
    for (const [, path = ''] of line.slice(0, 2_000).matchAll(pattern)) paths.add(path.replaceAll('\\', '/'));
  }
  return [...paths];
}

function mostFrequent(folders: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const folder of folders) if (folder !== '') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function distinct(roots: readonly string[]): string[] {
  return [...new Set(roots)].filter((root) => root !== '').sort((a, b) => b.length - a.length);
}
