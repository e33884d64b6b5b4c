import {
  biomeConfig,
  eslintConfig,
  eslintrc,
  jestConfig,
  packageJson,
  tsconfig,
  vitestConfig,
} from './bases.ts';
import { type Case, create, edit } from './case.ts';

/** Patches of settings that make checks find more, or nothing less. */
export const honestConfig: readonly Case[] = [
  {
    name: 'turns a strict flag on',
    changes: [edit(tsconfig, '"noUnusedLocals": false', '"noUnusedLocals": true')],
  },
  {
    name: 'adds a strict flag',
    changes: [edit(tsconfig, '"strict": true', '"strict": true,\n    "exactOptionalPropertyTypes": true')],
  },
  {
    name: 'includes more',
    changes: [edit(tsconfig, '"include": ["src", "test"]', '"include": ["src", "test", "scripts"]')],
  },
  { name: 'excludes nothing', changes: [edit(tsconfig, '"exclude": ["dist"]', '"exclude": []')] },
  {
    name: 'changes where output goes',
    changes: [edit(tsconfig, '"outDir": "dist"', '"outDir": "build",\n    "declaration": true')],
  },
  {
    name: 'drops a comment from tsconfig',
    changes: [edit(tsconfig, '  // Shared by the editor and the build.\n', '')],
  },
  {
    name: 'adds a path alias',
    changes: [
      edit(
        tsconfig,
        '"outDir": "dist"',
        '"outDir": "dist",\n    "baseUrl": ".",\n    "paths": { "@/*": ["src/*"] }',
      ),
    ],
  },
  {
    name: 'reformats eslintrc',
    changes: [edit(eslintrc, '"env": { "node": true }', '"env": {\n    "node": true\n  }')],
  },
  { name: 'makes an error of a warning', changes: [edit(eslintrc, '"curly": "warn"', '"curly": "error"')] },
  {
    name: 'adds a rule',
    changes: [edit(eslintConfig, "'no-console': 'error'", "'no-var': 'error',\n      'no-console': 'error'")],
  },
  { name: 'ignores less', changes: [edit(eslintrc, '["dist", "generated"]', '["dist"]')] },
  { name: 'raises a Biome rule', changes: [edit(biomeConfig, '"useConst": "warn"', '"useConst": "error"')] },
  { name: 'raises a coverage threshold', changes: [edit(jestConfig, 'branches: 85', 'branches: 88')] },
  { name: 'raises a threshold in Vitest', changes: [edit(vitestConfig, 'branches: 80', 'branches: 85')] },
  {
    name: 'matches more tests',
    changes: [
      edit(
        vitestConfig,
        "include: ['src/**/*.test.ts']",
        "include: ['src/**/*.test.ts', 'test/**/*.test.ts']",
      ),
    ],
  },
  { name: 'shortens a time-out', changes: [edit(jestConfig, 'testTimeout: 5000', 'testTimeout: 2000')] },
  {
    name: 'adds a dependency',
    changes: [edit(packageJson, '"lodash": "^4.17.21"', '"lodash": "^4.17.21",\n    "nanoid": "^5.0.7"')],
  },
  { name: 'raises a dependency', changes: [edit(packageJson, '"zod": "^3.22.4"', '"zod": "^3.23.8"')] },
  { name: 'removes a dependency', changes: [edit(packageJson, '    "lodash": "^4.17.21",\n', '')] },
  {
    name: 'raises the compiler',
    changes: [edit(packageJson, '"typescript": "^5.4.5"', '"typescript": "^5.6.2"')],
  },
  { name: 'raises the version', changes: [edit(packageJson, '"version": "1.4.2"', '"version": "1.4.3"')] },
  {
    name: 'adds exports to package.json',
    changes: [
      edit(
        packageJson,
        '"main": "dist/index.js"',
        '"main": "dist/index.js",\n  "exports": { ".": "./dist/index.js", "./package.json": "./package.json" }',
      ),
    ],
  },
  {
    name: 'adds keywords',
    changes: [
      edit(
        packageJson,
        '"type": "module"',
        '"type": "module",\n  "keywords": ["shop", "cart"],\n  "license": "MIT"',
      ),
    ],
  },
  {
    name: 'pins a package that others bring',
    changes: [
      edit(packageJson, '  "engines"', '  "overrides": {\n    "minimist": "^1.2.8"\n  },\n  "engines"'),
    ],
  },
  {
    name: 'edits an issue template',
    changes: [create('.github/ISSUE_TEMPLATE/bug.md', '---\nname: Bug\n---\n\nWhat happened?\n')],
  },
  {
    name: 'edits data of the product',
    changes: [create('src/data/countries.json', '[{ "code": "DE", "name": "Germany" }]\n')],
  },
  {
    name: 'edits translations with the word test',
    changes: [
      {
        ...create('src/locales/en.json', ''),
        before: '{ "test": "Test", "skip": "Skp" }\n',
        after: '{ "test": "Test", "skip": "Skip" }\n',
      },
    ],
  },
  {
    name: 'edits the proxy of the dev server',
    changes: [
      {
        ...create('vite.config.ts', ''),
        before:
          "import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  server: { port: 3000 },\n});\n",
        after:
          "import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  server: { port: 4000, open: true },\n});\n",
      },
    ],
  },
];
