/** The tracked files, arranged for the questions that detection asks. */
export interface FileIndex {
  has(path: string): boolean;
  /** True for the top (`.`) and for a folder with a tracked file in it. */
  hasFolder(path: string): boolean;
  /** Folders with a package.json, in order; '' for the top. */
  readonly packageDirs: readonly string[];
  /** Test files, in order. */
  testFiles(): readonly string[];
  /** True when lint-staged has a configuration file of its own at the top. */
  readonly hasLintStaged: boolean;
}

const SOURCE = /\.[cm]?[jt]sx?$/;
const TEST = /[._-](test|spec)\.\w+$|(^|\/)test\.\w+$|(^|\/)(tests?|__tests__)\/[^/]+$/;
const INSTALLED = /(^|\/)node_modules\//;

/** Answers are worked out when they are first asked for: most repositories need few of them. */
export function indexFiles(files: readonly string[]): FileIndex {
  const paths = new Set(files);
  let tests: readonly string[] | null = null;
  return {
    has: (path) => paths.has(path),
    hasFolder: (path) => path === '.' || files.some((file) => file.startsWith(`${path}/`)),
    packageDirs: files
      .filter((path) => path.endsWith('package.json') && !INSTALLED.test(path))
      .filter((path) => path === 'package.json' || path.endsWith('/package.json'))
      .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    testFiles: () => {
      tests ??= files.filter((path) => SOURCE.test(path) && TEST.test(path) && !INSTALLED.test(path));
      return tests;
    },
    hasLintStaged: files.some(
      (path) => path.startsWith('.lintstagedrc') || path.startsWith('lint-staged.config.'),
    ),
  };
}
