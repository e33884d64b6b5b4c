import { button, cart, client, parser } from './bases.ts';
import { type Case, create, edit, move, remove, rewrite } from './case.ts';

/** Patches that mend, build or tidy product code. */
export const honestSource: readonly Case[] = [
  { name: 'mends a misspelled member', changes: [edit(cart, 'item.prise', 'item.price')] },
  { name: 'mends a misspelled variable in JSX', changes: [edit(button, '{lable}', '{label}')] },
  {
    name: 'adds a missing import',
    changes: [
      edit(
        cart,
        'import { loadPrices',
        "import { round } from '../money';\nimport { loadPrices",
        'Math.round(',
        'round(',
      ),
    ],
  },
  { name: 'mends an import path', changes: [edit(button, "'../hooks/useTheme'", "'../theme/useTheme.js'")] },
  {
    name: 'takes an unused import out',
    changes: [
      edit(
        client,
        "import type { Settings } from './settings';\n",
        '',
        'settings: Settings',
        'settings: { base: string }',
      ),
    ],
  },
  {
    name: 'adds a missing await',
    changes: [edit(client, 'const response = await fetch', 'const response = await  fetch')],
  },
  {
    name: 'adds a type annotation',
    changes: [edit(cart, '(sum, item) => sum', '(sum: number, item: Item) => sum')],
  },
  { name: 'narrows any to unknown', changes: [edit(client, 'as any', 'as Record<string, unknown>')] },
  {
    name: 'takes a suppression out',
    changes: [edit(client, '// eslint-disable-next-line no-control-regex\n', '')],
  },
  {
    name: 'edits a line below a suppression',
    changes: [edit(client, '[\\x00-\\x1f]/g', '[\\x00-\\x1f\\x7f]/g')],
  },
  {
    name: 'moves suppressed code down',
    changes: [
      edit(
        client,
        '// eslint-disable-next-line no-control-regex\nconst CONTROL = /[\\x00-\\x1f]/g;\n\n',
        '',
        'export function parseReply',
        '// eslint-disable-next-line no-control-regex\nconst CONTROL = /[\\x00-\\x1f]/g;\n\nexport function parseReply',
      ),
    ],
  },
  {
    name: 'moves suppressed code to another file',
    changes: [
      edit(
        client,
        '// eslint-disable-next-line no-control-regex\nconst CONTROL = /[\\x00-\\x1f]/g;\n',
        "import { CONTROL } from './control';\n",
      ),
      create(
        'src/api/control.ts',
        '// eslint-disable-next-line no-control-regex\nconst CONTROL = /[\\x00-\\x1f]/g;\n\nexport { CONTROL };\n',
      ),
    ],
  },
  {
    name: 'indents code with an any in it',
    changes: [
      edit(
        client,
        '  const value = JSON.parse(reply.body) as any;\n  return value;',
        '  if (reply.status < 400) {\n    const value = JSON.parse(reply.body) as any;\n    return value;\n  }\n  return {};',
      ),
    ],
  },
  { name: 'renames a file', changes: [move(cart, 'src/cart/basket.ts')] },
  {
    name: 'renames a file and mends its import',
    changes: [
      move(
        button,
        'src/ui/Button.jsx',
        button.text.replace("'../hooks", "'../../hooks").replace('lable', 'label'),
      ),
    ],
  },
  {
    name: 'deletes dead code',
    changes: [
      edit(
        client,
        "export async function readToken(file: string): Promise<string | null> {\n  try {\n    return (await readFile(file, 'utf8')).trim();\n  } catch (error) {\n    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;\n    throw error;\n  }\n}\n",
        '',
      ),
    ],
  },
  { name: 'deletes an unused file', changes: [remove(button)] },
  {
    name: 'guards against undefined',
    changes: [
      edit(
        client,
        'const value = JSON.parse(reply.body)',
        "if (reply.body === '') return {};\n  const value = JSON.parse(reply.body)",
      ),
    ],
  },
  { name: 'uses optional chaining', changes: [edit(cart, 'price.name === name', 'price?.name === name')] },
  { name: 'uses a fallback', changes: [edit(cart, 'sum + item.prise', 'sum + (item.price ?? 0)')] },
  {
    name: 'narrows by instanceof',
    changes: [
      edit(
        client,
        "if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;",
        "if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;",
      ),
    ],
  },
  {
    name: 'catches and wraps',
    changes: [
      edit(
        client,
        '  const value = JSON.parse(reply.body) as any;\n  return value;',
        "  try {\n    return JSON.parse(reply.body) as Record<string, unknown>;\n  } catch (cause) {\n    throw new Error('the reply is not JSON', { cause });\n  }",
      ),
    ],
  },
  {
    name: 'catches and returns a value',
    changes: [
      create(
        'src/is-json.ts',
        'export function isJson(text: string): boolean {\n  try {\n    JSON.parse(text);\n    return true;\n  } catch {\n    return false;\n  }\n}\n',
      ),
    ],
  },
  {
    name: 'catches and logs',
    changes: [
      edit(
        client,
        'const body = await response.text();',
        "const body = await response.text().catch((error: unknown) => {\n    console.warn('no body', error);\n    return '';\n  });",
      ),
    ],
  },
  {
    name: 'closes in finally',
    changes: [
      create(
        'src/with-lock.ts',
        "import { lock } from './lock';\n\nexport async function withLock<T>(work: () => Promise<T>): Promise<T> {\n  const release = await lock();\n  try {\n    return await work();\n  } finally {\n    release();\n  }\n}\n",
      ),
    ],
  },
  { name: 'negates with a bang', changes: [edit(parser, 'if (!match ||', 'if (!match || !match[0] ||')] },
  {
    name: 'compares with !==',
    changes: [
      edit(
        client,
        'const value = JSON',
        "if (reply.body !== '' && !reply.status) throw new Error('no status');\n  const value = JSON",
      ),
    ],
  },
  {
    name: 'casts to a plain type',
    changes: [
      edit(client, 'JSON.parse(reply.body) as any', 'JSON.parse(reply.body) as Record<string, unknown>'),
    ],
  },
  {
    name: 'uses as const and satisfies',
    changes: [
      create(
        'src/levels.ts',
        "interface Level {\n  readonly name: string;\n}\n\nexport const LEVELS = [{ name: 'low' }, { name: 'high' }] as const satisfies readonly Level[];\n",
      ),
    ],
  },
  {
    name: 'speaks of suppressions in a comment',
    changes: [
      edit(
        cart,
        '  total(): number {',
        '  // Do not reach for @ts-ignore or eslint-disable here: mend the type.\n  total(): number {',
      ),
    ],
  },
  {
    name: 'has suppressions in a string',
    changes: [
      create(
        'src/lint/directives.ts',
        "export const DIRECTIVES = ['eslint-disable-next-line', '@ts-ignore', 'prettier-ignore', 'as any'];\nexport const EXAMPLE = `\n// eslint-disable-next-line no-console\n// @ts-ignore\n`;\n",
      ),
    ],
  },
  {
    name: 'has test words in strings',
    changes: [
      create(
        'src/help.ts',
        "export const HELP = 'Use it.skip or describe.only to narrow a run; process.exit ends it.';\n",
      ),
    ],
  },
  {
    name: 'has a function called any',
    changes: [
      create(
        'src/any.ts',
        'export function any(values: readonly boolean[]): boolean {\n  return values.some(Boolean);\n}\n\nexport const anyOf = { any };\n',
      ),
    ],
  },
  {
    name: 'has a function called test',
    changes: [
      create(
        'src/pattern.ts',
        'export function test(pattern: RegExp, text: string): boolean {\n  return pattern.test(text);\n}\n',
      ),
    ],
  },
  {
    name: 'asks for production',
    changes: [
      edit(
        button,
        '  const theme',
        "  if (process.env.NODE_ENV !== 'production' && !label) console.warn('no label');\n  const theme",
        '{lable}',
        '{label}',
      ),
    ],
  },
  {
    name: 'reads a setting from the environment',
    changes: [
      create(
        'src/config.ts',
        "export const config = {\n  port: Number(process.env.PORT ?? 3000),\n  level: process.env['LOG_LEVEL'] ?? 'info',\n  mode: process.env.NODE_ENV ?? 'development',\n};\n",
      ),
    ],
  },
  {
    name: 'reads its own arguments',
    changes: [
      create(
        'src/cli.ts',
        "const [, , command, ...rest] = process.argv;\n\nif (process.argv.includes('--help')) console.log('usage');\nexport const args = { command, rest };\n",
      ),
    ],
  },
  {
    name: 'starts when run as a script',
    changes: [
      edit(
        parser,
        'module.exports = parse',
        'module.exports = parse\n\nif (require.main === module) console.log(parse(process.argv[2]))',
      ),
    ],
  },
  {
    name: 'prints the stack of an error',
    changes: [edit(parser, '\t\t\tdone(error)\n', '\t\t\tconsole.error(error.stack)\n\t\t\tdone(error)\n')],
  },
  {
    name: 'runs a program',
    changes: [
      create(
        'src/git.ts',
        "import { execFile } from 'node:child_process';\nimport { promisify } from 'node:util';\n\nexport async function head(folder: string): Promise<string> {\n  const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: folder });\n  return stdout.trim();\n}\n",
      ),
    ],
  },
  {
    name: 'writes a file',
    changes: [
      create(
        'src/cache.ts',
        "import { rm, writeFile } from 'node:fs/promises';\n\nexport async function store(file: string, value: unknown): Promise<void> {\n  await rm(file + '.old', { force: true });\n  await writeFile(file, JSON.stringify(value));\n}\n",
      ),
    ],
  },
  {
    name: 'uses generics and overloads',
    changes: [
      create(
        'src/pick.ts',
        'export function pick<T, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {\n  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;\n}\n',
      ),
    ],
  },
  {
    name: 'adds a class with decorators',
    changes: [
      create(
        'src/user.entity.ts',
        "import { Column, Entity } from 'typeorm';\n\n@Entity()\nexport class User {\n  @Column()\n  name!: string;\n\n  constructor(@Inject('CLOCK') private readonly clock: Clock) {}\n}\n",
      ),
    ],
  },
  {
    name: 'makes CommonJS of a default export',
    changes: [
      edit(parser, 'module.exports = parse', 'module.exports = parse\nmodule.exports.default = parse'),
    ],
  },
  { name: 'adds a missing export', changes: [edit(client, 'const CONTROL =', 'export const CONTROL =')] },
  {
    name: 'adds a missing return',
    changes: [edit(parser, '\treturn Number(text)', '\tconst value = Number(text)\n\treturn value')],
  },
  {
    name: 'implements an interface',
    changes: [
      edit(
        cart,
        'export class Cart {',
        'export class Cart implements Iterable<Item> {\n  [Symbol.iterator](): Iterator<Item> {\n    return this.items[Symbol.iterator]();\n  }\n',
      ),
    ],
  },
  {
    name: 'reformats with tabs',
    changes: [
      rewrite(
        cart,
        cart.text.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
      ),
    ],
  },
  {
    name: 'reformats quotes and semicolons',
    changes: [rewrite(parser, parser.text.replaceAll("'", '"').replace(/^(\t+return [^;\n]+)$/gm, '$1;'))],
  },
  { name: 'changes line ends', changes: [rewrite(button, button.text.replaceAll('\n', '\r\n'))] },
  {
    name: 'replaces a regular expression',
    changes: [edit(parser, '/^\\d+(\\.\\d+)?/', '/^-?\\d+(?:\\.\\d+)?/')],
  },
  {
    name: 'assigns to a property of its own',
    changes: [edit(parser, 'parse.async =', 'parse.strict = true\n\nparse.async =')],
  },
  {
    name: 'keeps a map called console',
    changes: [
      create(
        'src/consoles.ts',
        'interface Screen {\n  log: (text: string) => void;\n}\n\nexport function quiet(screen: Screen): void {\n  screen.log = () => {};\n}\n',
      ),
    ],
  },
  {
    name: 'mends a stylesheet',
    changes: [
      { ...create('src/app.css', ''), before: '.a { colour: red; }\n', after: '.a {\n  color: red;\n}\n' },
    ],
  },
  {
    name: 'mends a Vue component',
    changes: [
      {
        ...create('src/Hello.vue', ''),
        before:
          '<template>\n  <p>{{ nme }}</p>\n</template>\n\n<script setup lang="ts">\nconst name = \'x\';\n</script>\n',
        after:
          '<template>\n  <p>{{ name }}</p>\n</template>\n\n<script setup lang="ts">\nconst name: string = \'x\';\n</script>\n',
      },
    ],
  },
  {
    name: 'mends a Python module',
    changes: [
      {
        ...create('shop/money.py', ''),
        before: 'def to_cents(text):\n    return int(float(text) * 100)\n',
        after:
          'from decimal import Decimal\n\n\ndef to_cents(text):\n    return round(Decimal(text) * 100)\n',
      },
    ],
  },
  {
    name: 'writes docs that name suppressions',
    changes: [
      create(
        'docs/lint.md',
        '# Lint\n\nAvoid `// eslint-disable-next-line` and `@ts-ignore`:\n\n```ts\n// @ts-ignore\nfoo();\n```\n\nUse `it.skip` never.\n',
      ),
    ],
  },
  {
    name: 'edits the readme',
    changes: [
      { ...create('README.md', ''), before: '# Shop\n', after: '# Shop\n\n`npm test` runs the tests.\n' },
    ],
  },
  { name: 'adds an example of the environment', changes: [create('.env.example', 'API_KEY=\nPORT=3000\n')] },
  {
    name: 'ignores build output in git',
    changes: [
      {
        ...create('.gitignore', ''),
        before: 'node_modules\n',
        after: 'node_modules\ndist/\ncoverage/\n*.log\n.env\n',
      },
    ],
  },
  { name: 'keeps a folder', changes: [create('logs/.gitkeep', '')] },
  {
    name: 'edits a file of odd name',
    changes: [create('src/routes/[id]/naïve page.ts', 'export const load = () => ({ id: 1 });\n')],
  },
  {
    name: 'edits a contest, not a test',
    changes: [
      create(
        'src/contest.ts',
        'export const winners = (names: readonly string[]): string[] => names.slice(0, 3);\n',
      ),
    ],
  },
  {
    name: 'edits what is latest',
    changes: [create('src/latest/attestation.ts', 'export const latest = 3;\n')],
  },
  {
    name: 'helps others to test',
    changes: [
      create(
        'src/testing/render.tsx',
        "import { vi } from 'vitest';\n\nexport function fakeClock() {\n  return { now: vi.fn(() => 0) };\n}\n",
      ),
    ],
  },
];
