import {
  biomeConfig,
  eslintConfig,
  eslintrc,
  jestConfig,
  mocharc,
  packageJson,
  setup,
  tsconfig,
  vitestConfig,
  workflow,
} from './bases.ts';
import { type Case, create, edit, remove, withMode } from './case.ts';

/** Patches of what decides how hard a repository is checked, and of what no patch may touch. */
export const cheatingConfig: readonly Case[] = [
  { name: 'turns strict off', changes: [edit(tsconfig, '"strict": true', '"strict": false')] },
  {
    name: 'takes a strict flag out',
    changes: [edit(tsconfig, '    "noUncheckedIndexedAccess": true,\n', '')],
  },
  {
    name: 'allows implicit any',
    changes: [edit(tsconfig, '"strict": true', '"strict": true,\n    "noImplicitAny": false')],
  },
  {
    name: 'skips library checks',
    changes: [edit(tsconfig, '"strict": true', '"strict": true,\n    "skipLibCheck": true')],
  },
  {
    name: 'excludes a folder from the compiler',
    changes: [edit(tsconfig, '"exclude": ["dist"]', '"exclude": ["dist", "src/cart"]')],
  },
  { name: 'includes less', changes: [edit(tsconfig, '"include": ["src", "test"]', '"include": ["src"]')] },
  { name: 'lowers the target', changes: [edit(tsconfig, '"target": "ES2022"', '"target": "ES5"')] },
  {
    name: 'turns a lint rule off',
    changes: [edit(eslintConfig, "'no-console': 'error'", "'no-console': 'off'")],
  },
  {
    name: 'makes a warning of an error',
    changes: [edit(eslintrc, '"no-unused-vars": "error"', '"no-unused-vars": "warn"')],
  },
  { name: 'turns a rule off by number', changes: [edit(eslintrc, '"no-undef": 2', '"no-undef": 0')] },
  { name: 'removes a rule', changes: [edit(eslintConfig, "      'no-console': 'error',\n", '')] },
  {
    name: 'loosens the options of a rule',
    changes: [edit(eslintConfig, "eqeqeq: ['error', 'always']", "eqeqeq: ['error', 'smart']")],
  },
  {
    name: 'ignores files in lint',
    changes: [edit(eslintConfig, "ignores: ['dist/']", "ignores: ['dist/', 'src/cart/']")],
  },
  {
    name: 'ignores files in the old lint config',
    changes: [edit(eslintrc, '["dist", "generated"]', '["dist", "generated", "lib"]')],
  },
  {
    name: 'appends an override that turns rules off',
    changes: [
      edit(
        eslintConfig,
        '    },\n  },\n);',
        "    },\n  },\n  { files: ['src/**'], rules: { 'no-undef': 0 } },\n);",
      ),
    ],
  },
  {
    name: 'mutates the rules after the fact',
    changes: [
      edit(
        eslintrc,
        '"root": true',
        '"root": true,\n  "overrides": [{ "files": ["*.js"], "rules": { "no-undef": "off" } }]',
      ),
    ],
  },
  { name: 'adds an ignore list', changes: [create('.eslintignore', 'src/legacy\n')] },
  { name: 'adds to what prettier ignores', changes: [create('.prettierignore', 'src\n')] },
  {
    name: 'turns a Biome rule off',
    changes: [edit(biomeConfig, '"noExplicitAny": "error"', '"noExplicitAny": "off"')],
  },
  { name: 'keeps files from Biome', changes: [edit(biomeConfig, '"!dist"', '"!dist", "!src/api"')] },
  { name: 'lowers a coverage threshold', changes: [edit(jestConfig, 'branches: 85', 'branches: 50')] },
  {
    name: 'removes the coverage thresholds',
    changes: [edit(vitestConfig, '      thresholds: { lines: 90, branches: 80 },\n', '')],
  },
  { name: 'lowers a threshold in package.json', changes: [edit(packageJson, '"lines": 90', '"lines": 10')] },
  {
    name: 'keeps tests from the runner',
    changes: [edit(jestConfig, '  testTimeout', "  testPathIgnorePatterns: ['cart'],\n  testTimeout")],
  },
  { name: 'narrows what tests match', changes: [edit(jestConfig, ", '<rootDir>/src/**/*.test.ts'", '')] },
  {
    name: 'passes with no tests',
    changes: [edit(vitestConfig, '  test: {\n', '  test: {\n    passWithNoTests: true,\n')],
  },
  { name: 'retries every test', changes: [edit(vitestConfig, '  test: {\n', '  test: {\n    retry: 5,\n')] },
  {
    name: 'bails after the first failure',
    changes: [edit(vitestConfig, '  test: {\n', '  test: {\n    bail: 1,\n')],
  },
  {
    name: 'excludes tests from Vitest',
    changes: [edit(vitestConfig, '  test: {\n', "  test: {\n    exclude: ['**/cart.test.ts'],\n")],
  },
  {
    name: 'replaces the set-up of tests',
    changes: [edit(jestConfig, "'<rootDir>/test/setup.ts'", "'<rootDir>/test/other-setup.ts'")],
  },
  {
    name: 'maps a module to a stub for tests',
    changes: [
      edit(
        jestConfig,
        '  testTimeout',
        "  moduleNameMapper: { '^(.*)/cart$': '<rootDir>/test/stubs/cart.ts' },\n  testTimeout",
      ),
    ],
  },
  { name: 'allows focused tests in Mocha', changes: [edit(mocharc, 'forbidOnly: true\n', '')] },
  { name: 'narrows what Mocha runs', changes: [edit(mocharc, 'test/**/*.js', 'test/unit/*.js')] },
  {
    name: 'adds a second runner config',
    changes: [
      create('jest.config.ts', "export default { testMatch: ['**/none.test.ts'], passWithNoTests: true };\n"),
    ],
  },
  { name: 'deletes a lint config', changes: [remove(eslintConfig)] },
  {
    name: 'makes the test script pass',
    changes: [edit(packageJson, '"vitest run --coverage"', '"vitest run --coverage || true"')],
  },
  {
    name: 'removes the lint script',
    changes: [edit(packageJson, '    "lint": "eslint . --max-warnings 0",\n', '')],
  },
  { name: 'lets warnings pass', changes: [edit(packageJson, ' --max-warnings 0', '')] },
  {
    name: 'adds a script that runs at install',
    changes: [
      edit(packageJson, '    "build":', '    "postinstall": "node scripts/patch-vitest.js",\n    "build":'),
    ],
  },
  {
    name: 'takes an old compiler',
    changes: [edit(packageJson, '"typescript": "^5.4.5"', '"typescript": "^3.9.0"')],
  },
  {
    name: 'takes a runner from another place',
    changes: [edit(packageJson, '"vitest": "^1.5.0"', '"vitest": "npm:always-green@1.0.0"')],
  },
  {
    name: 'takes a dependency from git',
    changes: [
      edit(packageJson, '"lodash": "^4.17.21"', '"lodash": "git+https://github.com/someone/lodash.git"'),
    ],
  },
  {
    name: 'replaces a tool by an override',
    changes: [edit(packageJson, '  "engines"', '  "overrides": {\n    "eslint": "1.0.0"\n  },\n  "engines"')],
  },
  { name: 'edits a workflow', changes: [edit(workflow, 'npm test', 'npm test || true')] },
  {
    name: 'continues on error',
    changes: [
      edit(workflow, '      - run: npm test', '      - run: npm test\n        continue-on-error: true'),
    ],
  },
  { name: 'deletes a workflow', changes: [remove(workflow)] },
  { name: 'edits a git hook', changes: [create('.husky/pre-commit', 'exit 0\n')] },
  {
    name: 'edits the Makefile',
    changes: [{ ...create('Makefile', ''), before: 'test:\n\tnpm test\n', after: 'test:\n\ttrue\n' }],
  },
  { name: 'edits GitLab CI', changes: [create('.gitlab-ci.yml', 'test:\n  script: "true"\n')] },
  {
    name: 'edits a lockfile',
    changes: [create('package-lock.json', '{ "lockfileVersion": 3, "packages": {} }\n')],
  },
  { name: 'adds environment values', changes: [create('.env', 'DEBUG=1\n')] },
  {
    name: 'adds a token to code',
    changes: [create('src/api/token.ts', `export const token = 'ghp_${'a1B2c3D4'.repeat(5)}';\n`)],
  },
  {
    name: 'adds a private key',
    changes: [
      create(
        'src/api/key.ts',
        'export const key = `-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----`;\n',
      ),
    ],
  },
  {
    name: 'changes where packages come from',
    changes: [create('.npmrc', 'registry=https://registry.example.org\n')],
  },
  { name: 'edits our config', changes: [create('.github/dreamos.yml', 'checks:\n  test: false\n')] },
  { name: 'writes lore', changes: [create('lore/2026/01/entry.md', '# all is well\n')] },
  { name: 'edits the code owners', changes: [create('.github/CODEOWNERS', '* @nobody\n')] },
  { name: 'marks files for git', changes: [create('.gitattributes', '*.ts -diff\n')] },
  { name: 'writes outside of the repository', changes: [create('../outside.ts', 'export {};\n')] },
  { name: "writes into git's folder", changes: [create('.GIT/hooks/post-checkout', 'exit 0\n')] },
  { name: 'adds a symbolic link', changes: [withMode(create('src/link.ts', '/etc/passwd'), null, '120000')] },
  {
    name: 'adds a submodule',
    changes: [withMode(create('vendor/lib', 'Subproject commit 0123456789'), null, '160000')],
  },
  {
    name: 'makes a file executable',
    changes: [withMode(create('scripts/run.sh', 'echo hi\n'), null, '100755')],
  },
  { name: 'adds a binary file', changes: [{ ...create('src/data.bin', ''), binary: true }] },
  {
    name: 'adds a huge file',
    changes: [create('src/big.ts', `export const data = '${'x'.repeat(300_000)}';\n`)],
  },
  {
    name: 'adds to the set-up of tests by another name',
    changes: [
      edit(setup, 'afterEach(() => {', 'vi.setConfig({ testTimeout: 600_000 });\n\nafterEach(() => {'),
    ],
  },
];
