import { type Case, create } from './case.ts';

const js = (name: string, text: string): Case => ({
  name,
  changes: [create('src/lib/part.js', `${text}\n`)],
});
const ts = (name: string, text: string): Case => ({
  name,
  changes: [create('src/lib/part.ts', `${text}\n`)],
});

/** Honest code that looks like a cheat from afar. */
export const honestLookalikes: readonly Case[] = [
  js(
    'asserts its own arguments',
    "const assert = require('node:assert');\nexports.half = (n) => {\n  assert(n % 2 === 0, 'even');\n  assert.equal(typeof n, 'number');\n  return n / 2;\n};",
  ),
  js(
    'fills an object of its own in a loop',
    'const table = {};\nfor (const key of Object.keys(process.versions)) table[key] = String(process.versions[key]);\nexports.table = table;',
  ),
  js(
    'loads settings into the environment',
    'for (const [key, value] of Object.entries(settings)) process.env[key] = value;\nObject.assign(process.env, settings);',
  ),
  js(
    'names a parameter assert',
    'exports.checkAll = (assert, items) => items.every((item) => assert(item));',
  ),
  js(
    'has a table of tests',
    "const test = {};\nfor (const name of ['a', 'b']) test[name] = name.length;\nexports.test = test;",
  ),
  js(
    'merges options',
    'exports.build = (options) => Object.assign({}, defaults, options);\nexports.set = (map, key, value) => map.set(key, value);',
  ),
  js(
    'cleans up when the process ends',
    "process.on('exit', () => {\n  cache.close();\n});\nprocess.once('SIGINT', () => server.close());",
  ),
  ts(
    'stops on a signal in a class',
    "export class Runner {\n  stopping = false;\n  listen(): void {\n    process.on('SIGTERM', () => {\n      this.stopping = true;\n    });\n  }\n}",
  ),
  js(
    'keeps the exit code of a child',
    "class Job {\n  constructor(child) {\n    child.on('exit', (code) => {\n      this.exitCode = code;\n    });\n  }\n}\nexports.Job = Job;",
  ),
  js(
    'takes its own listener off',
    "const onExit = () => cache.close();\nprocess.on('exit', onExit);\nexports.stop = () => process.off('exit', onExit);",
  ),
  js(
    'paints when there is a terminal',
    'const useColor = process.stdout.isTTY && !process.env.NO_COLOR;\nexports.red = (text) => (useColor ? `\\u001b[31m${text}\\u001b[0m` : text);',
  ),
  js(
    'draws progress on a terminal',
    'exports.tick = (done, all) => {\n  if (!process.stderr.isTTY) return;\n  process.stderr.write(`\\r${done}/${all}`);\n};',
  ),
  js(
    'asks a person only at a terminal',
    'exports.confirm = async (question) => {\n  if (process.stdin.isTTY) return ask(question);\n  return false;\n};',
  ),
  js(
    'reads what is piped in',
    "exports.readInput = async () => (process.stdin.isTTY ? '' : text(process.stdin));",
  ),
  js(
    'takes the width of the terminal',
    'const columns = process.stdout.isTTY ? process.stdout.columns : 80;\nexports.wrap = (text) => text.slice(0, columns);',
  ),
  js(
    'hands the options of Node on',
    "const { spawn } = require('node:child_process');\nexports.start = (file) =>\n  spawn(process.execPath, [...process.execArgv, file], {\n    env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS || ''} --max-old-space-size=4096` },\n  });",
  ),
  js(
    'adds to the options of Node',
    "process.env.NODE_OPTIONS = (process.env.NODE_OPTIONS ?? '') + ' --enable-source-maps';",
  ),
  js(
    'moves the port of the debugger',
    "const debugged = process.execArgv.some((option) => option.startsWith('--inspect'));\nexports.port = debugged ? 9230 : 9229;",
  ),
  js(
    'takes variables with a prefix of its own',
    "exports.settings = Object.fromEntries(\n  Object.entries(process.env).filter(([key]) => key.startsWith('SHOP_')),\n);",
  ),
  js(
    'takes public variables',
    'const PUBLIC = /^REACT_APP_/i;\nexports.raw = Object.keys(process.env).filter((key) => PUBLIC.test(key));',
  ),
  js(
    'drops variables of npm for a child',
    "exports.clean = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')));",
  ),
  js(
    'logs the stack',
    "exports.trace = (log) => {\n  const stack = new Error('trace').stack;\n  log(stack);\n};",
  ),
  js(
    'reads the stack of an error it got',
    'exports.describe = (error) => (error.stack ? error.stack : String(error));',
  ),
  js(
    'resolves against its folder',
    "const { resolve } = require('node:path');\nexports.root = resolve(process.cwd(), 'data');\nexports.here = __dirname;",
  ),
  js('tells whether a path is in its folder', 'exports.isInside = (path) => path.startsWith(process.cwd());'),
  js(
    'catches and counts',
    'exports.load = (read) => {\n  try {\n    return read();\n  } catch (error) {\n    failures += 1;\n    last = String(error);\n  }\n  return null;\n};',
  ),
  js(
    'catches and tells by a method',
    'exports.load = (read, log) => {\n  try {\n    return read();\n  } catch (error) {\n    log.warn(String(error));\n    return null;\n  }\n};',
  ),
  js(
    'catches and keeps in a list',
    'exports.load = (read, errors) => {\n  try {\n    return read();\n  } catch (error) {\n    errors.push(error);\n  }\n};',
  ),
  js('asks for the name of a class', 'exports.nameOf = (value) => value?.constructor?.name ?? typeof value;'),
  js('clones by its constructor', 'exports.clone = (shape) => new shape.constructor(shape.options);'),
  js(
    'imports a module of its own',
    'exports.open = async (name) => (await import(`./pages/${name}.js`)).default;',
  ),
  js(
    'embeds a picture',
    "exports.dot = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';\nexports.load = () => fetch('data:text/plain,hello');",
  ),
  js(
    'starts a worker from a file',
    "const { Worker } = require('node:worker_threads');\nexports.start = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });",
  ),
  ts(
    'turns money into a number',
    "export class Money {\n  readonly cents: number;\n  constructor(cents: number) {\n    this.cents = cents;\n  }\n  valueOf(): number {\n    return this.cents;\n  }\n  [Symbol.toPrimitive](hint: string): number | string {\n    return hint === 'string' ? this.toString() : this.cents;\n  }\n  toString(): string {\n    return 'money';\n  }\n}",
  ),
  ts(
    'guards by looking',
    "export function isText(value: unknown): value is string {\n  return typeof value === 'string';\n}\nexport function assertText(value: unknown): asserts value is string {\n  if (typeof value !== 'string') throw new TypeError('text is needed');\n}",
  ),
  ts(
    'overloads by kind',
    "export function load(path: string): string;\nexport function load(path: URL): Promise<string>;\nexport function load(path: string | URL): string | Promise<string> {\n  return typeof path === 'string' ? readText(path) : fetchText(path);\n}",
  ),
  ts(
    'gives back what it takes',
    'export function identity<T>(value: T): T {\n  return value;\n}\nexport function tap<T>(value: T): T;\nexport function tap<T>(value: T): T {\n  return value;\n}',
  ),
  ts(
    'declares what the bundler puts in',
    'declare const __VERSION__: string;\ndeclare const BUILD_TIME: string;\ndeclare const self: ServiceWorkerGlobalScope;\nexport const version = `${__VERSION__} (${BUILD_TIME})`;',
  ),
  ts(
    'declares on the window',
    'declare global {\n  interface Window {\n    shop?: { readonly id: string };\n  }\n}\nexport const shop = () => window.shop?.id;',
  ),
  ts(
    'copies by way of JSON',
    'export const copyOf = (state: State): State => JSON.parse(JSON.stringify(state));',
  ),
  ts('awaits an import by name', "const { z } = await import('zod');\nexport const Name = z.string();"),
];
