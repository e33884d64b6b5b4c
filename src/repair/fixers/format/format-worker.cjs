'use strict';
/**
 * Runs the repository's own formatters and linters inside a workspace, in a process of its own: their code, plug-ins and
 * configurations are the repository's, and are not let into ours. Reads one request (JSON) from standard input, changes
 * files, and prints one line that starts with MARK. Imports nothing but Node: it is copied as it is. Runs on Node 14.
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const MARK = '@@dreamos-format ';
const ESLINT_CONFIGS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`);
const BIOME_CONFIGS = ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'];

function readInput() {
  return JSON.parse(fs.readFileSync(0, 'utf8'));
}

/** The folder of a package as the file's folder sees it, or null. */
function findPackage(name, from) {
  for (const dir of upwards(from, path.parse(from).root)) {
    const found = path.join(dir, 'node_modules', name);
    if (fs.existsSync(path.join(found, 'package.json'))) return found;
  }
  return null;
}

function* upwards(from, root) {
  for (let dir = from; ; dir = path.dirname(dir)) {
    yield dir;
    if (dir === root || dir === path.dirname(dir)) return;
  }
}

/** The nearest folder upwards, within the repository, that has one of the files. */
function nearestWith(names, from, root) {
  for (const dir of upwards(from, root))
    if (names.some((name) => fs.existsSync(path.join(dir, name)))) return dir;
  return null;
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) || []), item]);
  }
  return groups;
}

// --- Prettier and Biome as formatters -------------------------------------------------------------------------------

async function prettierText(root, file, text) {
  const home = findPackage('prettier', path.dirname(file));
  if (home === null) return null;
  const prettier = require(home);
  const ignorePath = path.join(root, '.prettierignore');
  const info = await prettier.getFileInfo(file, { ignorePath, resolveConfig: true });
  if (info.ignored || !info.inferredParser) return null;
  const config = await prettier.resolveConfig(file, { editorconfig: true });
  return { text: await prettier.format(text, { ...config, filepath: file }), isConfigured: config !== null };
}

