/** One run of a real tool on a broken project of `test/fixtures/broken`. */
export interface ToolCase {
  /** Name of the parser that reads it. */
  readonly tool: string;
  readonly major: string;
  /** What is special about the run; `default` for nothing. */
  readonly name: string;
  readonly project: string;
  /** Packages to link: `{ jest: 'jest-29' }` makes `jest` the one that is installed as `jest-29`. */
  readonly packages: Readonly<Record<string, string>>;
  /** Shell command line; `$NODE_20` is the older Node. */
  readonly command: string;
}

type Installed = readonly [major: string, packages: Readonly<Record<string, string>>];
type Run = readonly [name: string, command: string];

function cases(
  tool: string,
  project: string,
  majors: readonly Installed[],
  runs: readonly Run[],
): ToolCase[] {
  return majors.flatMap(([major, packages]) =>
    runs.map(([name, command]) => ({ tool, major, name, project, packages, command })),
  );
}

const MOCHA_FILES = "'test/**/*.test.js' 'test/**/*.test.mjs'";
const ESLINT_8: Installed = ['8', { eslint: 'eslint-8' }];
const ESLINT_10: Installed = ['10', { eslint: 'eslint' }];

export const toolCases: readonly ToolCase[] = [
  ...cases(
    'tsc',
    'tsc',
    [
      ['5', { typescript: 'typescript-5' }],
      ['6', { typescript: 'typescript-6' }],
      ['7', { typescript: 'typescript' }],
    ],
    [
      ['default', 'tsc'],
      ['pretty', 'tsc --pretty'],
      ['build', 'tsc -b'],
    ],
  ),
  ...cases(
    'eslint',
    'eslint',
    [ESLINT_8, ESLINT_10],
    [
      ['default', 'eslint src'],
      [
        'warnings',
        "eslint --max-warnings 0 --rule 'no-unused-vars: off' --rule 'eqeqeq: off' --rule 'no-undef: off' src/used.js",
      ],
      ['json', 'eslint -f json src'],
    ],
  ),
  ...cases(
    'eslint',
    'eslint',
    [ESLINT_8],
    [
      ['unix', 'eslint -f unix src'],
      ['compact', 'eslint -f compact src'],
    ],
  ),
  ...cases(
    'biome',
    'biome',
    [
      ['1', { '@biomejs/biome': 'biome-1' }],
      ['2', { '@biomejs/biome': '@biomejs/biome' }],
    ],
    [
      ['default', 'biome check src'],
      ['ci', 'biome ci src'],
      ['format', 'biome format src'],
      ['github', 'biome check --reporter=github src'],
    ],
  ),
  ...cases(
    'prettier',
    'prettier',
    [
      ['2', { prettier: 'prettier-2' }],
      ['3', { prettier: 'prettier' }],
    ],
    [['default', 'prettier --check .']],
  ),
  ...cases(
    'oxfmt',
    'oxfmt',
    [
      ['0.24', { oxfmt: 'oxfmt-0.24' }],
      ['0.79', { oxfmt: 'oxfmt' }],
    ],
    [['default', 'oxfmt --check src']],
  ),
  ...cases(
    'jest',
    'jest',
    [
      ['29', { jest: 'jest-29' }],
      ['30', { jest: 'jest' }],
    ],
    [
      ['default', 'jest'],
      ['verbose', 'jest --verbose --runInBand'],
      [
        'coverage',
        'jest test/fine --coverage --coverageThreshold \'{"global":{"branches":100,"lines":100}}\' --collectCoverageFrom=src/cart.js',
      ],
    ],
  ),
  ...cases(
    'vitest',
    'vitest',
    [
      ['3', { vitest: 'vitest-3' }],
      ['5', { vitest: 'vitest' }],
    ],
    [
      ['default', 'vitest run'],
      ['dot', 'vitest run --reporter=dot'],
    ],
  ),
  ...cases(
    'mocha',
    'mocha',
    [
      ['10', { mocha: 'mocha-10', chai: 'chai' }],
      ['12', { mocha: 'mocha', chai: 'chai' }],
    ],
    [
      ['default', `mocha ${MOCHA_FILES}`],
      ['dot', `mocha -R dot ${MOCHA_FILES}`],
      ['parallel', `mocha --parallel --jobs 2 ${MOCHA_FILES}`],
      ['missing-module', 'mocha broken/missing.test.js'],
      ['missing-module-esm', 'mocha broken/missing.test.mjs'],
      ['syntax-error', 'mocha broken/syntax.test.js'],
    ],
  ),
  ...cases(
    'node-test',
    'node-test',
    [['20', {}]],
    [
      ['default', '"$NODE_20" --test'],
      ['spec', '"$NODE_20" --test --test-reporter=spec'],
    ],
  ),
  ...cases(
    'node-test',
    'node-test',
    [['24', {}]],
    [
      ['default', 'node --test'],
      ['tap', 'node --test --test-reporter=tap'],
    ],
  ),
  ...cases('tap', 'tape', [['tape-5', { tape: 'tape' }]], [['default', 'node test/cart.js']]),
  ...cases(
    'junit',
    'vitest',
    [['vitest-5', { vitest: 'vitest' }]],
    [['default', 'vitest run --reporter=junit --outputFile=out.xml; cat out.xml; exit 1']],
  ),
  ...cases(
    'text',
    'mocha',
    [['24', {}]],
    [
      ['thrown', 'node -e "require(\'./src/cart.js\').first([])"'],
      ['missing-module', 'node src/nowhere.js'],
    ],
  ),
];
