import * as posix from 'node:path/posix';
import * as z from 'zod';
import { type BaseReader, type CheckCommand, isProductFolder, readAll } from './base-reader.ts';
import { isScript, languageOf } from './reading/language.ts';
import { isTestPath } from './role.ts';

const Manifest = z.object({
  scripts: z.record(z.string(), z.string()).catch({}),
  main: z.string().catch(''),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).catch(''),
});

/** Scripts that check. What builds or starts is the product's. */
const CHECKS =
  /^(?:pre|post)?(?:tests?|specs?|lint|check|types?|type-?check|tsc|verify|validate|ci|format|prettier|eslint|e2e|unit|coverage|audit)(?:$|[:._-])|[:._-](?:test|lint|check|types|verify|ci)$/i;
const BUILDS = /build|compile|bundle|start|dev|serve|generate|codegen|prepare|install|release|deploy/i;
const MOST_FILES = 60;

/**
 * Files that checks run, by their command lines and the manifests' scripts, and what these load in turn. What is the
 * product, or is imported by a test, is not among them: that is what is checked.
 */
export async function findCheckFiles(
  touched: readonly string[],
  commands: readonly CheckCommand[],
  files: ReadonlySet<string>,
  base: BaseReader,
): Promise<ReadonlySet<string>> {
  const candidates = touched.filter((path) => mayBeCheck(path));
  if (candidates.length === 0) return new Set();
  const folders = new Set([
    ...candidates.flatMap(foldersOf),
    ...commands.flatMap(({ cwd }) => foldersOf(`${cwd}/x`)),
  ]);
  const entries = new Set<string>();
  const lines: CheckCommand[] = [...commands];
  for (const cwd of folders) {
    const manifest = await readManifest(posix.join(cwd, 'package.json'), files, base);
    if (manifest === null) continue;
    const bins = typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(manifest.bin);
    for (const entry of [manifest.main, ...bins]) if (entry !== '') entries.add(posix.join(cwd, entry));
    lines.push(...checkLines(manifest.scripts).map((run) => ({ run, cwd })));
  }
  const found = await withLoaded(
    lines.flatMap((line) => filesRunBy(line, files)),
    files,
    base,
  );
  const asked = candidates.filter((path) => found.has(path) && !entries.has(path));
  const tested = asked.some(isScript) ? await importedByTests(asked, files, base) : new Set<string>();
  return new Set(asked.filter((path) => !tested.has(path)));
}

function mayBeCheck(path: string): boolean {
  if (isTestPath(path) || posix.basename(path) === 'package.json') return false;
  if (languageOf(path) === 'docs') return false;
  return !(isProductFolder(path) && isScript(path));
}

/** `.`, `a`, `a/b` for `a/b/c.js`. */
function foldersOf(path: string): string[] {
  const parts = path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '.');
  return ['.', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}

