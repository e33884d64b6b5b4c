import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, sep } from 'node:path';
import { SYSTEM } from './bwrap-words.ts';

/** Programs that are often links into a package beside the folder on PATH. */
const LINKED = ['node', 'npm', 'pnpm', 'yarn', 'corepack', 'bun', 'git'];

/** Variables of the environment that name the home of a version manager (see child-environment.ts). */
const HOMES =
  /^(?:VOLTA_HOME|ASDF_DIR|ASDF_DATA_DIR|MISE_DATA_DIR|PROTO_HOME|NVM_DIR|COREPACK_HOME|YARN_GLOBAL_FOLDER|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/;

/**
 * Folders outside the system's that hold the programs of an environment: those on PATH, and what their links point to.
 * Never the user's home itself nor what it lies in.
 */
export function findTools(environment: Readonly<Record<string, string>>, home: string): string[] {
  const folders = (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder.startsWith('/') && existsSync(folder));
  const found = new Set<string>(
    Object.entries(environment).flatMap(([name, value]) => (HOMES.test(name) ? [value] : [])),
  );
  for (const folder of folders) {
    // A shim starts its manager, which lies around it.
    found.add(basename(folder) === 'shims' ? dirname(folder) : folder);
    for (const program of LINKED) {
      const target = resolveLink(join(folder, program));
      if (target !== null) found.add(packageOf(target));
    }
  }
  return [...found].filter((folder) => !isSystem(folder) && !isAround(folder, home));
}

/** Absolute path of a program on PATH, or null. */
export function findProgram(environment: Readonly<Record<string, string>>, name: string): string | null {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Whether a folder is, or holds, another. */
export function isAround(folder: string, inner: string): boolean {
  return folder === inner || inner.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export function isSystem(folder: string): boolean {
  return SYSTEM.some((system) => isAround(system, folder));
}

function resolveLink(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The package that a program belongs to; one that belongs to none brings its folder. */
function packageOf(program: string): string {
  const parts = program.split(sep);
  const last = parts.lastIndexOf('node_modules');
  if (last < 0) return dirname(program);
  const depth = parts[last + 1]?.startsWith('@') ? 3 : 2;
  return parts.slice(0, last + depth).join(sep);
}
