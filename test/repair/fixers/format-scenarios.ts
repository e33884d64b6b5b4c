import type { Files } from './folder-workspace.ts';

/** A red linter or formatter and what the file is to become. */
export interface FormatScenario {
  readonly name: string;
  readonly tool: 'eslint' | 'biome' | 'prettier';
  /** Folder of the tool in test/tools/node_modules. */
  readonly installed: string;
  readonly files: Files;
  /** Files after the fix; those that are not named must not change. */
  readonly healed: Files;
  /** 1 when the first candidate is right. */
  readonly within?: number;
  readonly packages?: Readonly<Record<string, string>>;
}

const flat = (rules: object, type = 'module'): Files => ({
  'package.json': `{ "type": "${type}" }\n`,
  'eslint.config.mjs': `export default [{ files: ['**/*.js'], languageOptions: { sourceType: '${type}' }, rules: ${JSON.stringify(rules)} }];\n`,
});
const old = (rules: object): Files => ({
  '.eslintrc.json': JSON.stringify({
    root: true,
    parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
    rules,
  }),
});
const biomeConfig = (linter: object, formatter = true): Files => ({
  'biome.json': `${JSON.stringify({ formatter: { enabled: formatter, indentStyle: 'space' }, linter }, null, 2)}\n`,
});

const eslint = (
  name: string,
  rules: object,
  before: string,
  after: string,
  rest: Partial<FormatScenario> = {},
): FormatScenario => ({
  name,
  tool: 'eslint',
  installed: 'eslint',
  ...rest,
  files: { ...(rest.installed === 'eslint-8' ? old(rules) : flat(rules)), 'src/a.js': before, ...rest.files },
  healed: { 'src/a.js': after },
});

