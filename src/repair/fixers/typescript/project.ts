import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type ts from 'typescript';

export type TypeScript = typeof ts;

/** A TypeScript project held in memory: files can be changed and put back without touching the disk. */
export interface Project {
  readonly ts: TypeScript;
  readonly service: ts.LanguageService;
  readonly options: ts.CompilerOptions;
  /** Absolute folder that the worker may propose changes in. */
  readonly root: string;
  program(): ts.Program;
  /** Text on disk; null when it cannot be read. */
  text(file: string): string | null;
  /** Shows these texts instead of what is on disk; everything else is as on disk again. */
  show(texts: ReadonlyMap<string, string>): void;
}

/** The configuration files that could own a source file: those the check names first, then upwards from its folder, references followed. */
export function findConfigs(ts: TypeScript, root: string, file: string, named: readonly string[]): string[] {
  const found = new Set(named.map((name) => path.resolve(root, name)).filter((config) => existsSync(config)));
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    for (const name of configNames(folder)) addWithReferences(ts, path.join(folder, name), found);
    if (folder === root || folder === path.dirname(folder)) break;
  }
  return [...found];
}

function configNames(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const configs = names.filter((name) => /^(?:tsconfig|jsconfig)(?:\..+)?\.json$/.test(name));
  return configs.sort((a, b) => a.length - b.length || a.localeCompare(b));
}

function addWithReferences(ts: TypeScript, config: string, found: Set<string>): void {
  if (found.has(config) || !existsSync(config)) return;
  found.add(config);
  const references: unknown = ts.readConfigFile(config, ts.sys.readFile).config?.references;
  if (!Array.isArray(references)) return;
  for (const reference of references) {
    if (typeof reference?.path !== 'string') continue;
    const target = path.resolve(path.dirname(config), reference.path);
    addWithReferences(ts, target.endsWith('.json') ? target : path.join(target, 'tsconfig.json'), found);
  }
}

/** Reads a configuration file. Null when TypeScript cannot. */
export function readConfig(ts: TypeScript, config: string): ts.ParsedCommandLine | null {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  return ts.getParsedCommandLineOfConfigFile(config, {}, host) ?? null;
}

/** Asks for the sources of referenced projects instead of their built declarations; the types of the host do not name it. */
const SOURCES_OF_REFERENCES = { useSourceOfProjectReferenceRedirect: () => true };

/** Opens a project over the disk. `files` are roots beside those of the configuration. */
export function openProject(
  ts: TypeScript,
  root: string,
  config: ts.ParsedCommandLine,
  files: readonly string[],
): Project {
  const shown = new Map<string, { text: string; version: string }>();
  const disk = new Map<string, string | null>();
  const roots = [...new Set([...config.fileNames, ...files])];
  let version = 0;
  const text = (file: string): string | null => {
    const kept = disk.get(file);
    if (kept !== undefined) return kept;
    const read = existsSync(file) ? readFileSync(file, 'utf8') : null;
    disk.set(file, read);
    return read;
  };
  const now = (file: string): string | null => shown.get(file)?.text ?? text(file);
  const { sys } = ts;
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => roots,
    getProjectVersion: () => String(version),
    getScriptVersion: (file) => shown.get(file)?.version ?? '0',
    getScriptSnapshot: (file) => {
      const read = now(file);
      return read === null ? undefined : ts.ScriptSnapshot.fromString(read);
    },
    getCurrentDirectory: () => path.dirname(String(config.options.configFilePath ?? path.join(root, 'x'))),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    getProjectReferences: () => config.projectReferences,
    ...SOURCES_OF_REFERENCES,
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    fileExists: (file) => sys.fileExists(file),
    readFile: (file) => now(file) ?? undefined,
    readDirectory: (folder, ...rest) => sys.readDirectory(folder, ...rest),
    directoryExists: (folder) => sys.directoryExists(folder),
    getDirectories: (folder) => sys.getDirectories(folder),
    ...(sys.realpath ? { realpath: sys.realpath } : {}),
  };
  const service = ts.createLanguageService(host, registryOf(ts));
  return {
    ts,
    service,
    options: config.options,
    root,
    text,
    program: () => {
      const program = service.getProgram();
      if (!program) throw new Error('the language service has no program');
      return program;
    },
    show: (texts) => {
      version += 1;
      shown.clear();
      for (const [file, content] of texts) shown.set(file, { text: content, version: String(version) });
    },
  };
}

/** Parsed files are shared by all projects of a process: the libraries above all. */
const registries = new WeakMap<TypeScript, ts.DocumentRegistry>();

function registryOf(ts: TypeScript): ts.DocumentRegistry {
  const registry = registries.get(ts) ?? ts.createDocumentRegistry();
  registries.set(ts, registry);
  return registry;
}

/** True for a file of the repository itself: not a dependency, not generated declarations. */
export function isOwn(project: Project, file: string): boolean {
  return file.startsWith(`${project.root}/`) && !file.includes('/node_modules/') && !file.endsWith('.d.ts');
}