async function readManifest(path: string, files: ReadonlySet<string>, base: BaseReader) {
  if (!files.has(path)) return null;
  try {
    const parsed = Manifest.safeParse(JSON.parse((await base.read(path)) ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The lines of scripts that check, and of those that they run. */
function checkLines(scripts: Readonly<Record<string, string>>): string[] {
  const wanted = Object.keys(scripts).filter((name) => CHECKS.test(name) && !BUILDS.test(name));
  const seen = new Set<string>();
  for (let at = 0; at < wanted.length; at++) {
    const name = wanted[at] ?? '';
    if (seen.has(name)) continue;
    seen.add(name);
    const words = wordsOf(scripts[name] ?? '');
    words.forEach((word, index) => {
      const isRun =
        /^(?:run|run-[sp]|npm-run-all2?|yarn|pnpm|bun|-[sp])$/.test(words[index - 1] ?? '') ||
        /^run-[sp]$|^npm-run-all/.test(words[0] ?? '');
      if (isRun && word in scripts && !BUILDS.test(word)) wanted.push(word);
    });
  }
  return [...seen].map((name) => scripts[name] ?? '');
}

const INTERPRETER =
  /^(?:node|nodejs|sh|bash|zsh|dash|ksh|tsx|ts-node|ts-node-esm|bun|deno|python3?|ruby|perl|php|babel-node|swc-node|esno|jiti|pwsh|source|\.)$/;
const TAKES_FILE =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-c|--config|--rulesdir|--setup|--setupFiles(?:AfterEnv)?|--file|-f|-p|--project|--preset|--reporter|--config-path|--ignore-path|--plugin|--globalSetup|--testRunner|--environment)(?:=(.*))?$/;

/** What a command line runs, or is told to load. What a tool is told to look at is not among it. */
function filesRunBy({ run, cwd }: CheckCommand, files: ReadonlySet<string>): string[] {
  return run.split(/&&|\|\||[;|\n()]/).flatMap((command) => {
    const words = wordsOf(command).filter(
      (word, index, all) => !(isPrefix(word) && all.slice(0, index).every(isPrefix)),
    );
    const [program = '', ...rest] = words;
    const ran = INTERPRETER.test(posix.basename(program))
      ? rest.find((word) => !word.startsWith('-') && toFile(word, cwd, files) !== null)
      : program;
    const loaded = rest.flatMap((word, index) => {
      const flag = TAKES_FILE.exec(word);
      return flag === null ? [] : [flag[1] ?? rest[index + 1] ?? ''];
    });
    return [ran ?? '', ...loaded].flatMap((word) => toFile(word, cwd, files) ?? []);
  });
}

function isPrefix(word: string): boolean {
  return /^\w+=|^(?:cross-env|npx|pnpx|bunx|time|exec|env|sudo|command|set|if|then|!|nice|dotenv|--)$/.test(
    word,
  );
}

function wordsOf(line: string): string[] {
  return (line.match(/"[^"]*"|'[^']*'|[^\s'"]+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}

const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.sh', '.json', '/index.js', '/index.ts'];

function toFile(word: string, cwd: string, files: ReadonlySet<string>): string | null {
  if (word === '' || word.startsWith('/') || word.startsWith('$')) return null;
  const path = posix.join(cwd, word);
  return ENDINGS.map((ending) => path + ending).find((one) => files.has(one)) ?? null;
}

/**
 * The files and what they load that lies beside or below them, outside of the product. What a script loads from
 * elsewhere, or from the top of the repository, is what it checks: `node t.js` that loads `./slug.js`.
 */
async function withLoaded(
  start: readonly string[],
  files: ReadonlySet<string>,
  base: BaseReader,
): Promise<ReadonlySet<string>> {
  const found = new Set(start);
  let next = [...found];
  while (next.length > 0 && found.size < MOST_FILES) {
    const read = await readAll(
      next.filter((path) => !isTestPath(path) && !isProductFolder(path)),
      base,
    );
    next = read
      .flatMap(({ path, text }) => loadedBy(path, text, files).filter((loaded) => isBeside(loaded, path)))
      .filter((path) => !found.has(path) && mayBeCheck(path));
    for (const path of next) found.add(path);
  }
  return found;
}

function isBeside(loaded: string, script: string): boolean {
  const folder = posix.dirname(script);
  return folder !== '.' && loaded.startsWith(`${folder}/`);
}

function loadedBy(path: string, text: string, files: ReadonlySet<string>): string[] {
  if (!isScript(path)) return filesRunBy({ run: text, cwd: '.' }, files);
  return specifiersIn(text).flatMap((specifier) => toFile(specifier, posix.dirname(path), files) ?? []);
}

function specifiersIn(text: string): string[] {
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  );
}

async function importedByTests(
  paths: readonly string[],
  files: ReadonlySet<string>,
  base: BaseReader,
): Promise<ReadonlySet<string>> {
  const tests = await readAll(
    [...files].filter((path) => isTestPath(path) && isScript(path)),
    base,
  );
  const imported = tests.flatMap(({ path, text }) =>
    specifiersIn(text).flatMap(
      (specifier) =>
        toFile(specifier.replace(/\.js$/, ''), posix.dirname(path), files) ??
        toFile(specifier, posix.dirname(path), files) ??
        [],
    ),
  );
  return new Set(imported.filter((path) => paths.includes(path)));
}
