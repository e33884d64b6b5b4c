/** The tracked files, arranged for the questions that detection asks. */
export interface FileIndex {
  has(path: string): boolean;
  /** True for the top (`.`) and for a folder with a tracked file in it. */
  hasFolder(path: string): boolean;
  /** Folders with a package.json, in order; '' for the top. */
  readonly packageDirs: readonly string[];
  /** Test files, in order. */
  readonly testFiles: readonly string[];
  /** True when lint-staged has a configuration file of its own at the top. */
  readonly hasLintStaged: boolean;
}

const TEST_FILE =
  /(?:[._-](?:test|spec)|(?:^|\/)test)\.[cm]?[jt]sx?$|(?:^|\/)(?:tests?|__tests__)\/[^/]+\.[cm]?[jt]sx?$/;

export function indexFiles(files: readonly string[]): FileIndex {
  const paths = new Set(files);
  const folders = new Set(['.']);
  for (const path of files) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  }
  const dirs = files
    .filter((path) => path === 'package.json' || path.endsWith('/package.json'))
    .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  return {
    has: (path) => paths.has(path),
    hasFolder: (path) => folders.has(path),
    packageDirs: dirs.filter((dir) => !/(^|\/)node_modules(\/|$)/.test(dir)),
    testFiles: files.filter((path) => TEST_FILE.test(path) && !/(^|\/)node_modules\//.test(path)),
    hasLintStaged: files.some((path) => /^(\.lintstagedrc|lint-staged\.config\.)[^/]*$/.test(path)),
  };
}