export const formatScenarios: readonly FormatScenario[] = [
  eslint(
    'fixes only the red rule',
    { 'prefer-const': 'error' },
    'let a = 1;;\nexport { a };\n',
    'const a = 1;;\nexport { a };\n',
  ),
  eslint(
    'fixes several rules of layout',
    { 'no-extra-boolean-cast': 'error', 'dot-notation': 'error', 'object-shorthand': 'error' },
    "export const f = (a, o) => (!!a ? 1 : { o: o['x'] });\n",
    'export const f = (a, o) => (a ? 1 : { o: o.x });\n',
  ),
  eslint(
    'takes a suggestion where there is no fix',
    { 'no-useless-escape': 'error' },
    "export const a = 'x\\y\\z';\n",
    "export const a = 'xyz';\n",
  ),
  eslint(
    'removes an unused import',
    { 'no-unused-vars': 'error' },
    "import fs from 'node:fs';\nimport path from 'node:path';\n\nexport const a = path.sep;\n",
    "import path from 'node:path';\n\nexport const a = path.sep;\n",
  ),
  eslint(
    'removes one of several imported names',
    { 'no-unused-vars': 'error' },
    "import fs, { readFile, writeFile, stat } from 'node:fs';\n\nexport const a = [readFile, stat, fs];\n",
    "import fs, { readFile, stat } from 'node:fs';\n\nexport const a = [readFile, stat, fs];\n",
  ),
  eslint(
    'removes the default and keeps the names',
    { 'no-unused-vars': 'error' },
    "import fs, { readFile } from 'node:fs';\n\nexport const a = readFile;\n",
    "import { readFile } from 'node:fs';\n\nexport const a = readFile;\n",
  ),
  eslint(
    'removes the names and keeps the default',
    { 'no-unused-vars': 'error' },
    "import fs, { readFile, stat } from 'node:fs';\n\nexport const a = fs;\n",
    "import fs from 'node:fs';\n\nexport const a = fs;\n",
  ),
  eslint(
    'keeps what an unused value does',
    { 'no-unused-vars': 'error' },
    'export function f(g) {\n  const x = g();\n  const y = [1, { z: 2 }];\n  return 1;\n}\n',
    'export function f(g) {\n  g();\n  return 1;\n}\n',
  ),
  eslint(
    'follows what loses its last use',
    { 'no-unused-vars': 'error' },
    "import { sep } from 'node:path';\n\nfunction helper() {\n  return sep;\n}\n\nexport const a = 1;\n",
    'export const a = 1;\n',
  ),
  eslint(
    'removes a name from a pattern',
    { 'no-unused-vars': 'error' },
    'export const f = (o) => {\n  const { a, b, c } = o;\n  return a + c;\n};\n',
    'export const f = (o) => {\n  const { a, c } = o;\n  return a + c;\n};\n',
  ),
  eslint(
    'removes the last parameter and the name of a caught error',
    { 'no-unused-vars': 'error' },
    'export const f = (a, b) => {\n  try {\n    return a();\n  } catch (error) {\n    return null;\n  }\n};\n',
    'export const f = (a) => {\n  try {\n    return a();\n  } catch {\n    return null;\n  }\n};\n',
  ),
  eslint(
    'marks a parameter where the rule takes marks',
    { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
    'export const f = (a, b) => a;\n',
    'export const f = (a, _b) => a;\n',
  ),
  eslint(
    'compares with null and undefined',
    { eqeqeq: 'error' },
    'export const f = (a, b) => a == null || a.x != b;\n',
    'export const f = (a, b) => (a === null || a === undefined) || a.x !== b;\n',
  ),
  eslint(
    'imports what Node has',
    { 'no-undef': 'error' },
    "import path from 'node:path';\n\nexport const a = () => readFileSync(path.sep);\n",
    "import path from 'node:path';\nimport { readFileSync } from 'node:fs';\n\nexport const a = () => readFileSync(path.sep);\n",
  ),
  eslint(
    'removes debugger',
    { 'no-debugger': 'error' },
    'export const f = () => {\n  debugger;\n  return 1;\n};\n',
    'export const f = () => {\n  return 1;\n};\n',
  ),
  eslint(
    'leaves other files as they are',
    { semi: 'error' },
    'export const a = 1\n',
    'export const a = 1;\n',
    { files: { 'src/b.js': 'export const b = 2;;\n' } },
  ),
  eslint(
    'fixes under an old configuration',
    { 'no-var': 'error', eqeqeq: 'error', 'prefer-const': 'error' },
    'var a = 1;\nexport default a == 2 ? a : 3;\n',
    'const a = 1;\nexport default a === 2 ? a : 3;\n',
    { installed: 'eslint-8' },
  ),
  eslint(
    'removes what is not used under an old configuration',
    { 'no-unused-vars': 'error' },
    "import a from './b.js';\nexport default 1;\n",
    'export default 1;\n',
    { installed: 'eslint-8' },
  ),
  eslint(
    'gives a case a block and keeps to prettier',
    { 'no-case-declarations': 'error' },
    'export function f(a) {\n  switch (a) {\n    case 1:\n      const b = a + 1;\n      return b;\n    default:\n      return 0;\n  }\n}\n',
    'export function f(a) {\n  switch (a) {\n    case 1: {\n      const b = a + 1;\n      return b;\n    }\n    default:\n      return 0;\n  }\n}\n',
    { files: { '.prettierrc': '{}\n' }, packages: { prettier: 'prettier' } },
  ),
  ...['prettier', 'prettier-2'].map(
    (installed): FormatScenario => ({
      name: `lays out with ${installed}`,
      tool: 'prettier',
      installed,
      files: {
        '.prettierrc': '{ "singleQuote": true }\n',
        'a.js': 'const  a = "x"\n',
        'b.css': 'a{color:red}\n',
      },
      healed: { 'a.js': "const a = 'x';\n", 'b.css': 'a {\n  color: red;\n}\n' },
    }),
  ),
  ...['@biomejs/biome', 'biome-1'].flatMap((installed): FormatScenario[] => [
    {
      name: `lays out with ${installed}`,
      tool: 'biome',
      installed,
      files: { ...biomeConfig({ enabled: false }), 'a.js': "const a = 'x'\n" },
      healed: { 'a.js': 'const a = "x";\n' },
      within: 2,
    },
    {
      name: `takes the safe fix of ${installed}`,
      tool: 'biome',
      installed,
      files: {
        ...biomeConfig({ rules: { recommended: false, complexity: { noExtraBooleanCast: 'error' } } }),
        'a.js': 'export const f = (a) => {\n  if (!!a) {\n    return 1;\n  }\n  return 2;\n};\n',
      },
      healed: { 'a.js': 'export const f = (a) => {\n  if (a) {\n    return 1;\n  }\n  return 2;\n};\n' },
      within: 2,
    },
    {
      name: `removes what is not used for ${installed}`,
      tool: 'biome',
      installed,
      files: {
        ...biomeConfig({ rules: { recommended: false, correctness: { noUnusedVariables: 'error' } } }),
        'a.js': 'export const f = (g) => {\n  const x = g();\n  return 2;\n};\n',
      },
      healed: { 'a.js': 'export const f = (g) => {\n  g();\n  return 2;\n};\n' },
      within: 2,
    },
    {
      name: `compares strictly for ${installed}`,
      tool: 'biome',
      installed,
      files: {
        ...biomeConfig({ rules: { recommended: false, suspicious: { noDoubleEquals: 'error' } } }, false),
        'a.js': 'export const f = (a) => a == 1\n',
      },
      healed: { 'a.js': 'export const f = (a) => a === 1\n' },
      within: 2,
    },
  ]),
];
