import type { Failure } from '../../../src/domain/report.ts';
import type { Files } from './folder-workspace.ts';

/** A small repository whose modules do not fit together. */
export interface ModulesScenario {
  readonly name: string;
  readonly files: Files;
  /** How red and green are told: by running `test.js` (or what is named) with Node, by the compiler, or by the healed text alone. */
  readonly check: { readonly node: string } | { readonly tsc: true } | { readonly said: Partial<Failure> };
  /** Pieces of the healed files. */
  readonly healed: Files;
  /** Where git says a file went. */
  readonly moved?: Readonly<Record<string, string>>;
}

const ESM = { 'package.json': '{ "type": "module" }\n' };
const COMMONJS = { 'package.json': '{ "type": "commonjs" }\n' };
const asserts = (imports: string, what: string) =>
  `import assert from 'node:assert/strict';\n${imports}\n\nassert.ok(${what});\n`;
const requires = (imports: string, what: string) =>
  `const assert = require('node:assert/strict');\n${imports}\n\nassert.ok(${what});\n`;
const SUM = 'export function sum(a, b) {\n  return a + b;\n}\n';

export const modulesScenarios: readonly ModulesScenario[] = [
  {
    name: 'misspelled export behind a failing test',
    files: {
      ...ESM,
      'src/math.js':
        'export function sumn(a, b) {\n  return a + b;\n}\n\nexport const twice = (n) => sumn(n, n);\n',
      'test/math.test.js': asserts(
        "import { sum, twice } from '../src/math.js';",
        'sum(1, 2) === 3 && twice(2) === 4',
      ),
    },
    check: { node: 'test/math.test.js' },
    healed: { 'src/math.js': 'export const twice = (n) => sum(n, n);' },
  },
  {
    name: 'misspelled export that others use by its name',
    files: {
      ...ESM,
      'src/math.js': 'export function sumn(a, b) {\n  return a + b;\n}\n',
      'src/other.js': "import { sumn } from './math.js';\n\nexport const three = sumn(1, 2);\n",
      'test/math.test.js': asserts(
        "import { three } from '../src/other.js';\nimport { sum } from '../src/math.js';",
        'sum(1, 2) === three',
      ),
    },
    check: { node: 'test/math.test.js' },
    healed: { 'src/math.js': 'export { sumn as sum };' },
  },
  {
    name: 'function that a test wants is not exported',
    files: {
      ...ESM,
      'src/math.js': 'function sum(a, b) {\n  return a + b;\n}\n\nexport const twice = (n) => sum(n, n);\n',
      'test/math.test.js': asserts("import { sum } from '../src/math.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/math.test.js' },
    healed: { 'src/math.js': 'export function sum(' },
  },
  {
    name: 'wrong case of a file name',
    files: {
      ...ESM,
      'src/user-card.js': SUM,
      'src/index.js': "export { sum } from './User-Card.js';\n",
      'test/a.test.js': asserts("import { sum } from '../src/index.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "'./user-card.js'" },
  },
  {
    name: 'missing extension in an ES module',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'src/index.js': 'export { sum } from "./math"\n',
      'test/a.test.js': asserts("import { sum } from '../src/index.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': 'export { sum } from "./math.js"\n' },
  },
  {
    name: 'import of a directory in an ES module',
    files: {
      ...ESM,
      'src/math/index.js': SUM,
      'src/main.js': "import { sum } from './math';\n\nexport const three = sum(1, 2);\n",
      'test/a.test.js': asserts("import { three } from '../src/main.js';", 'three === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/main.js': "'./math/index.js'" },
  },
  {
    name: 'misspelled path',
    files: {
      ...ESM,
      'src/format.js': SUM,
      'src/former.js': 'export const old = 1;\n',
      'src/index.js': "export { sum } from './fromat.js';\n",
      'test/a.test.js': asserts("import { sum } from '../src/index.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "'./format.js'" },
  },
  {
    name: 'misspelled folder in the import of a test',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'test/a.test.js': asserts("import { sum } from '../scr/math.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'test/a.test.js': "'../src/math.js'" },
  },
  {
    name: 'file that git knows was moved, under another name, with three importers',
    files: {
      ...ESM,
      'src/lib/text.js': 'export const pad = (s) => ` ${s}`;\n',
      'src/a.js': "export { pad } from './strings.js';\n",
      'src/b.js': "import { pad } from './strings.js';\n\nexport const b = pad('b');\n",
      'test/a.test.js': asserts(
        "import { pad } from '../src/a.js';\nimport { b } from '../src/b.js';",
        "pad('x') === ' x' && b === ' b'",
      ),
    },
    moved: { 'src/strings.js': 'src/lib/text.js' },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "'./lib/text.js'", 'src/b.js': "'./lib/text.js'" },
  },
  {
    name: 'file of the same name in another folder',
    files: {
      ...ESM,
      'src/shared/format.js': SUM,
      'src/pages/home.js': "import { sum } from './format.js';\n\nexport const three = sum(1, 2);\n",
      'test/a.test.js': asserts("import { three } from '../src/pages/home.js';", 'three === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/pages/home.js': "'../shared/format.js'" },
  },
  {
    name: 'one folder too far up',
    files: {
      ...ESM,
      'src/format.js': SUM,
      'src/pages/home.js': "import { sum } from '../../format.js';\n\nexport const three = sum(1, 2);\n",
      'test/a.test.js': asserts("import { three } from '../src/pages/home.js';", 'three === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/pages/home.js': "'../format.js'" },
  },
  {
    name: '.js for a .ts source that Node runs as it is',
    files: {
      ...ESM,
      'src/math.ts': 'export function sum(a: number, b: number) {\n  return a + b;\n}\n',
      'src/index.ts': "export { sum } from './math.js';\n",
      'test/a.test.ts': asserts("import { sum } from '../src/index.ts';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.ts' },
    healed: { 'src/index.ts': "'./math.ts'" },
  },
  {
    name: 'misspelled require',
    files: {
      ...COMMONJS,
      'lib/format.js': 'exports.pad = (s) => ` ${s}`;\n',
      'lib/index.js': "const { pad } = require('./formt');\n\nexports.pad = pad;\n",
      'test/a.test.js': requires("const { pad } = require('../lib');", "pad('x') === ' x'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/index.js': "require('./format')" },
  },
  {
    name: 'misspelled member of a required module',
    files: {
      ...COMMONJS,
      'lib/math.js': 'exports.sum = (a, b) => a + b;\nexports.diff = (a, b) => a - b;\n',
      'lib/index.js': "const math = require('./math');\n\nexports.three = () => math.sun(1, 2);\n",
      'test/a.test.js': requires("const { three } = require('../lib');", 'three() === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/index.js': 'math.sum(1, 2)' },
  },
  {
    name: 'misspelled key of module.exports behind a test',
    files: {
      ...COMMONJS,
      'lib/math.js': 'function sumn(a, b) {\n  return a + b;\n}\n\nmodule.exports = { sumn };\n',
      'test/a.test.js': requires("const { sum } = require('../lib/math');", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/math.js': 'module.exports = { sum };' },
  },
  {
    name: 'function missing in module.exports',
    files: {
      ...COMMONJS,
      'lib/math.js':
        'function sum(a, b) {\n  return a + b;\n}\nfunction diff(a, b) {\n  return a - b;\n}\n\nmodule.exports = {\n  diff,\n};\n',
      'test/a.test.js': requires("const math = require('../lib/math');", 'math.sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/math.js': '  diff,\n  sum,\n};' },
  },
  {
    name: 'default import of a named export',
    files: {
      ...ESM,
      'src/config.js': 'export const config = { port: 1 };\n',
      'src/index.js': "import config from './config.js';\n\nexport const port = config.port;\n",
      'test/a.test.js': asserts("import { port } from '../src/index.js';", 'port === 1'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "import { config } from './config.js';" },
  },
  {
    name: 'named import of a default export',
    files: {
      ...ESM,
      'src/parse.js': 'export default function parse(text) {\n  return text.trim();\n}\n',
      'src/index.js': "import { parse } from './parse.js';\n\nexport const parsed = parse(' a ');\n",
      'test/a.test.js': asserts("import { parsed } from '../src/index.js';", "parsed === 'a'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "import parse from './parse.js';" },
  },
  {
    name: 'test that takes a default export by name',
    files: {
      ...ESM,
      'src/parse.js': 'export default function parse(text) {\n  return text.trim();\n}\n',
      'test/a.test.js': asserts("import { parse } from '../src/parse.js';", "parse(' a ') === 'a'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/parse.js': 'export { parse };' },
  },
  {
    name: 'test that takes a named export by default',
    files: {
      ...ESM,
      'src/parse.js': 'export function parse(text) {\n  return text.trim();\n}\n',
      'test/a.test.js': asserts("import parse from '../src/parse.js';", "parse(' a ') === 'a'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/parse.js': 'export default parse;' },
  },
  {
    name: 'require in an ES module',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'src/index.js':
        "const path = require('node:path');\nconst { sum: add } = require('./math');\n\nexport const three = () => path.sep.length + add(1, 1);\n",
      'test/a.test.js': asserts("import { three } from '../src/index.js';", 'three() === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "import path from 'node:path';\nimport { sum as add } from './math.js';\n" },
  },
  {
    name: 'module.exports in an ES module',
    files: {
      ...ESM,
      'src/math.js': 'function sum(a, b) {\n  return a + b;\n}\n\nmodule.exports = { sum };\n',
      'test/a.test.js': asserts("import { sum } from '../src/math.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/math.js': 'export { sum };' },
  },
  {
    name: 'exports.name in an ES module',
    files: {
      ...ESM,
      'src/math.js': 'exports.sum = (a, b) => a + b;\n',
      'test/a.test.js': asserts("import { sum } from '../src/math.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/math.js': 'export const sum = (a, b) => a + b;' },
  },
  {
    name: 'import in a CommonJS package',
    files: {
      ...COMMONJS,
      'lib/math.js':
        "import path from 'node:path';\n\nexport function sum(a, b) {\n  return a + b;\n}\nexport const sep = path.sep;\n",
      'test/a.test.js': requires("const { sum, sep } = require('../lib/math');", 'sum(1, 2) === 3 && sep'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/math.js': 'module.exports = { sum, sep };' },
  },
  {
    name: 'default export in a CommonJS package',
    files: {
      ...COMMONJS,
      'lib/sum.js': 'export default function sum(a, b) {\n  return a + b;\n}\n',
      'test/a.test.js': requires("const sum = require('../lib/sum');", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/sum.js': 'module.exports = sum;' },
  },
  {
    name: 'name missing in an index that passes others on',
    files: {
      ...ESM,
      'src/index.js': "export { diff } from './diff.js';\n",
      'src/diff.js': 'export const diff = (a, b) => a - b;\n',
      'src/sum.js': SUM,
      'test/a.test.js': asserts(
        "import { diff, sum } from '../src/index.js';",
        'sum(1, 2) === 3 && diff(2, 1)',
      ),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "export { sum } from './sum.js';" },
  },
  {
    name: 'index that passes on an old name',
    files: {
      ...ESM,
      'src/index.js': "export { totl } from './math.js';\n",
      'src/math.js': 'export const total = (ns) => ns.length;\n',
      'src/app.js': "import { totl } from './index.js';\n\nexport const n = totl([1]);\n",
      'src/mean.js': "import { total } from './math.js';\n\nexport const mean = (ns) => total(ns) / 2;\n",
      'test/a.test.js': asserts("import { n } from '../src/app.js';", 'n === 1'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': 'total as totl' },
  },
  {
    name: 'misspelled builtin',
    files: {
      ...ESM,
      'src/a.js': "import { sep } from 'node:paht';\n\nexport const s = sep;\n",
      'test/a.test.js': asserts("import { s } from '../src/a.js';", 's'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "'node:path'" },
  },
  {
    name: 'misspelled dependency',
    files: {
      'package.json': '{ "type": "module", "dependencies": { "left-pad": "1.0.0" } }\n',
      'node_modules/left-pad/package.json': '{ "name": "left-pad", "main": "index.js" }\n',
      'node_modules/left-pad/index.js': 'module.exports = (s) => ` ${s}`;\n',
      'src/a.js': "import pad from 'left-pda';\n\nexport const a = pad('a');\n",
      'test/a.test.js': asserts("import { a } from '../src/a.js';", "a === ' a'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "'left-pad'" },
  },
  {
    name: 'own file imported as if it were a package',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'src/index.js': "export { sum } from 'math.js';\n",
      'test/a.test.js': asserts("import { sum } from '../src/index.js';", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/index.js': "'./math.js'" },
  },
  {
    name: 'whole module called as a function',
    files: {
      ...COMMONJS,
      'lib/sum.js': 'function sum(a, b) {\n  return a + b;\n}\n\nmodule.exports = { sum };\n',
      'lib/index.js': "const sum = require('./sum');\n\nexports.three = () => sum(1, 2);\n",
      'test/a.test.js': requires("const { three } = require('../lib');", 'three() === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/index.js': "const { sum } = require('./sum');" },
  },
  {
    name: 'whole module called by a test',
    files: {
      ...COMMONJS,
      'lib/sum.js': 'function sum(a, b) {\n  return a + b;\n}\n\nmodule.exports = { sum };\n',
      'test/a.test.js': requires("const sum = require('../lib/sum');", 'sum(1, 2) === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'lib/sum.js': 'module.exports = sum;' },
  },
  {
    name: 'builtin that was never imported',
    files: {
      ...ESM,
      'src/a.js': "import os from 'node:os';\n\nexport const a = () => path.join(os.EOL, 'a');\n",
      'test/a.test.js': asserts("import { a } from '../src/a.js';", 'a()'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "import os from 'node:os';\nimport path from 'node:path';\n" },
  },
  {
    name: 'own function that was never imported',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'src/a.js': 'export const three = () => sum(1, 2);\n',
      'test/a.test.js': asserts("import { three } from '../src/a.js';", 'three() === 3'),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "import { sum } from './math.js';\n" },
  },
  {
    name: 'misspelled name at its only importer',
    files: {
      ...ESM,
      'src/list.js':
        'export const flatten = (list) => list.flat();\nexport const last = (list) => list.at(-1);\n',
      'src/a.js':
        "import { flaten } from './list.js';\n\nexport const a = flaten([[1]]).map((n) => flaten([n]));\n",
      'test/a.test.js': asserts("import { a } from '../src/a.js';", 'a.length === 1'),
    },
    check: { node: 'test/a.test.js' },
    healed: {
      'src/a.js':
        "import { flatten } from './list.js';\n\nexport const a = flatten([[1]]).map((n) => flatten([n]));",
    },
  },
  {
    name: 'two wrong imports in one file',
    files: {
      ...ESM,
      'src/math.js': SUM,
      'src/text.js': 'export const shout = (s) => s.toUpperCase();\n',
      'src/a.js':
        "import { sum } from './mth.js';\nimport { shuot } from './text.js';\n\nexport const a = shuot('a') + sum(1, 2);\n",
      'test/a.test.js': asserts("import { a } from '../src/a.js';", "a === 'A3'"),
    },
    check: { node: 'test/a.test.js' },
    healed: { 'src/a.js': "import { sum } from './math.js';\nimport { shout } from './text.js';" },
  },
  {
    name: 'TS2307: wrong folder',
    files: {
      'src/lib/math.ts': 'export const one = 1;\n',
      'src/app/main.ts': "import { one } from './lib/math.js';\n\nexport const two = one + 1;\n",
    },
    check: { tsc: true },
    healed: { 'src/app/main.ts': "'../lib/math.js'" },
  },
  {
    name: 'TS2307: wrong path behind an alias',
    files: {
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "lib": ["es2022"], "types": [], "noEmit": true, "paths": { "@/*": ["./src/*"] } } }',
      'src/lib/format.ts': 'export const one = 1;\n',
      'src/main.ts': "import { one } from '@/lib/fromat';\n\nexport const two = one + 1;\n",
    },
    check: { tsc: true },
    healed: { 'src/main.ts': "'@/lib/format'" },
  },
  {
    name: 'TS2307: misspelled paths in JSDoc',
    files: {
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "allowJs": true, "checkJs": true, "module": "nodenext", "lib": ["es2022"], "types": [], "noEmit": true } }',
      'src/shapes.js': '/** @typedef {{ side: number }} Square */\nexport {};\n',
      'src/area.js': `/**
 * @import {Square} from './shape.js'
 */

/**
 * @param {Square} one
 * @param {import("./shape.js").Square} other
 */
export const area = (one, other) => one.side * other.side;
`,
    },
    check: { tsc: true },
    healed: { 'src/area.js': "@import {Square} from './shapes.js'" },
  },
  {
    name: 'TS2305: what a test wants is called otherwise',
    files: {
      'src/math.ts': 'export function sumUp(a: number, b: number) {\n  return a + b;\n}\n',
      'test/math.test.ts': "import { sum } from '../src/math.js';\n\nexport const three = sum(1, 2);\n",
    },
    check: { tsc: true },
    healed: { 'src/math.ts': 'export function sum(' },
  },
  {
    name: 'TS2724: many importers of an export that was renamed by mistake',
    files: {
      'src/users.ts':
        'export interface Usr {\n  name: string;\n}\n\nexport const names = (users: Usr[]) => users.map((u) => u.name);\n',
      'src/a.ts': "import type { User } from './users.js';\n\nexport const a = (u: User) => u.name;\n",
      'src/b.ts': "import type { User } from './users.js';\n\nexport const b = (u: User) => u.name;\n",
      'src/c.ts': "import type { User } from './users.js';\n\nexport const c = (u: User) => u.name;\n",
    },
    check: { tsc: true },
    healed: { 'src/users.ts': 'export interface User {' },
  },
  {
    name: 'TS2614: named import of a default export',
    files: {
      'src/parse.ts': 'export default function parse(text: string) {\n  return text.trim();\n}\n',
      'src/main.ts': "import { parse } from './parse.js';\n\nexport const a = parse('a');\n",
    },
    check: { tsc: true },
    healed: { 'src/main.ts': "import parse from './parse.js';" },
  },
  {
    name: 'TS1192: default import of a module without one',
    files: {
      'src/parse.ts': 'export function parse(text: string) {\n  return text.trim();\n}\n',
      'src/main.ts': "import parse from './parse.js';\n\nexport const a = parse('a');\n",
    },
    check: { tsc: true },
    healed: { 'src/main.ts': "import { parse } from './parse.js';" },
  },
  {
    name: 'TS2835: missing extension',
    files: {
      'src/parse.ts': 'export const parse = 1;\n',
      'src/other.ts': 'export const other = 1;\n',
      'src/main.ts':
        "import { other } from './other.js';\nimport { parse } from './parse';\n\nexport const a = parse + other;\n",
    },
    check: { tsc: true },
    healed: { 'src/main.ts': "'./parse.js'" },
  },
  {
    name: 'TS2459: declared but not exported',
    files: {
      'src/users.ts': 'interface User {\n  name: string;\n}\n\nexport const nobody: User = { name: "" };\n',
      'src/main.ts': "import { nobody, type User } from './users.js';\n\nexport const a: User = nobody;\n",
    },
    check: { tsc: true },
    healed: { 'src/users.ts': 'export interface User {' },
  },
  {
    name: 'jest: cannot find module',
    files: {
      'src/format.js': 'exports.a = 1;\n',
      'src/index.js': "const { a } = require('./fromat');\nexports.a = a;\n",
    },
    check: {
      said: {
        tool: 'jest',
        file: 'src/index.test.js',
        message: "Cannot find module './fromat' from 'src/index.js'",
      },
    },
    healed: { 'src/index.js': "require('./format')" },
  },
  {
    name: 'jest: path of a mock',
    files: {
      'src/api/client.js': 'exports.get = () => 1;\n',
      'src/page.test.js':
        "jest.mock('./client');\nconst { get } = require('./api/client');\ntest('a', () => get());\n",
    },
    check: {
      said: {
        tool: 'jest',
        file: 'src/page.test.js',
        message: "Cannot find module './client' from 'src/page.test.js'",
      },
    },
    healed: { 'src/page.test.js': "jest.mock('./api/client')" },
  },
  {
    name: 'vitest: failed to resolve import',
    files: {
      'src/Button.tsx': 'export const Button = () => <b />;\n',
      'src/App.tsx': 'import { Button } from "./button";\nexport const App = () => <Button />;\n',
    },
    check: {
      said: {
        tool: 'vitest',
        file: 'src/App.test.tsx',
        message: 'Failed to resolve import "./button" from "src/App.tsx". Does the file exist?',
      },
    },
    healed: { 'src/App.tsx': 'from "./Button";' },
  },
  {
    name: 'jest: transpiled import that is undefined',
    files: {
      'src/math.ts': 'export const add = (a: number, b: number) => a + b;\n',
      'src/cart.ts': "import { ad } from './math';\n\nexport const total = () => ad(1, 2);\n",
      'src/cart.test.ts':
        "import { total } from './cart';\n\ntest('total', () => expect(total()).toBe(3));\n",
    },
    check: {
      said: {
        tool: 'jest',
        rule: 'TypeError',
        file: 'src/cart.test.ts',
        testPath: ['total'],
        message: 'TypeError: (0 , _math.ad) is not a function',
        frames: [
          { file: 'src/cart.ts', line: 3, column: 32, name: 'total', own: true },
          { file: 'src/cart.test.ts', line: 3, column: 34, name: null, own: true },
        ],
      },
    },
    healed: { 'src/cart.ts': "import { add } from './math';\n\nexport const total = () => add(1, 2);" },
  },
  {
    name: 'eslint: import/named',
    files: {
      'src/math.js': SUM,
      'src/a.js': "import { sun } from './math';\n\nexport const a = sun(1, 2);\n",
    },
    check: {
      said: {
        tool: 'eslint',
        rule: 'import/named',
        file: 'src/a.js',
        line: 1,
        message: "sun not found in './math'",
      },
    },
    healed: { 'src/a.js': 'import { sum }' },
  },
  {
    name: 'eslint: import/no-unresolved',
    files: {
      'src/math.js': SUM,
      'src/a.js': "import { sum } from './mathh';\n\nexport const a = sum(1, 2);\n",
    },
    check: {
      said: {
        tool: 'eslint',
        rule: 'import/no-unresolved',
        file: 'src/a.js',
        line: 1,
        message: "Unable to resolve path to module './mathh'.",
      },
    },
    healed: { 'src/a.js': "'./math'" },
  },
  {
    name: 'rollup: not exported by',
    files: {
      'src/math.js': SUM,
      'src/index.js': "import { sums } from './math.js';\n\nconsole.log(sums(1, 2));\n",
    },
    check: {
      said: {
        tool: 'text',
        file: 'src/index.js',
        message: '"sums" is not exported by "src/math.js", imported by "src/index.js".',
      },
    },
    healed: { 'src/index.js': 'import { sum }' },
  },
];
