import { baseName } from './reading/language.ts';

export type Tool = 'compiler' | 'linter' | 'formatter' | 'runner' | 'coverage' | 'builder' | 'other';

/** Whose configuration a file is, by its name in lower case. */
const NAMES: readonly (readonly [RegExp, Tool])[] = [
  [/^(?:ts|js)config(?:[.-][\w.-]+)?\.jsonc?$/, 'compiler'],
  [
    /^\.eslintrc(?:\..*)?$|^eslint(?:[.-][\w-]+)*\.(?:config\.)?(?:[cm]?[jt]s|jsonc?)$|^\.?oxlint(?:rc)?(?:\.config)?\.(?:jsonc?|ts)$|^tslint\.(?:json|ya?ml)$|^\.?biome\.jsonc?$|^rome\.json$|^\.jshintrc$|^\.jscsrc$|^\.stylelintrc(?:\..*)?$|^stylelint\.config\..*$|^\.xo-config(?:\..*)?$|^xo\.config\..*$|^\.markdownlint(?:-cli2)?(?:\..*)?$|^\.?cspell(?:\.config)?\.(?:json|ya?ml|[cm]?js)$|^\.?commitlint(?:rc)?(?:\.config)?(?:\..*)?$|^knip\.(?:jsonc?|ts|js)$|^\.?dependency-cruiser\..*$|^\.ls-lint\.ya?ml$|^\.?depcheckrc(?:\..*)?$|^deno\.jsonc?$|^\.golangci\.ya?ml$|^\.rubocop(?:_todo)?\.ya?ml$|^\.?ruff\.toml$|^\.flake8$|^\.?mypy\.ini$|^\.?pylintrc$|^clippy\.toml$|^\.clippy\.toml$|^pyrightconfig\.json$|^phpstan\.neon(?:\.dist)?$|^\.swiftlint\.ya?ml$|^\.yamllint(?:\..*)?$|^\.hadolint\.ya?ml$|^\.semgrep(?:ignore)?(?:\.ya?ml)?$/,
    'linter',
  ],
  [
    /^\.prettierrc(?:\..*)?$|^\.editorconfig$|^prettier\.config\..*$|^\.?dprint\.jsonc?$|^rustfmt\.toml$|^\.clang-format$|^\.jsbeautifyrc$|^\.?oxfmt(?:rc)?\.jsonc?$/,
    'formatter',
  ],
  [
    /^jest[\w-]*(?:[.-][\w-]+)*\.(?:config|conf|preset)(?:[.-][\w-]+)*\.[\w]+$|^jest\.(?:config|preset|[\w-]+\.config)?\.?[\w]*$|^jest-(?:preset|e2e|unit|integration|config)[\w.-]*\.(?:json|[cm]?[jt]s)$|^vitest(?:[.-][\w-]+)*\.[cm]?[jt]s(?:on)?$|^\.mocharc(?:\..*)?$|^mocha\.opts$|^\.taprc$|^ava\.config\..*$|^karma(?:[.-][\w-]+)*\.[cm]?[jt]s$|^jasmine(?:[.-]\w+)*\.(?:json|[cm]?js)$|^cypress(?:\.[\w-]+)*\.(?:json|[cm]?[jt]s)$|^playwright(?:[.-][\w-]+)*\.[cm]?[jt]s$|^wdio(?:[.-][\w-]+)*\.[cm]?[jt]s$|^web-test-runner(?:[.-][\w-]+)*\.[cm]?js$|^\.?testcaferc(?:\..*)?$|^nightwatch\..*$|^protractor\..*$|^stryker\.(?:conf|config)\..*$|^\.?borp\.ya?ml$|^bunfig\.toml$|^pytest\.ini$|^tox\.ini$|^phpunit\.xml(?:\.dist)?$|^\.rspec$|^cucumber\..*js(?:on)?$|^uvu\.config\..*$/,
    'runner',
  ],
  [
    /^\.nycrc(?:\..*)?$|^nyc\.config\..*$|^\.c8rc(?:\..*)?$|^\.?istanbul\.(?:ya?ml|js)$|^\.?codecov\.ya?ml$|^\.coveragerc$|^\.?coveralls\.ya?ml$|^\.codeclimate\.ya?ml$|^sonar-project\.properties$|^\.bundlewatch.*$|^\.size-limit.*$|^\.?lighthouserc.*$/,
    'coverage',
  ],
  [
    /^vite(?:\.[\w-]+)*\.config\.[cm]?[jt]s$|^vite\.config(?:\.[\w-]+)*\.[cm]?[jt]s$|^babel\.config\..*$|^\.babelrc(?:\..*)?$|^\.swcrc$|^next\.config\..*$|^nuxt\.config\..*$|^svelte\.config\..*$|^astro\.config\..*$|^webpack(?:\.[\w-]+)*\.(?:config\.)?(?:[\w-]+\.)?[cm]?[jt]s$|^rollup(?:\.[\w-]+)*\.config\..*$|^esbuild\.config\..*$|^tsup\.config\..*$|^angular\.json$|^project\.json$|^craco\.config\..*$|^metro\.config\..*$|^rspack\.config\..*$|^setup\.cfg$|^pyproject\.toml$/,
    'builder',
  ],
];
/** `config/jest.js`, `build/eslint/base.json`: a tool's name in a folder of settings. */
const IN_FOLDER =
  /(?:^|\/)(?:\.?configs?|build|tools?|tooling|scripts|etc)\/(?:.*[/._-])?(jest|vitest|mocha|karma|ava|playwright|cypress|eslint|prettier|stylelint|nyc|c8|tsconfig|babel)(?:[._-][\w.-]*)?(?:\/[\w.-]+)?\.(?:jsonc?|json5|ya?ml|[cm]?[jt]s)$/;
const FOLDER_TOOLS: Readonly<Record<string, Tool>> = {
  eslint: 'linter',
  stylelint: 'linter',
  prettier: 'formatter',
  nyc: 'coverage',
  c8: 'coverage',
  tsconfig: 'compiler',
  babel: 'builder',
};

export function toolOf(path: string): Tool | null {
  const lower = path.toLowerCase();
  const name = baseName(lower);
  for (const [pattern, tool] of NAMES) if (pattern.test(name)) return tool;
  if (/(?:^|\/)(?:tsconfig|\.tsconfig)s?\/[^/]+\.jsonc?$/.test(lower)) return 'compiler';
  if (/(?:^|\/)spec\/support\/jasmine/.test(lower)) return 'runner';
  const inFolder = IN_FOLDER.exec(lower)?.[1];
  return inFolder === undefined ? null : (FOLDER_TOOLS[inFolder] ?? 'runner');
}
