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
/** What is at the top of a machine, not of a repository. */
const SYSTEM =
  /^\/(?:usr\/(?:local|lib|bin|share)|opt\/hostedtoolcache|lib|etc|bin|root\/\.|nix|snap|proc|dev)\//;
const LOOKED_AT = 2_000;

/**
 * The absolute folders that stand for the top of the repository in a log, longest first: those that CI services use, else
 * what stands before `node_modules`, else what the absolute paths have in common. Empty when no absolute path is there.
 */
export function guessRoots(lines: readonly string[]): string[] {
  const paths = absolutePaths(lines);
  const checkouts = paths.flatMap((path) => CHECKOUTS.map((checkout) => checkout.exec(path)?.[0] ?? ''));
  const known = distinct(checkouts.filter((root) => root !== ''));
  if (known.length > 0) return known;
  const own = paths.filter((path) => !path.includes('/node_modules/'));
  const above = paths
    .filter((path) => path.includes('/node_modules/'))
    .map((path) => path.split('/node_modules/', 1)[0] ?? '');
  const holding = distinct(
    above.filter((root) => root !== '' && own.some((path) => path.startsWith(`${root}/`))),
  );
  // A workspace has a `node_modules` of its own below that of the top.
  const tops = holding.filter((root) => !holding.some((other) => root.startsWith(`${other}/`)));
  if (tops.length > 0) return tops;
  const common = commonFolder(own);
  return common === '' ? [] : [common];
}

function absolutePaths(lines: readonly string[]): string[] {
  const paths = new Set<string>();
  for (const line of lines) {
    if (paths.size >= LOOKED_AT) break;
    if (!/[\\/]/.test(line)) continue;
    for (const [, path = ''] of line.slice(0, 2_000).matchAll(ABSOLUTE)) {
      const slashed = path.replaceAll('\\', '/');
      if (!SYSTEM.test(slashed)) paths.add(slashed);
    }
  }
  return [...paths];
}

function distinct(roots: readonly string[]): string[] {
  return [...new Set(roots)].sort((a, b) => b.length - a.length);
}

/** The folder that all paths are in, but no deeper than a folder that belongs to a repository. */
function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths;
  if (first === undefined) return '';
  let folder = first.slice(0, first.lastIndexOf('/'));
  for (const path of others) {
    while (folder !== '' && !path.startsWith(`${folder}/`)) folder = folder.slice(0, folder.lastIndexOf('/'));
  }
  const top = TOP_FOLDERS.exec(`${folder}/`);
  return top ? folder.slice(0, top.index) : folder;
}
