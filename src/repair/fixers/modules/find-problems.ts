import type { Failure } from '../../../domain/report.ts';
import { audit, isGenerated, packagesOf } from './audit.ts';
import { type Problem, problemKey } from './problem.ts';
import type { Shape } from './shape.ts';
import { packageTypeOf, type Sources, stemOf } from './sources.ts';

/** How far imports are followed from what the failures name, and how many files are read. */
const DEEPEST = 4;
const MOST_SHAPES = 80;

const NOT_FOUND =
  /Cannot find (?:module|package)|Failed to (?:resolve import|load url)|Could not (?:resolve|locate)|Can't resolve|Unable to resolve path|Directory import|need explicit file extensions|Missing file extension|Unexpected use of file extension|differs from (?:already included )?file name|is not found|No such built-in module/;
const NOT_GIVEN =
  /does not provide an export named|Named export '|is not exported (?:by|from)|No matching export|has no (?:exported member|default export)|declares '[^']+' locally, but|not found in '|No default export found|was not found in '|can only be default-imported/;
const NOT_CALLABLE =
  /is not a (?:function|constructor)|Class extends value|Cannot read propert(?:y|ies) of undefined|undefined is not an object|Element type is invalid/;
const WANTS_ESM = /\b(?:require|module|exports|__dirname|__filename) is not defined|Dynamic require of/;
const WANTS_COMMONJS =
  /Cannot use import statement outside a module|Unexpected token '?export|ERR_REQUIRE_ESM|require\(\) of ES Module/;
const UNDECLARED = /(?:^|[\s'"])([\w$]+)['"]? (?:is not defined|variable is undeclared)/;

/** True when the message is about modules. Cheap: no file is read. */
export function speaksOfModules({ message }: Failure): boolean {
  return [NOT_FOUND, NOT_GIVEN, NOT_CALLABLE, WANTS_ESM, WANTS_COMMONJS, UNDECLARED].some((says) =>
    says.test(message),
  );
}

/** What is wrong with the modules that failures speak of: `named` in a message, `found` beside it on the way. */
export async function findProblems(
  sources: Sources,
  failures: readonly Failure[],
): Promise<{ named: Problem[]; found: Problem[] }> {
  const named = new Map<string, Problem>();
  const found = new Map<string, Problem>();
  const keep = (problem: Problem, mentioned: boolean) => {
    if (!mentioned && problem.kind === 'unresolved' && isGenerated(sources, problem.target)) return;
    const kept = mentioned ? named : found;
    if (!kept.has(problemKey(problem))) kept.set(problemKey(problem), problem);
  };
  for (const { shape, near } of await suspects(sources, failures)) {
    for (const problem of await audit(sources, shape)) {
      keep(
        problem,
        failures.some((failure) => mentions(failure, problem, near)),
      );
    }
    const runAs = await packageTypeOf(sources, shape.path);
    for (const failure of failures) {
      const system = wrongSystem(shape, runAs, failure.message);
      if (system) keep({ kind: 'system', shape, wants: system }, true);
      for (const problem of spokenOf(sources, shape, failure, near)) keep(problem, true);
    }
  }
  return {
    named: [...named.values()],
    found: [...found.values()].filter((one) => !named.has(problemKey(one))),
  };
}

/** The files that failures name (`near`), then what these import. */
async function suspects(
  sources: Sources,
  failures: readonly Failure[],
): Promise<{ shape: Shape; near: boolean }[]> {
  const near = new Set(failures.flatMap((failure) => filesIn(sources, failure)));
  const shapes = new Map<string, { shape: Shape; near: boolean }>();
  let layer = [...near];
  for (let depth = 0; depth <= DEEPEST && shapes.size < MOST_SHAPES; depth += 1) {
    const next: string[] = [];
    for (const path of layer) {
      const shape = shapes.has(path) ? null : await sources.shape(path);
      if (!shape) continue;
      shapes.set(path, { shape, near: near.has(path) });
      for (const { source } of shape.references) next.push(sources.resolve(path, source) ?? path);
    }
    layer = next;
  }
  return [...shapes.values()];
}

/** Tracked files that a failure names: its own, its frames', and the paths in its message. */
function filesIn(sources: Sources, failure: Failure): string[] {
  const own = failure.frames.filter((frame) => frame.own).map((frame) => frame.file);
  const printed = failure.message.match(/[\w@.~+/\\:-]+\.(?:[cm]?[jt]sx?|vue|svelte)\b/g) ?? [];
  return [failure.file ?? '', ...own, ...printed].flatMap((path) => trackedFile(sources, path) ?? []);
}

/** The tracked file that a printed path means: wherever the checkout lay, the end of the path is the same. */
function trackedFile(sources: Sources, printed: string): string | null {
  const parts = printed
    .replace(/^file:\/\//, '')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '.' && part !== '');
  for (let from = 0; from < parts.length; from += 1) {
    const path = parts.slice(from).join('/');
    if (sources.has(path)) return path;
  }
  return null;
}

/** True when the failure is about this problem. */
function mentions(failure: Failure, problem: Problem, near: boolean): boolean {
  const { message } = failure;
  switch (problem.kind) {
    case 'unresolved': {
      if (!NOT_FOUND.test(message)) return false;
      return (
        isAt(failure, problem.importer, problem.reference.line) || names(message, problem.reference.source)
      );
    }
    case 'missing-name': {
      const { imported, local } = problem.name;
      if (NOT_GIVEN.test(message) || /is not a (?:function|constructor)/.test(message)) {
        return hasWord(message, imported) || (imported === 'default' && (near || hasWord(message, local)));
      }
      return NOT_CALLABLE.test(message) && near;
    }
    case 'called-whole':
      return (
        /is not a (?:function|constructor)/.test(message) && (hasWord(message, problem.name.local) || near)
      );
    default:
      return false;
  }
}

/** Problems that only the message tells of, for a file in question. */
function spokenOf(sources: Sources, shape: Shape, failure: Failure, near: boolean): Problem[] {
  const { message } = failure;
  const problems: Problem[] = [];
  if (NOT_FOUND.test(message)) {
    for (const reference of packagesOf(sources, shape)) {
      if (quotes(message, reference.source)) problems.push({ kind: 'package', importer: shape, reference });
    }
    if (near) problems.push(...inexact(sources, shape, failure));
  }
  const undeclared = UNDECLARED.exec(message)?.[1];
  if (undeclared !== undefined && near && !WANTS_ESM.test(message)) {
    problems.push({ kind: 'undeclared', shape, name: undeclared });
  }
  return problems;
}

/** Specifiers that a tolerant tool would understand, but that the one that complains took by the letter. */
function inexact(sources: Sources, shape: Shape, failure: Failure): Problem[] {
  return shape.references.flatMap((reference): Problem[] => {
    const target = sources.target(shape.path, reference.source);
    if (target === null || sources.has(target) || sources.resolve(shape.path, reference.source) === null)
      return [];
    const said = isAt(failure, shape, reference.line) || names(failure.message, reference.source);
    return said ? [{ kind: 'unresolved', importer: shape, reference, target }] : [];
  });
}

function wrongSystem(
  shape: Shape,
  runAs: 'esm' | 'commonjs' | null,
  message: string,
): 'esm' | 'commonjs' | null {
  const requires = shape.references.some(({ kind }) => kind === 'require');
  const commonjs = requires || shape.system === 'commonjs' || /\b__(?:dirname|filename)\b/.test(shape.text);
  if (WANTS_ESM.test(message) && commonjs && runAs !== 'commonjs') return 'esm';
  if (NOT_GIVEN.test(message) && shape.system === 'commonjs' && runAs === 'esm') return 'esm';
  const plain = /\.(?:c?js|jsx)$/.test(shape.path);
  return WANTS_COMMONJS.test(message) && shape.system === 'esm' && plain ? 'commonjs' : null;
}

function isAt(failure: Failure, shape: Shape, line: number): boolean {
  return failure.file === shape.path && failure.line === line && failure.testPath === null;
}

/** True when the message has the specifier, or a path that ends like it. */
function names(message: string, specifier: string): boolean {
  const bare = specifier.replace(/^(?:\.{1,2}\/)+/, '');
  if (bare === '' || bare === '.' || bare === '..') return quotes(message, specifier);
  return (
    quotes(message, specifier) ||
    new RegExp(`[/'"\\\\]${escapeRegExp(stemOf(bare))}(?:\\.\\w+)?['"\\s)]`).test(`${message} `)
  );
}

function quotes(message: string, text: string): boolean {
  const bare = text
    .split('/')
    .slice(0, text.startsWith('@') ? 2 : 1)
    .join('/');
  return [text, bare].some(
    (one) =>
      one.length > 1 && new RegExp(`(?:['"\`]|module: )${escapeRegExp(one)}(?:['"\`/]|$)`, 'm').test(message),
  );
}

function hasWord(message: string, word: string): boolean {
  return new RegExp(`(?<![\\w$])${escapeRegExp(word)}(?![\\w$])`).test(message);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
