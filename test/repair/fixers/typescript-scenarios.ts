import type { Files } from './folder-workspace.ts';

/** A small project with type errors, and what the mended text must hold. */
export interface TypeScenario {
  readonly name: string;
  readonly files: Files;
  /** Compiler options over strict nodenext. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Pieces of the healed files: proof that it was mended the way a person would. */
  readonly healed: Files;
}

const SHAPES = `export interface User {
  readonly id: string;
  name: string;
}
export function makeUser(id: string, name: string): User {
  return { id, name };
}
`;

export const typeScenarios: readonly TypeScenario[] = [
  {
    name: 'misspelled property',
    files: { 'src/a.ts': 'const box = { width: 1 };\nexport const w = box.widht;\n' },
    healed: { 'src/a.ts': 'box.width;' },
  },
  {
    name: 'misspelled local',
    files: { 'src/a.ts': "export function greet(person: string) {\n  return 'Hi ' + persn;\n}\n" },
    healed: { 'src/a.ts': "'Hi ' + person;" },
  },
  {
    name: 'missing import of a sibling',
    files: {
      'src/shapes.ts': SHAPES,
      'src/a.ts': "import type { User } from './shapes.js';\nexport const u: User = makeUser('1', 'Ada');\n",
    },
    healed: { 'src/a.ts': 'makeUser' },
  },
  {
    name: 'missing import keeps double quotes and no semicolons',
    files: {
      'src/shapes.ts': SHAPES,
      'src/other.ts': 'export const one = 1\n',
      'src/a.ts':
        'import { one } from "./other.js"\n\nexport const user = makeUser("1", "Ada")\nexport const two = one + 1\n',
    },
    healed: { 'src/a.ts': 'import { makeUser } from "./shapes.js"\n' },
  },
  {
    name: 'missing import with .ts endings',
    options: { allowImportingTsExtensions: true },
    files: {
      'src/shapes.ts': SHAPES,
      'src/other.ts': 'export const one = 1;\n',
      'src/a.ts': "import { one } from './other.ts';\nexport const u = makeUser('1', String(one));\n",
    },
    healed: { 'src/a.ts': "from './shapes.ts'" },
  },
  {
    name: 'missing type import under verbatimModuleSyntax',
    options: { verbatimModuleSyntax: true },
    files: {
      'src/shapes.ts': SHAPES,
      'src/a.ts': 'export function nameOf(user: User): string {\n  return user.name;\n}\n',
    },
    healed: { 'src/a.ts': "import type { User } from './shapes.js';" },
  },
  {
    name: 'type imported as a value under verbatimModuleSyntax',
    options: { verbatimModuleSyntax: true },
    files: {
      'src/shapes.ts': SHAPES,
      'src/a.ts':
        "import { User } from './shapes.js';\nexport const names = (users: User[]) => users.map((u) => u.name);\n",
    },
    healed: { 'src/a.ts': 'type' },
  },
  {
    name: 'missing await',
    files: {
      'src/a.ts':
        'async function load(): Promise<number> {\n  return 1;\n}\nexport async function twice(): Promise<number> {\n  const n: number = load();\n  return n * 2;\n}\n',
    },
    healed: { 'src/a.ts': 'await load()' },
  },
  {
    name: 'await in a function that is not async',
    files: {
      'src/a.ts':
        'declare function load(): Promise<number>;\nexport function twice() {\n  const n = await load();\n  return n * 2;\n}\n',
    },
    healed: { 'src/a.ts': 'export async function twice' },
  },
  {
    name: 'return type of an async function',
    files: { 'src/a.ts': 'export async function one(): number {\n  return 1;\n}\n' },
    healed: { 'src/a.ts': 'Promise<number>' },
  },
  {
    name: 'missing return',
    files: { 'src/a.ts': 'export const double = (n: number): number => {\n  n * 2;\n};\n' },
    healed: { 'src/a.ts': 'return n * 2;' },
  },
  {
    name: 'unused import',
    options: { noUnusedLocals: true },
    files: {
      'src/shapes.ts': SHAPES,
      'src/a.ts':
        "import { makeUser, type User } from './shapes.js';\nexport const u = makeUser('1', 'Ada');\n",
    },
    healed: { 'src/a.ts': "import { makeUser } from './shapes.js';" },
  },
  {
    name: 'unused locals, all in one file',
    options: { noUnusedLocals: true },
    files: { 'src/a.ts': 'const one = 1;\nconst two = 2;\nexport const three = 3;\n' },
    healed: { 'src/a.ts': 'export const three = 3;\n' },
  },
  {
    name: 'class that does not implement its interface',
    files: {
      'src/a.ts':
        'interface Shape {\n  area(): number;\n}\nexport class Square implements Shape {\n  constructor(readonly side: number) {}\n}\n',
    },
    healed: { 'src/a.ts': 'area(): number {' },
  },
  {
    name: 'missing abstract member',
    files: {
      'src/a.ts': 'abstract class Base {\n  abstract run(): void;\n}\nexport class Task extends Base {\n}\n',
    },
    healed: { 'src/a.ts': 'run(): void {' },
  },
  {
    name: 'missing override',
    options: { noImplicitOverride: true },
    files: {
      'src/a.ts': 'class Base {\n  run() {}\n}\nexport class Task extends Base {\n  run() {}\n}\n',
    },
    healed: { 'src/a.ts': '  override run() {}' },
  },
  {
    name: 'forgotten this',
    files: {
      'src/a.ts': 'export class Counter {\n  count = 0;\n  next() {\n    return count + 1;\n  }\n}\n',
    },
    healed: { 'src/a.ts': 'return this.count + 1;' },
  },
  {
    name: 'forgotten super call',
    files: {
      'src/a.ts':
        'class Base {}\nexport class Task extends Base {\n  name: string;\n  constructor() {\n    this.name = "task";\n  }\n}\n',
    },
    healed: { 'src/a.ts': 'super();' },
  },
  {
    name: 'assignment to a constant',
    files: {
      'src/a.ts':
        'export function sum(ns: number[]) {\n  const total = 0;\n  for (const n of ns) total += n;\n  return total;\n}\n',
    },
    healed: { 'src/a.ts': 'let total = 0;' },
  },
  {
    name: 'function used as a value in a condition',
    files: {
      'src/a.ts':
        'declare const user: { isAdmin(): boolean };\nexport function allowed() {\n  if (user.isAdmin) {\n    return 1;\n  }\n  return 0;\n}\n',
    },
    healed: { 'src/a.ts': 'user.isAdmin()' },
  },
  {
    name: 'class called without new',
    files: { 'src/a.ts': 'class Box {\n  size = 1;\n}\nexport const box = Box();\n' },
    healed: { 'src/a.ts': 'new Box()' },
  },
  {
    name: 'extends an interface',
    files: {
      'src/a.ts':
        'interface Named {\n  name: string;\n}\nexport class Pet extends Named {\n  name = "";\n}\n',
    },
    healed: { 'src/a.ts': 'implements Named' },
  },
  {
    name: 'missing property of an object',
    files: {
      'src/a.ts':
        'interface Point {\n  x: number;\n  y: number;\n}\nexport const origin: Point = { x: 0 };\n',
    },
    healed: { 'src/a.ts': 'y: 0' },
  },
  {
    name: 'misspelled literal of a union',
    files: {
      'src/a.ts': "type Level = 'debug' | 'warning';\nexport const level: Level = 'warnin';\n",
    },
    healed: { 'src/a.ts': "level: Level = 'warning'" },
  },
  {
    name: 'misspelled property of an object literal',
    files: {
      'src/a.ts':
        'interface Options {\n  timeout?: number;\n}\nexport const options: Options = { timeuot: 5 };\n',
    },
    healed: { 'src/a.ts': '{ timeout: 5 }' },
  },
  {
    name: 'property renamed where it is declared, used in many places',
    files: {
      'src/shapes.ts': 'export interface User {\n  fullName: string;\n}\n',
      'src/a.ts':
        "import type { User } from './shapes.js';\nexport const a = (u: User) => u.name;\nexport const b = (u: User) => u.name.length;\nexport const c = (u: User) => u.name + '!';\nexport const d = (u: User) => u.name.trim();\nexport const e = (u: User) => [u.name];\n",
      'src/b.ts':
        "import type { User } from './shapes.js';\nexport const f = (u: User) => u.name;\nexport const g = (u: User) => u.name.length;\n",
    },
    healed: { 'src/shapes.ts': '  name: string;' },
  },
  {
    name: 'misspelled declaration, used in a test',
    files: {
      'src/math.ts': 'export class Sum {\n  totl() {\n    return 1;\n  }\n}\n',
      'test/math.test.ts':
        "import { Sum } from '../src/math.js';\nexport const n: number = new Sum().total();\n",
    },
    healed: { 'src/math.ts': 'total()' },
  },
  {
    name: 'possibly undefined object',
    files: {
      'src/a.ts':
        'export function first(users: { name: string }[]): string | undefined {\n  const user = users.find((one) => one.name);\n  return user.name;\n}\n',
    },
    healed: { 'src/a.ts': 'user?.name' },
  },
  {
    name: 'a name that many files misspell',
    files: {
      'src/math.ts': 'export function average(ns: number[]) {\n  return ns.length;\n}\n',
      'src/a.ts':
        "import * as math from './math.js';\nexport const a = math.averge([]) + math.averge([1]);\n",
      'src/b.ts': "import * as math from './math.js';\nexport const b = math.averge([1, 2]);\n",
    },
    healed: { 'src/a.ts': 'math.average([]) + math.average([1])', 'src/b.ts': 'math.average([1, 2])' },
  },
  {
    name: 'project references',
    files: {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "core" }, { "path": "app" }] }',
      'core/tsconfig.json':
        '{ "compilerOptions": { "composite": true, "outDir": "out", "rootDir": "..", "types": [], "lib": ["es2022"], "strict": true, "module": "nodenext" }, "include": ["*.ts"] }',
      'core/index.ts': 'export function total(n: number) {\n  return n;\n}\n',
      'app/tsconfig.json':
        '{ "compilerOptions": { "composite": true, "outDir": "out", "rootDir": "..", "types": [], "lib": ["es2022"], "strict": true, "module": "nodenext" }, "include": ["*.ts"], "references": [{ "path": "../core" }] }',
      'app/main.ts': "import * as core from '../core/index.js';\nexport const n = core.totl(1);\n",
    },
    healed: { 'app/main.ts': 'core.total(1)' },
  },
  {
    name: 'checked JavaScript',
    options: { allowJs: true, checkJs: true },
    files: { 'src/a.js': 'const box = { width: 1 };\nexport const w = box.widht;\n' },
    healed: { 'src/a.js': 'box.width;' },
  },
  {
    name: 'property in JSX',
    options: { jsx: 'preserve' },
    files: {
      'src/jsx.d.ts':
        'declare namespace JSX {\n  interface IntrinsicElements {\n    p: { title?: string };\n  }\n}\n',
      'src/a.tsx': 'export const view = (user: { name: string }) => <p title={user.nmae} />;\n',
    },
    healed: { 'src/a.tsx': 'user.name' },
  },
];
