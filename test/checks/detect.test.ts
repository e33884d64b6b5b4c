import { describe, expect, it } from '@jest/globals';
import { checkOfCommand, type Detected, detectChecks } from '../../src/checks/detect.ts';
import { parseConfig, parseYaml } from '../../src/config/load-config.ts';

interface Repository {
  /** Contents by path; package.json as an object. */
  readonly files: Readonly<Record<string, string | object>>;
  readonly settings?: string;
  readonly missing?: readonly string[];
}

function detect({ files, settings = '', missing = [] }: Repository): Promise<Detected> {
  const text = (content: string | object | undefined) =>
    content === undefined ? null : typeof content === 'string' ? content : JSON.stringify(content);
  return detectChecks(
    Object.keys(files),
    async (path) => text(files[path]),
    parseConfig(settings, 'dreamos.yml'),
    { parseYaml, available: async (program) => !missing.includes(program) },
  );
}

/** `name: command`, with the folder in front when it is not the top. */
async function linesOf(repository: Repository): Promise<string[]> {
  const { checks } = await detect(repository);
  return checks.map(({ name, cwd, run }) => `${name}: ${cwd === '.' ? '' : `(${cwd}) `}${run}`);
}

const npm = (manifest: object, files: Repository['files'] = {}) => ({
  files: { 'package.json': manifest, 'package-lock.json': '{}', ...files },
});