function biome(root, file, args, files) {
  const home = findPackage('@biomejs/biome', path.dirname(file));
  if (home === null) return null;
  const cwd = nearestWith(BIOME_CONFIGS, path.dirname(file), root) || root;
  const bin = path.join(home, 'bin', 'biome');
  return spawnSync(process.execPath, [bin, ...args, ...files], { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** Formats as its command does, and only what its configuration does not ignore. */
function oxfmt(root, files) {
  const home = findPackage('oxfmt', path.dirname(files[0]));
  if (home === null) throw new Error('oxfmt is not installed');
  const args = [path.join(home, 'bin', 'oxfmt'), '--no-error-on-unmatched-pattern', ...files];
  const ran = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (ran.status !== 0) throw new Error((ran.stderr || ran.stdout || 'it failed').trim().split('\n')[0]);
}

/** Names of the formatters that have nothing to say of a file: what we change in it must leave it so. */
async function cleanBy(root, file) {
  const text = fs.readFileSync(file, 'utf8');
  const clean = [];
  const pretty = await prettierText(root, file, text).catch(() => null);
  if (pretty?.isConfigured && pretty.text === text) clean.push('prettier');
  if (nearestWith(BIOME_CONFIGS, path.dirname(file), root) !== null) {
    const ran = biome(root, file, ['format'], [file]);
    if (ran !== null && ran.status === 0) clean.push('biome');
  }
  return clean;
}

async function tidy(root, file, clean) {
  if (clean.includes('prettier')) await prettierWrite(root, file).catch(() => {});
  if (clean.includes('biome')) biome(root, file, ['format', '--write'], [file]);
}

async function prettierWrite(root, file) {
  const text = fs.readFileSync(file, 'utf8');
  const pretty = await prettierText(root, file, text);
  if (pretty !== null && pretty.text !== text) fs.writeFileSync(file, pretty.text);
  return pretty !== null;
}

// --- ESLint ---------------------------------------------------------------------------------------------------------

/** Where ESLint is to be started for a file: beside its flat configuration, else in the package that asks for it. */
function eslintHome(root, file) {
  const flat = nearestWith(ESLINT_CONFIGS, path.dirname(file), root);
  if (flat !== null) return flat;
  for (const dir of upwards(path.dirname(file), root)) {
    try {
      const manifest = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
      if ({ ...manifest.dependencies, ...manifest.devDependencies }.eslint) return dir;
    } catch {}
  }
  return root;
}

async function openEslint(cwd) {
  const home = findPackage('eslint', cwd);
  if (home === null) throw new Error(`eslint is not installed for ${cwd}`);
  process.chdir(cwd);
  const eslint = require(home);
  return eslint.loadESLint ? eslint.loadESLint({ cwd }) : eslint.ESLint;
}

/** Rules with findings that nobody asked to mend: they stay as they are. */
async function rulesToLeave(files, root, rules) {
  const left = new Set();
  for (const [cwd, group] of groupBy(files, (file) => eslintHome(root, file))) {
    const ESLint = await openEslint(cwd);
    for (const { messages } of await new ESLint({ cwd }).lintFiles(group)) {
      for (const { ruleId } of messages) if (ruleId && !rules.includes(ruleId)) left.add(ruleId);
    }
  }
  return [...left];
}

/**
 * Fixes all findings but those of the rules to leave: what a fix of a red rule brings up (`let` where there was `var`) is
 * fixed with it. Returns what is left.
 */
async function runEslint(root, files, leave) {
  const messages = [];
  for (const [cwd, group] of groupBy(files, (file) => eslintHome(root, file))) {
    const ESLint = await openEslint(cwd);
    const fix = ({ ruleId }) => Boolean(ruleId) && !leave.includes(ruleId);
    const results = await new ESLint({ cwd, fix }).lintFiles(group);
    await ESLint.outputFixes(results);
    for (const result of results) {
      for (const message of result.messages) {
        if (message.ruleId ? !leave.includes(message.ruleId) : message.fatal) {
          messages.push(toMessage(root, result.filePath, message));
        }
      }
    }
  }
  return messages;
}

function toMessage(root, file, message) {
  return {
    file: path.relative(root, file).split(path.sep).join('/'),
    rule: message.ruleId || 'syntax',
    line: message.line || 1,
    column: message.column || 1,
    message: message.message,
    isError: message.severity === 2,
    suggestions: (message.suggestions || []).map(({ desc, fix }) => ({
      desc,
      start: fix.range[0],
      end: fix.range[1],
      text: fix.text,
    })),
  };
}

// --------------------------------------------------------------------------------------------------------------------

async function run(request) {
  const root = request.root;
  const files = request.files.map((file) => path.join(root, file)).filter((file) => fs.existsSync(file));
  const clean = new Map();
  if (request.tidy) for (const file of files) clean.set(file, await cleanBy(root, file));
  const { step } = request;
  const leave = step.tool === 'eslint' ? step.leave || (await rulesToLeave(files, root, step.rules)) : [];
  for (const { path: file, text } of request.writes) fs.writeFileSync(path.join(root, file), text);
  let messages = [];
  if (step.tool === 'eslint') messages = await runEslint(root, files, leave);
  if (step.tool === 'prettier') for (const file of files) await prettierWrite(root, file);
  if (step.tool === 'oxfmt' && files.length > 0) oxfmt(root, files);
  if (step.tool === 'biome') {
    for (const [, group] of groupBy(files, (file) => nearestWith(BIOME_CONFIGS, path.dirname(file), root))) {
      if (biome(root, group[0], step.args, group) === null)
        throw new Error('@biomejs/biome is not installed');
    }
  }
  for (const [file, formatters] of clean) await tidy(root, file, formatters);
  return { messages, leave, problem: null };
}

run(readInput())
  .catch((error) => ({
    messages: [],
    leave: [],
    problem: String(error instanceof Error ? error.message : error),
  }))
  .then((answer) => process.stdout.write(`\n${MARK}${JSON.stringify(answer)}\n`));
