import { posix } from 'node:path';
import type { Failure } from '../domain/report.ts';
import { isTestPath } from './guard/role.ts';
import { toPlainPaths } from './normalise-paths.ts';

/** A reason that failures can share. Failures with one key belong to one incident. */
export interface Cause {
  readonly key: string;
  /** For people: `missing export "sum" of src/math`. */
  readonly words: string;
}

type Named = Readonly<Record<string, string>>;

/** Where a failure's message names what is missing. The groups `module`, `name`, `type` and `from` (the importer) are read. */
const EXPORTS: readonly RegExp[] = [
  /Module '"(?<module>[^"\n]+)"' has no (?:exported member|default export)(?: (?:named )?'(?<name>[^'\n]+)')?/,
  /'"(?<module>[^"\n]+)"' has no exported member named '(?<name>[^'\n]+)'/,
  /Module '"(?<module>[^"\n]+)"' declares '(?<name>[^'\n]+)' locally, but/,
  /[Tt]he requested module '(?<module>[^'\n]+)' does not provide an export named '(?<name>[^'\n]+)'/,
  /Named export '(?<name>[^'\n]+)' not found\. The requested module '(?<module>[^'\n]+)'/,
  /"(?<name>[^"\n]+)" is not exported by "(?<module>[^"\n]+)"(?:, imported by "(?<from>[^"\n]+)")?/,
  /No matching export in "(?<module>[^"\n]+)" for import "(?<name>[^"\n]+)"/,
  /^(?<name>\w+) not found in '(?<module>[^'\n]+)'/,
];
const MODULES: readonly RegExp[] = [
  /Cannot find module '(?<module>[^'\n]+)' or its corresponding type declarations/,
  /Could not find a declaration file for module '(?<module>[^'\n]+)'/,
  /Cannot find (?:module|package) ['"]?(?<module>[^'"\n]+?)['"]? (?:imported )?from ['"]?(?<from>[^'"\n]+?)['"]?(?=$|\n|\s|\.\s)/,
  /Cannot find module '(?<module>[^'\n]+)'/,
  /Failed to resolve import "(?<module>[^"\n]+)" from "(?<from>[^"\n]+)"/,
  /Failed to load url (?<module>\S+) \(resolved id: [^)\n]*\)(?: in (?<from>\S+?))?\.? /,
  /Could not resolve "(?<module>[^"\n]+)"/,
  /Unable to resolve path to module '(?<module>[^'\n]+)'/,
  /Could not locate module (?<module>\S+) mapped as/,
];
const NAMES: readonly RegExp[] = [
  /Cannot find (?:name|namespace) '(?<name>[^'\n]+)'/,
  /^'(?<name>[^'\n]+)' is not defined\b/,
  /^(?:Uncaught )?(?:ReferenceError: )?(?<name>[\w$]+) is not defined\b/,
  /^The (?<name>[\w$]+) variable is undeclared/,
];
const MEMBERS: readonly RegExp[] = [
  /Property '(?<name>[^'\n]+)' does not exist on type '(?<type>[^\n]+?)'(?:\.|$|\n)/,
  /'(?<name>[^'\n]+)' does not exist in type '(?<type>[^\n]+?)'(?:\.|$|\n)/,
  /Property '(?<name>[^'\n]+)' is missing in type '[^\n]+?' but required in type '(?<type>[^\n]+?)'/,
];

/** Lint rules about the look of code: their findings are one thing to mend, over all files. */
const LAYOUT =
  /^(?:prettier\/|@?stylistic|@stylistic\/|format$|assist\/|organizeImports$|(?:@typescript-eslint\/)?(?:indent|quotes|semi|semi-spacing|semi-style|comma-dangle|comma-spacing|comma-style|eol-last|no-trailing-spaces|no-multi-spaces|no-multiple-empty-lines|space-[a-z-]+|object-curly-spacing|object-curly-newline|array-bracket-spacing|array-bracket-newline|arrow-parens|arrow-spacing|block-spacing|brace-style|key-spacing|keyword-spacing|linebreak-style|padded-blocks|quote-props|template-curly-spacing|func-call-spacing|no-tabs|no-mixed-spaces-and-tabs|no-whitespace-before-property|operator-linebreak|switch-colon-spacing|computed-property-spacing|dot-location|jsx-quotes|member-delimiter-style|type-annotation-spacing)$)/;
/** Tools whose findings are about code, rule by rule. */
export const LINTERS = new Set(['eslint', 'biome', 'prettier', 'oxfmt']);
/** What TypeScript says when code is not used: a lint rule in a compiler's clothes. */
const UNUSED = /^TS(?:6133|6138|6192|6196|6198|6199|6205|7027|7028)$/;

/** TypeScript's parser. TS1117 (a property twice) and TS1192 (no default export) are no syntax errors. */
const SYNTAX = /^TS(?:1[01]\d\d|138[12]|143[4-9])$/;

