import path from 'node:path';
import ts from 'typescript';
import type { Failure } from '../../../src/domain/report.ts';
import { type Files, makeFailure } from './folder-workspace.ts';
import type { TypeScenario } from './typescript-scenarios.ts';

/** Parsed libraries, shared by all compilations of a test file: they are most of the time. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The scenario's files with a `package.json` and, where it has none, a configuration. */
export function completed({ files, options }: TypeScenario): Files {
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022'],
    types: [],
    noEmit: true,
    ...options,
  };
  return {
    'package.json': '{ "type": "module" }\n',
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    ...files,
  };
}

/** What the compiler says of the folder's projects, as the check would report it. */
export function typeCheck(root: string, config = 'tsconfig.json'): Failure[] {
  const file = path.join(root, config);
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
  if (!parsed) return [];
  const referenced = (parsed.projectReferences ?? []).filter(() => parsed.fileNames.length === 0);
  const deeper = referenced.flatMap((reference) =>
    typeCheck(root, path.join(path.relative(root, reference.path), 'tsconfig.json')),
  );
  const { composite: _composite, ...options } = parsed.options;
  const compiler = ts.createCompilerHost(options);
  const read = compiler.getSourceFile;
  compiler.getSourceFile = (name, ...rest) => {
    if (!path.basename(name).startsWith('lib.')) return read.call(compiler, name, ...rest);
    if (!libraries.has(name)) libraries.set(name, read.call(compiler, name, ...rest));
    return libraries.get(name);
  };
  const program = ts.createProgram(parsed.fileNames, options, compiler);
  return [...deeper, ...ts.getPreEmitDiagnostics(program).map((diagnostic) => toFailure(root, diagnostic))];
}

function toFailure(root: string, diagnostic: ts.Diagnostic): Failure {
  const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return makeFailure({
    check: 'typecheck',
    tool: 'tsc',
    rule: `TS${diagnostic.code}`,
    file: diagnostic.file ? path.relative(root, diagnostic.file.fileName) : null,
    line: at ? at.line + 1 : null,
    column: at ? at.character + 1 : null,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
  });
}
