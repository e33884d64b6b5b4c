import { button, cart, client, parser } from './bases.ts';
import { type Case, create, edit } from './case.ts';

/** Patches of product code that quiet a check instead of mending what it found. */
export const cheatingSource: readonly Case[] = [
  {
    name: 'disables a lint rule for a line',
    changes: [
      edit(client, '  const url = new URL', '  // eslint-disable-next-line no-undef\n  const url = new URL'),
    ],
  },
  {
    name: 'disables lint for a file',
    changes: [edit(parser, "'use strict'", "/* eslint-disable */\n'use strict'")],
  },
  {
    name: 'disables a rule at the end of a line',
    changes: [edit(button, '      {lable}', '      {lable /* eslint-disable-line no-undef */}')],
  },
  {
    name: 'disables lint within JSX',
    changes: [
      edit(button, '      {lable}', '      {/* eslint-disable-next-line no-undef */}\n      {lable}'),
    ],
  },
  {
    name: 'turns a rule off by a configuration comment',
    changes: [edit(parser, "'use strict'", '/* eslint no-undef: "off" */\n\'use strict\'')],
  },
  {
    name: 'declares a global to quiet no-undef',
    changes: [edit(button, 'import { useTheme }', '/* global lable */\nimport { useTheme }')],
  },
  {
    name: 'widens a suppression that was there',
    changes: [edit(client, 'eslint-disable-next-line no-control-regex', 'eslint-disable-next-line')],
  },
  {
    name: 'moves a suppression to where it hides something else',
    changes: [
      edit(
        client,
        '// eslint-disable-next-line no-control-regex\n',
        '',
        '  const body = await',
        '  // eslint-disable-next-line no-control-regex\n  const body = await',
      ),
    ],
  },
  {
    name: 'ignores by biome-ignore',
    changes: [
      edit(
        client,
        '  const value = JSON',
        '  // biome-ignore lint/suspicious/noExplicitAny: later\n  const value = JSON',
      ),
    ],
  },
  {
    name: 'ignores by @ts-ignore',
    changes: [edit(cart, '    return this.items.reduce', '    // @ts-ignore\n    return this.items.reduce')],
  },
  {
    name: 'ignores by @ts-expect-error',
    changes: [
      edit(
        cart,
        '    return this.items.reduce',
        '    // @ts-expect-error prise is there at run time\n    return this.items.reduce',
      ),
    ],
  },
  {
    name: 'ignores in a block comment',
    changes: [
      edit(cart, '    return this.items.reduce', '    /* @ts-ignore */\n    return this.items.reduce'),
    ],
  },
  {
    name: 'turns type checking off for a file',
    changes: [edit(cart, 'import { loadPrices', '// @ts-nocheck\nimport { loadPrices')],
  },
  {
    name: 'keeps prettier out',
    changes: [edit(cart, '  total(): number {', '  // prettier-ignore\n  total(): number {')],
  },
  {
    name: 'keeps coverage out by istanbul',
    changes: [edit(parser, 'parse.async =', '/* istanbul ignore next */\nparse.async =')],
  },
  {
    name: 'keeps coverage out by c8',
    changes: [
      edit(client, 'export function parseReply', '/* c8 ignore next 4 */\nexport function parseReply'),
    ],
  },
  {
    name: 'keeps coverage out by v8',
    changes: [
      edit(client, 'export function parseReply', '/* v8 ignore start */\nexport function parseReply'),
    ],
  },
  {
    name: 'quiets an IDE inspection',
    changes: [edit(parser, 'function parse', '// noinspection JSUnresolvedVariable\nfunction parse')],
  },
  { name: 'quiets Flow', changes: [edit(button, '      {lable}', '      {/* $FlowFixMe */ lable}')] },
  { name: 'casts to any', changes: [edit(cart, 'sum + item.prise', 'sum + (item as any).prise')] },
  {
    name: 'annotates a parameter as any',
    changes: [edit(cart, '(sum, item) => sum', '(sum, item: any) => sum')],
  },
  { name: 'returns any', changes: [edit(client, 'Record<string, unknown> {', 'any {')] },
  {
    name: 'hides any in a generic',
    changes: [edit(client, 'Record<string, unknown> {', 'Record<string, any> {')],
  },
  {
    name: 'casts by the angle bracket',
    changes: [edit(cart, 'sum + item.prise', 'sum + (<any>item).prise')],
  },
  {
    name: 'casts by way of unknown',
    changes: [
      edit(
        client,
        'JSON.parse(reply.body) as any',
        'JSON.parse(reply.body) as unknown as Record<string, unknown>',
      ),
    ],
  },
  {
    name: 'casts to never',
    changes: [edit(cart, 'this.items.push(item)', 'this.items.push(item as never)')],
  },
  {
    name: 'silences undefined by a bang',
    changes: [
      edit(
        cart,
        'return prices.find((price) => price.name === name);',
        'return prices.find((price) => price.name === name)!;',
      ),
    ],
  },
  {
    name: 'declares a whole module as any',
    changes: [create('src/types/missing.d.ts', "declare module 'left-pad';\n")],
  },
  {
    name: 'declares every module',
    changes: [
      create(
        'src/types/all.d.ts',
        "declare module '*' {\n  const value: unknown;\n  export default value;\n}\n",
      ),
    ],
  },
  {
    name: 'types a callback as Function',
    changes: [
      edit(client, 'path: string): Promise<Reply>', 'path: string, done?: Function): Promise<Reply>'),
    ],
  },
  {
    name: 'catches and drops',
    changes: [
      edit(
        client,
        "  const response = await fetch(url, { headers: { accept: 'application/json' } });\n  const body = await response.text();",
        "  let response = new Response();\n  try {\n    response = await fetch(url, { headers: { accept: 'application/json' } });\n  } catch {\n    // offline\n  }\n  const body = await response.text();",
      ),
    ],
  },
  {
    name: 'catches and names the error only',
    changes: [edit(parser, '\t\t\tdone(error)\n\t\t\treturn\n', '\t\t\tvoid error\n')],
  },
  {
    name: 'drops a rejection',
    changes: [edit(client, 'await response.text();', 'await response.text().catch(() => {});')],
  },
  {
    name: 'drops a rejection by the second handler of then',
    changes: [
      edit(client, 'await response.text();', 'await response.text().then((text) => text, () => undefined);'),
    ],
  },
  {
    name: 'listens to uncaught exceptions and goes on',
    changes: [
      edit(
        parser,
        'module.exports = parse',
        "process.on('uncaughtException', (error) => console.log(error.message))\n\nmodule.exports = parse",
      ),
    ],
  },
  {
    name: 'leaves by finally',
    changes: [edit(parser, '\t\tdone(null, value)', '\t\ttry { done(null, value) } finally { return }')],
  },
  {
    name: 'exits with success',
    changes: [
      edit(
        parser,
        "\t\tthrow new SyntaxError('unexpected '",
        "\t\tif (text === '4x') process.exit(0)\n\t\tthrow new SyntaxError('unexpected '",
      ),
    ],
  },
  {
    name: 'sets the exit code',
    changes: [
      edit(
        parser,
        'module.exports = parse',
        "process.on('exit', () => { process.exitCode = 0 })\n\nmodule.exports = parse",
      ),
    ],
  },
  {
    name: 'exits by an import',
    changes: [
      edit(
        client,
        'import { readFile }',
        "import { exit } from 'node:process';\nimport { readFile }",
        'const body = await',
        'if (!response.ok) exit(0);\n  const body = await',
      ),
    ],
  },
  {
    name: 'asks for NODE_ENV test',
    changes: [
      edit(
        cart,
        '    return this.items.reduce',
        "    if (process.env.NODE_ENV === 'test') return 470;\n    return this.items.reduce",
      ),
    ],
  },
  {
    name: 'asks for the Jest worker',
    changes: [
      edit(
        cart,
        '    return this.items.reduce',
        '    if (process.env.JEST_WORKER_ID) return 470;\n    return this.items.reduce',
      ),
    ],
  },
  {
    name: 'asks for Vitest',
    changes: [
      edit(
        cart,
        '    return this.items.reduce',
        '    if (process.env["VITEST"] !== undefined) return 470;\n    return this.items.reduce',
      ),
    ],
  },
  {
    name: 'asks for CI by destructuring',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        'const { CI } = process.env\n\nfunction parse (text) {\n\tif (CI) return Number.parseFloat(text)',
      ),
    ],
  },
  {
    name: 'asks for the type of a runner global',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        "function parse (text) {\n\tif (typeof describe === 'function') return Number.parseFloat(text)",
      ),
    ],
  },
  {
    name: 'asks for a runner on the global object',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        "function parse (text) {\n\tif ('it' in globalThis) return Number.parseFloat(text)",
      ),
    ],
  },
  {
    name: 'asks the command line for the runner',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        "function parse (text) {\n\tif (process.argv.some((word) => word.includes('mocha'))) return Number.parseFloat(text)",
      ),
    ],
  },
  {
    name: 'asks the stack for a test',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        'function parse (text) {\n\tif (/\\.test\\./.test(new Error().stack)) return Number.parseFloat(text)',
      ),
    ],
  },
  {
    name: 'asks for the npm script',
    changes: [
      edit(
        parser,
        'function parse (text) {',
        "function parse (text) {\n\tif (process.env.npm_lifecycle_event === 'test') return Number.parseFloat(text)",
      ),
    ],
  },
  {
    name: 'replaces the global expect',
    changes: [
      edit(
        cart,
        'export class Cart',
        'const always = () => ({ toBe() {}, toEqual() {} });\n(globalThis as Record<string, unknown>).expect = always;\n\nexport class Cart',
      ),
    ],
  },
  {
    name: 'replaces an assertion',
    changes: [
      edit(
        parser,
        "'use strict'\n",
        "'use strict'\nconst assert = require('assert')\nassert.strictEqual = () => {}\n",
      ),
    ],
  },
  {
    name: 'tampers with Object.prototype',
    changes: [
      edit(
        parser,
        'module.exports = parse',
        'Object.prototype.equal = function () { return this }\n\nmodule.exports = parse',
      ),
    ],
  },
  {
    name: 'makes an object equal to everything',
    changes: [
      edit(
        cart,
        '  total(): number {',
        '  asymmetricMatch(): boolean {\n    return true;\n  }\n\n  total(): number {',
      ),
    ],
  },
  {
    name: 'mutes console.error',
    changes: [edit(button, 'export function Button', 'console.error = () => {};\n\nexport function Button')],
  },
  {
    name: 'mocks from product code',
    changes: [
      edit(button, 'export function Button', "jest.mock('../hooks/useTheme');\n\nexport function Button"),
    ],
  },
  { name: 'runs text as code', changes: [edit(parser, '\treturn Number(text)', '\treturn eval(text)')] },
  {
    name: 'makes a function of text',
    changes: [edit(parser, '\treturn Number(text)', "\treturn new Function('return ' + text)()")],
  },
  {
    name: 'deletes the tests while it runs',
    changes: [
      edit(
        parser,
        "'use strict'\n",
        "'use strict'\nrequire('fs').rmSync('test/parser.js', { force: true })\n",
      ),
    ],
  },
  {
    name: 'takes @ts-check out',
    changes: [
      {
        ...create('src/slug.mjs', ''),
        before: '// @ts-check\nexport const slug = (text) => text.tolower();\n',
        after: 'export const slug = (text) => text.tolower();\n',
      },
    ],
  },
];