describe('detectChecks', () => {
  // Shapes of scripts as real repositories have them, reduced to what matters.
  it.each<[string, Repository, string[]]>([
    [
      'a plain library',
      npm({
        scripts: { lint: 'eslint .', test: 'mocha --bail test/', 'test-ci': 'nyc mocha', 'test-tap': 'x' },
      }),
      ['lint: npm run --silent lint', 'test: npm test'],
    ],
    [
      'checks under their long names',
      npm({
        scripts: {
          'prettier:check': 'prettier --check src',
          'prettier:fix': 'prettier --write src',
          'lint:check': 'eslint src',
          'lint:fix': 'eslint --fix src',
          check: 'npm run lint:check && npm run prettier:check',
          build: 'npm run build:cjs && npm run build:esm',
          'build:cjs': 'tsc -p tsconfig.cjs.json',
          'build:esm': 'rollup -c',
          test: 'jest --coverage',
        },
      }),
      [
        'lint: npm run --silent lint:check',
        'format: npm run --silent prettier:check',
        'test: npm test',
        'build: npm run --silent build',
      ],
    ],
    [
      'one test script that does it all',
      npm(
        {
          scripts: { test: 'xo && nyc ava && tsd' },
          devDependencies: { xo: '*', eslint: '*', typescript: '5' },
        },
        {
          'tsconfig.json': '{}',
          'eslint.config.js': '',
          'test.js': '',
        },
      ),
      ['test: npm test'],
    ],
    [
      'a linter that runs after the tests',
      npm(
        { scripts: { test: 'tape test/*.js', posttest: 'eslint .' }, devDependencies: { eslint: '9' } },
        {
          'eslint.config.js': '',
        },
      ),
      ['test: npm test'],
    ],
    [
      'a test script that runs the separate checks again',
      npm({
        scripts: {
          lint: 'standard | snazzy && npm run lint:typescript',
          'lint:typescript': 'standard --parser typescript-eslint-parser test/types/*.ts',
          unit: 'tap -j4 test/*.test.js',
          typescript: 'tsc --project ./test/types/tsconfig.json',
          test: 'npm run lint && npm run unit && npm run typescript',
        },
      }),
      ['typecheck: npm run --silent typescript', 'lint: npm run --silent lint', 'test: npm test'],
    ],
    [
      'a type check called `check`, vitest that watches by default, a kebab-case format check',
      {
        files: {
          'package.json': {
            packageManager: 'pnpm@10.30.2',
            scripts: {
              dev: 'node scripts/dev.js',
              build: 'node scripts/build.js',
              check: 'tsc --incremental --noEmit',
              lint: 'eslint --cache .',
              format: 'prettier --write --cache .',
              'format-check': 'prettier --check --cache .',
              test: 'vitest',
              release: 'node scripts/release.js',
            },
          },
          'pnpm-lock.yaml': '',
        },
      },
      [
        'typecheck: pnpm run check',
        'lint: pnpm run lint',
        'format: pnpm run format-check',
        'test: pnpm run test',
        'build: pnpm run build',
      ],
    ],
    [
      'linters that fix, three of them side by side',
      npm({
        scripts: {
          lint: "concurrently 'npm run lint:packages' 'npm run lint:spec'",
          'lint:packages': "eslint 'packages/**/**.ts' --fix --ignore-pattern 'packages/**/*.spec.ts'",
          'lint:spec': "eslint 'packages/**/**.spec.ts' -c '.eslintrc.spec.js' --fix",
        },
      }),
      [
        "lint: npx --no-install eslint 'packages/**/**.ts' --ignore-pattern 'packages/**/*.spec.ts' && npx --no-install eslint 'packages/**/**.spec.ts' -c '.eslintrc.spec.js'",
      ],
    ],
    [
      'a linter that fixes, and another script that reports',
      npm({ scripts: { lint: 'eslint --fix .', 'lint:check': 'eslint .' } }),
      ['lint: npm run --silent lint:check'],
    ],
    [
      'fixing that is handed on to another script',
      npm({
        scripts: {
          lint: 'run-s -n lint:types lint:format',
          'lint:types': 'npm run test:types -- --fix',
          'lint:format': 'npm run test:format -- --write',
          'test:types': "eslint '{src,test}/**/*.ts'",
          'test:format': "prettier --check '{src,test}/**/*.ts'",
          test: 'run-s -n test:types test:only test:format',
          'test:only': 'mocha',
        },
      }),
      [
        "lint: npx --no-install eslint '{src,test}/**/*.ts' && npx --no-install prettier --check '{src,test}/**/*.ts'",
        'format: npm run --silent test:format',
        'test: npm test',
      ],
    ],
    [
      'a format script that writes, and commits that go through it',
      npm({
        scripts: { lint: 'eslint .', format: 'prettier --write --cache .' },
        'lint-staged': { '*': ['prettier --write --ignore-unknown'] },
      }),
      ['lint: npm run --silent lint', 'format: npx --no-install prettier --check --cache .'],
    ],
    [
      'a format script that writes, and nothing that enforces it',
      npm(
        {
          scripts: { test: 'tap', format: 'prettier --write .' },
          devDependencies: { prettier: '3' },
          prettier: {},
        },
        {},
      ),
      ['test: npm test'],
    ],
    [
      'biome alone',
      npm({ scripts: { check: 'biome check', 'check:fix': 'biome check --write', test: 'node --test' } }),
      ['lint: npm run --silent check', 'test: npm test'],
    ],
    [
      'nothing but an aggregate of unknown tools',
      npm({ scripts: { ci: 'wireit', start: 'node .' } }),
      ['ci: npm run --silent ci'],
    ],
    [
      'a monorepo whose top runs everything by turbo',
      {
        files: {
          'package.json': {
            packageManager: 'pnpm@9.0.6',
            workspaces: ['apps/*', 'packages/*'],
            scripts: {
              build: 'turbo run build',
              lint: 'turbo run lint',
              'lint:fix': 'turbo run lint:fix',
              typecheck: 'turbo run typecheck',
              'format:write': 'turbo run format:write',
              'format:check': 'turbo run format:check',
              check: 'turbo lint typecheck format:check',
              test: 'turbo run test --force',
            },
          },
          'pnpm-lock.yaml': '',
          'packages/ui/package.json': { name: 'ui', scripts: { test: 'vitest', lint: 'eslint .' } },
        },
      },
      [
        'typecheck: pnpm run typecheck',
        'lint: pnpm run lint',
        'format: pnpm run format:check',
        'test: pnpm run test',
        'build: pnpm run build',
      ],
    ],
    [
      'a monorepo whose packages have the tests',
      {
        files: {
          'package.json': { workspaces: { packages: ['packages/*'] }, scripts: { lint: 'eslint .' } },
          'yarn.lock': '',
          'packages/core/package.json': { name: '@x/core', scripts: { test: 'jest', lint: 'eslint src' } },
          'packages/web-app/package.json': {
            scripts: { test: 'vitest run', build: 'vite build', dev: 'vite' },
          },
          'examples/demo/package.json': { scripts: { test: 'jest' } },
        },
      },
      [
        'lint: yarn run lint',
        'packages-core-test: (packages/core) yarn run test',
        'packages-web-app-test: (packages/web-app) yarn run test',
        'packages-web-app-build: (packages/web-app) yarn run build',
      ],
    ],
    [
      'pnpm workspaces, nested, some taken out',
      {
        files: {
          'package.json': { name: 'top', private: true },
          'pnpm-lock.yaml': '',
          'pnpm-workspace.yaml': "packages:\n  - 'libs/**'\n  - '!**/fixtures/**'\n",
          'libs/a/package.json': { scripts: { test: 'node --test' } },
          'libs/deep/b/package.json': { scripts: { test: 'node --test' } },
          'libs/a/fixtures/c/package.json': { scripts: { test: 'node --test' } },
        },
      },
      ['libs-a-test: (libs/a) pnpm run test', 'libs-deep-b-test: (libs/deep/b) pnpm run test'],
    ],
    [
      'workspaces with examples among them',
      npm(
        { workspaces: ['packages/*', 'examples/*'] },
        {
          'packages/core/package.json': { scripts: { test: 'jest' } },
          'examples/next/package.json': { scripts: { test: 'jest', build: 'next build' } },
        },
      ),
      ['packages-core-test: (packages/core) npm test'],
    ],
    [
      'a test script that runs others by a pattern',
      {
        files: {
          'package.json': {
            scripts: {
              test: 'pnpm run "/^test:.*/"',
              'test:format': 'prettier . --list-different',
              'test:types': 'tsc --noEmit',
              'test:lint': 'eslint .',
              'test:spec': 'vitest run',
            },
            devDependencies: { typescript: '5', prettier: '3' },
          },
          'pnpm-lock.yaml': '',
          'tsconfig.json': '{}',
        },
      },
      [
        'typecheck: pnpm run test:types',
        'lint: pnpm run test:lint',
        'format: pnpm run test:format',
        'test: pnpm run test',
      ],
    ],
    [
      'no package.json at the top, two projects below',
      {
        files: {
          'backend/package.json': { scripts: { test: 'jest' } },
          'backend/package-lock.json': '',
          'frontend/package.json': { scripts: { test: 'vitest run', lint: 'eslint .' } },
          'frontend/pnpm-lock.yaml': '',
          'frontend/fixtures/package.json': { scripts: { test: 'no' } },
        },
      },
      [
        'frontend-lint: (frontend) pnpm run lint',
        'backend-test: (backend) npm test',
        'frontend-test: (frontend) pnpm run test',
      ],
    ],
    [
      'tools without scripts',
      npm(
        {
          devDependencies: { typescript: '^5.4.0', eslint: '^9.1.0', prettier: '^3.0.0', vitest: '^3.0.0' },
          'lint-staged': { '*': 'prettier --write' },
        },
        { 'tsconfig.json': '{}', 'eslint.config.mjs': '', '.prettierrc': '{}', 'src/sum.test.ts': '' },
      ),
      [
        'typecheck: npx --no-install tsc --noEmit -p .',
        'lint: npx --no-install eslint .',
        'format: npx --no-install prettier --check .',
        'test: npx --no-install vitest run',
      ],
    ],
    [
      'the old configuration of eslint, and mocha',
      npm(
        { devDependencies: { eslint: '^8.0.0', mocha: '^10.0.0' } },
        { '.eslintrc.json': '{}', 'test/sum.js': '' },
      ),
      ['lint: npx --no-install eslint --ext .js,.jsx,.cjs,.mjs,.ts,.tsx .', 'test: npx --no-install mocha'],
    ],
    [
      'projects that tsconfig.json only refers to',
      npm(
        { devDependencies: { typescript: '~5.7.2' } },
        { 'tsconfig.json': '{\n  // none here\n  "files": [],\n  "references": [{ "path": "./a" }],\n}' },
      ),
      ['typecheck: npx --no-install tsc -b --noEmit'],
    ],
    [
      'the same before TypeScript could leave writing out',
      npm(
        { devDependencies: { typescript: '^5.5.4' } },
        { 'tsconfig.json': '{ "files": [], "references": [{ "path": "./a" }] }' },
      ),
      ['typecheck: npx --no-install tsc -b'],
    ],
    [
      'a build that is the type check',
      npm({ scripts: { build: 'tsc' }, devDependencies: { typescript: '5.1' } }, { 'tsconfig.json': '{}' }),
      ['build: npm run --silent build'],
    ],
    [
      'tests of node:test, no package.json',
      { files: { 'sum.mjs': '', 'test/sum.test.mjs': "import { test } from 'node:test';" } },
      ['test: node --test'],
    ],
    ['nothing at all', { files: { 'README.md': '' } }, []],
    ['a package.json that is broken', { files: { 'package.json': '{ "scripts": ' } }, []],
    [
      'a package.json of odd shapes',
      npm({ scripts: { test: 5, lint: 'eslint .' }, workspaces: 'x', dependencies: [], packageManager: {} }),
      ['lint: npm run --silent lint'],
    ],
    [
      'a test that watches, and one that is a placeholder',
      npm({ scripts: { test: 'echo "Error: no test specified" && exit 1', 'test:unit': 'jest --watch -i' } }),
      ['test: npx --no-install jest -i'],
    ],
  ])('finds the checks of %s', async (_, repository, lines) => {
    expect(await linesOf(repository)).toEqual(lines);
  });

  it.each([
    ['test', 'echo "Error: no test specified" && exit 1', 'it only prints'],
    ['build', 'webpack --watch', 'it waits for changes and never ends'],
    ['build', 'npm run x && npm publish', 'it publishes or deploys'],
    ['lint', 'gulp lint:fix', 'it changes files'],
    ['format', 'prettier --write .', 'it writes, and nothing says that the code is kept formatted'],
  ])('leaves out the script %s: %s', async (name, script, why) => {
    const { checks, skipped } = await detect(npm({ scripts: { [name]: script } }));
    expect(checks).toEqual([]);
    expect(skipped).toEqual([{ name, why }]);
  });

  it('says what a check is, what it runs and why it was found', async () => {
    const { checks, packages } = await detect(
      npm({
        name: 'x',
        scripts: { test: 'cross-env NODE_ENV=test nyc mocha && node ./node_modules/.bin/tsc' },
      }),
    );
    expect(checks).toEqual([
      {
        name: 'test',
        kind: 'test',
        run: 'npm test',
        cwd: '.',
        timeoutMs: 600_000,
        tools: ['mocha', 'tsc'],
        why: 'script "test" of package.json',
      },
    ]);
    expect(packages).toEqual([{ name: 'x', dir: '.', scripts: expect.anything(), needs: [] }]);
  });

  it('says which packages need which, by name and by path', async () => {
    const { packages } = await detect({
      files: {
        'package.json': { workspaces: ['packages/*'] },
        'packages/core/package.json': { name: '@x/core', peerDependencies: { react: '*' } },
        'packages/web/package.json': { name: '@x/web', devDependencies: { '@x/core': 'workspace:^' } },
        'packages/app/package.json': {
          name: '@x/app',
          dependencies: { a: 'file:../core', b: 'link:../web/' },
        },
      },
    });
    expect(Object.fromEntries(packages.map(({ dir, needs }) => [dir, needs]))).toEqual({
      '.': [],
      'packages/app': ['packages/core', 'packages/web'],
      'packages/core': [],
      'packages/web': ['packages/core'],
    });
  });

  it('names the package manager by pin before lockfile, and npm where it is not installed', async () => {
    const scripts = { lint: 'eslint .' };
    const pinned = { scripts, packageManager: 'yarn@4.1.0+sha224.abc' };
    const files = { 'package.json': pinned, 'yarn.lock': '', 'package-lock.json': '' };
    const found = await detect({ files, missing: ['yarn'] });
    expect(found.packageManager).toEqual({
      name: 'yarn',
      version: '4.1.0',
      lockfile: 'yarn.lock',
      runner: 'npm',
      why: 'package.json pins yarn@4.1.0; package-lock.json left aside; yarn is not installed here, so npm runs the scripts',
    });
    expect(found.checks[0]?.run).toBe('npm run --silent lint');
    const bun = await detect({
      files: { 'package.json': { scripts: { test: 'bun test' } }, 'bun.lock': '' },
    });
    expect(bun.packageManager.name).toBe('bun');
    expect(bun.checks[0]).toMatchObject({ run: 'bun run test', tools: ['bun-test'] });
    const none = await detect({ files: { 'main.js': '' } });
    expect(none.packageManager).toMatchObject({ name: null, runner: 'npm', why: 'there is no package.json' });
  });

  describe('with settings', () => {
    const files = npm({ scripts: { lint: 'eslint .', test: 'jest' } }, { 'web/index.js': '' }).files;
    const withSettings = (settings: string) => ({ files, settings });

    it('leaves out, changes and adds', async () => {
      const settings = [
        'timeout: 100',
        'checks:',
        '  lint: false',
        '  test: { run: npx jest -i, timeout: 7 }',
        '  types: npx tsc',
        '  e2e: { run: make e2e, cwd: ./web/ }',
        '  unit-test: make unit',
      ].join('\n');
      const { checks, skipped } = await detect(withSettings(settings));
      expect(checks).toMatchObject([
        { name: 'test', kind: 'test', run: 'npx jest -i', timeoutMs: 7000, tools: ['jest'] },
        { name: 'types', kind: 'typecheck', run: 'npx tsc', timeoutMs: 100_000, cwd: '.' },
        { name: 'e2e', kind: 'command', run: 'make e2e', cwd: 'web' },
        { name: 'unit-test', kind: 'test' },
      ]);
      expect(skipped).toEqual([{ name: 'lint', why: 'the settings leave it out' }]);
    });

    it('takes only what they name when detection is off', async () => {
      expect(await linesOf(withSettings('detect: false\nchecks: { a: make a }'))).toEqual(['a: make a']);
    });

    it('only changes the deadline of a check that was found', async () => {
      const { checks } = await detect(withSettings('checks: { test: { timeout: 5 } }'));
      expect(checks.at(-1)).toMatchObject({ name: 'test', run: 'npm test', timeoutMs: 5000 });
    });

    it.each([
      ['tests: { timeout: 5 }', 'checks.tests: no check of this name was found; did you mean `test`?'],
      ['x: { cwd: web }', 'checks.x: no check of this name was found (found: `lint`, `test`)'],
      ['x: { run: make, cwd: nowhere }', 'checks.x.cwd: there is no folder `nowhere`'],
    ])('refuses %s', async (setting, message) => {
      await expect(detect(withSettings(`checks:\n  ${setting}`))).rejects.toMatchObject({
        code: 'bad-config',
        message,
      });
    });

    it('does not mind when a check that is to be left out is not there', async () => {
      const { skipped } = await detect(withSettings('checks: { build: false }'));
      expect(skipped).toEqual([
        { name: 'build', why: 'no check of this name was found (found: `lint`, `test`)' },
      ]);
    });
  });

  it('takes under 30 ms for 5,000 files', async () => {
    const members = Array.from({ length: 30 }, (_, at) => [
      `packages/p${at}/package.json`,
      { scripts: { test: 'jest', build: 'tsc -p .', lint: 'eslint --fix src' } },
    ]);
    const others = Array.from({ length: 5000 }, (_, at) => [
      `packages/p${at % 30}/src/deep/er/f${at}.test.ts`,
      '',
    ]);
    const files = {
      'package.json': { workspaces: ['packages/*'] },
      'package-lock.json': '',
      ...Object.fromEntries([...members, ...others]),
    };
    const repository = { files };
    await detect(repository);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const before = process.cpuUsage();
      expect((await detect(repository)).checks).toHaveLength(90);
      // Time on the processor: what else the machine does is not ours to answer for.
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    expect(Math.min(...times)).toBeLessThan(30);
  });
});

describe('checkOfCommand', () => {
  it('quotes the words of a program', () => {
    expect(checkOfCommand(['npx', 'jest', '-t', "it's $5"], '')).toEqual({
      name: 'command',
      kind: 'command',
      run: "npx jest -t 'it'\\''s $5'",
      cwd: '.',
      timeoutMs: 600_000,
      tools: ['jest'],
      why: 'the command that was given',
    });
  });

  it('takes a single word for a shell line', () => {
    const check = checkOfCommand(['tsc && mocha "$X"'], 'packages/a', 5000);
    expect(check).toMatchObject({ run: 'tsc && mocha "$X"', cwd: 'packages/a', timeoutMs: 5000 });
    expect(check.tools).toEqual(['tsc', 'mocha']);
  });
});
