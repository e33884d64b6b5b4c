import type { Kind } from './known-tools.ts';
import type { Package } from './packages.ts';

/** A check that no script names, found by a tool's configuration. */
export interface ToolCheck {
  readonly kind: Kind;
  readonly tool: string;
  /** Command line without what starts a tool from node_modules; `node …` as it is. */
  readonly line: string;
  readonly why: string;
}

/** What is known of a package's folder when its tools are looked for. */
export interface ToolSite {
  readonly pkg: Package;
  /** Ranges of the package's own dependencies and of those at the top. */
  readonly dependsOn: Readonly<Record<string, string>>;
  /** True for a tracked file, named relative to the package. */
  has(file: string): boolean;
  /** Tracked test files below the package, relative to it. */
  testFiles(): readonly string[];
  read(file: string): Promise<string | null>;
}

const ESLINT_FLAT = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`);
const ESLINT_OLD = ['', '.js', '.cjs', '.json', '.yml', '.yaml'].map((end) => `.eslintrc${end}`);
const BIOME = ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'];
const PRETTIER = [
  ...['', '.json', '.yml', '.yaml', '.json5', '.js', '.cjs', '.mjs', '.ts', '.toml'].map(
    (end) => `.prettierrc${end}`,
  ),
  ...['js', 'cjs', 'mjs', 'ts', 'mts'].map((end) => `prettier.config.${end}`),
];
const MOCHA = ['js', 'cjs', 'yaml', 'yml', 'json', 'jsonc'].map((end) => `.mocharc.${end}`);
const TEST_FILES_READ = 5;

/** Finds the checks of one kind by tools. */
export async function findToolCheck(kind: Kind, site: ToolSite): Promise<ToolCheck | null> {
  if (kind === 'typecheck') return findTypecheck(site);
  if (kind === 'lint') return findLint(site);
  if (kind === 'format') return findFormat(site);
  return kind === 'test' ? findTest(site) : null;
}

async function findTypecheck(site: ToolSite): Promise<ToolCheck | null> {
  const range = site.dependsOn.typescript;
  if (range === undefined || !site.has('tsconfig.json')) return null;
  const found = {
    kind: 'typecheck',
    tool: 'tsc',
    why: 'tsconfig.json and the dependency typescript',
  } as const;
  if (!isSolution((await site.read('tsconfig.json')) ?? '')) return { ...found, line: 'tsc --noEmit -p .' };
  // Since 5.6 a build of several projects can be told to write nothing.
  const [, major = '0', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(range) ?? [];
  const canSkipEmit = Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
  return {
    ...found,
    line: canSkipEmit ? 'tsc -b --noEmit' : 'tsc -b',
    why: `${found.why}; it only refers to other projects`,
  };
}

/** True for a tsconfig.json that has no files of its own. */
function isSolution(text: string): boolean {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\/|(^|[^:"])\/\/[^\n]*/g, '$1');
  return /"files"\s*:\s*\[\s*\]/.test(bare) && /"references"\s*:/.test(bare);
}

function findLint({ pkg, dependsOn, has }: ToolSite): ToolCheck | null {
  const biome = BIOME.find(has);
  if (biome && '@biomejs/biome' in dependsOn) {
    return {
      kind: 'lint',
      tool: 'biome',
      line: 'biome check',
      why: `${biome} and the dependency @biomejs/biome`,
    };
  }
  if (!('eslint' in dependsOn)) return null;
  const flat = ESLINT_FLAT.find(has);
  const old =
    ESLINT_OLD.find(has) ?? (pkg.manifest.eslintConfig ? 'eslintConfig of package.json' : undefined);
  const config = flat ?? old;
  if (!config) return null;
  // The old configuration does not say which files to look at; eslint then takes `.js` alone.
  const line = flat ? 'eslint .' : 'eslint --ext .js,.jsx,.cjs,.mjs,.ts,.tsx .';
  return { kind: 'lint', tool: 'eslint', line, why: `${config} and the dependency eslint` };
}

function findFormat({ pkg, dependsOn, has }: ToolSite): ToolCheck | null {
  const config = PRETTIER.find(has) ?? (pkg.manifest.prettier ? 'prettier of package.json' : undefined);
  // The plugin has eslint say what prettier would.
  if (!config || !('prettier' in dependsOn) || 'eslint-plugin-prettier' in dependsOn) return null;
  const why = `${config} and the dependency prettier`;
  return { kind: 'format', tool: 'prettier', line: 'prettier --check .', why };
}

async function findTest(site: ToolSite): Promise<ToolCheck | null> {
  const { dependsOn, has, pkg } = site;
  const testFiles = site.testFiles();
  if (testFiles.length === 0) return null;
  const usual = testFiles.some((file) => file.startsWith('test/'));
  const runners = [
    { tool: 'vitest', line: 'vitest run', isSetUp: true },
    { tool: 'jest', line: 'jest', isSetUp: true },
    // Without a configuration mocha looks nowhere else.
    { tool: 'mocha', line: 'mocha', isSetUp: usual || MOCHA.some(has) || pkg.manifest.mocha !== undefined },
    { tool: 'ava', line: 'ava', isSetUp: true },
  ];
  const runner = runners.find(({ tool, isSetUp }) => isSetUp && tool in dependsOn);
  if (runner) {
    const { tool, line } = runner;
    return { kind: 'test', tool, line, why: `test files and the dependency ${tool}` };
  }
  for (const file of testFiles.slice(0, TEST_FILES_READ)) {
    if (/['"]node:test['"]/.test((await site.read(file)) ?? '')) {
      return { kind: 'test', tool: 'node-test', line: 'node --test', why: `${file} uses node:test` };
    }
  }
  return null;
}