/** True for a finding about the look of code alone. */
function isLayout(failure: Failure): boolean {
  if (failure.tool === 'prettier') return !isSyntax(failure);
  return LINTERS.has(failure.tool) && LAYOUT.test((failure.rule ?? '').replace(/^lint\//, ''));
}

/** True for code that could not be parsed: one mistake makes many complaints. */
function isSyntax(failure: Failure): boolean {
  return (
    (SYNTAX.test(failure.rule ?? '') && failure.rule !== 'TS1117' && failure.rule !== 'TS1192') ||
    failure.rule === 'SyntaxError' ||
    failure.rule === 'parse' ||
    /^(?:\[error\] )?(?:Parsing error|SyntaxError)\b/.test(failure.message) ||
    (LINTERS.has(failure.tool) && /^\S+: (?:SyntaxError|Unexpected token)/.test(failure.message))
  );
}

/** What a failure may have in common with others, the surest first. Never empty. */
export function causesOf(failure: Failure): readonly Cause[] {
  if (failure.tool === 'exit')
    return [{ key: 'exit', words: 'the command failed without output that could be read' }];
  const missing = missingOf(failure);
  if (missing !== null) return [missing];
  if (isSyntax(failure)) {
    const file = syntaxFileOf(failure);
    return [{ key: `syntax:${file}`, words: `syntax error in ${file}` }];
  }
  return [lintOf(failure) ?? frameOf(failure) ?? ownOf(failure)];
}

function missingOf(failure: Failure): Cause | null {
  const message = toPlainPaths(failure.message, failure.file);
  const exported = firstMatch(EXPORTS, message);
  if (exported !== null) {
    const module = targetOf(exported, failure);
    const name = exported.name ?? 'default';
    return { key: `export:${module}#${name}`, words: `missing export "${name}" of ${module}` };
  }
  const module = firstMatch(MODULES, message);
  if (module !== null) {
    const target = targetOf(module, failure);
    return { key: `module:${target}`, words: `missing module ${target}` };
  }
  const name = firstMatch(NAMES, message)?.name;
  if (name !== undefined) return { key: `name:${name}`, words: `"${name}" is not defined` };
  const member = firstMatch(MEMBERS, message);
  if (member !== null) {
    const symbol = `${member.type}.${member.name}`;
    return { key: `member:${symbol}`, words: `missing or unknown member ${symbol}` };
  }
  return null;
}

function firstMatch(patterns: readonly RegExp[], message: string): Named | null {
  for (const pattern of patterns) {
    const groups = pattern.exec(message)?.groups;
    if (groups) return groups as Named;
  }
  return null;
}

/** The module that is meant, without extension: two importers name one file in two ways. */
function targetOf(named: Named, failure: Failure): string {
  const module = (named.module ?? '').replace(/^file:\/\//, '');
  const importer = named.from ?? failure.frames.find((frame) => frame.own)?.file ?? failure.file ?? '';
  const path = /^\.{1,2}(?:\/|$)/.test(module) ? posix.join(posix.dirname(importer), module) : module;
  return path.replace(/\.(?:d\.)?[mc]?[jt]sx?$/, '').replace(/\/index$/, '');
}

/** A loader's message names the file that it could not read; the failure's own file may be the test that needed it. */
function syntaxFileOf(failure: Failure): string {
  const named = /(?:^|\s)(?:SyntaxError: )?([\w.@/\\-]+\.[mc]?[jt]sx?): /.exec(
    toPlainPaths(failure.message, failure.file),
  )?.[1];
  return named ?? failure.frames.find((frame) => frame.own)?.file ?? failure.file ?? '?';
}

function lintOf(failure: Failure): Cause | null {
  if (isLayout(failure)) return { key: 'layout', words: `layout, as ${failure.tool} wants it` };
  if (failure.rule === null) return null;
  if (LINTERS.has(failure.tool) || UNUSED.test(failure.rule)) {
    return { key: `rule:${failure.rule}`, words: `rule ${failure.rule} of ${failure.tool}` };
  }
  return null;
}

/** The deepest frame in the repository's own code that is no test: where it went wrong. */
function frameOf(failure: Failure): Cause | null {
  const frame = failure.frames.find(({ own, file }) => own && !isTestPath(file));
  if (frame === undefined) return null;
  const where = frame.name ?? (frame.line === null ? 'top level' : `line ${frame.line}`);
  return {
    key: `frame:${frame.file}#${frame.name ?? frame.line}`,
    words: `${failure.rule ?? 'failure'} in ${where} of ${frame.file}`,
  };
}

function ownOf(failure: Failure): Cause {
  const where = failure.testPath?.join(' › ') ?? failure.file ?? failure.check;
  const key =
    failure.testPath === null
      ? `${failure.line}:${failure.rule}:${failure.message}`
      : failure.testPath.join('\n');
  return {
    key: `own:${failure.tool}:${failure.file}:${key}`,
    words: `${failure.rule ?? failure.tool} in ${where}`,
  };
}
