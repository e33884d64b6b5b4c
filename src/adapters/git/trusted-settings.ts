import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';

/**
 * What our git is told on each command line, over whatever a repository's configuration says. The rule is: no program that
 * a repository names is started, and no setting of its changes what we read. Drivers with names of their own
 * (`filter.<x>`, `merge.<x>`) cannot be listed here: what could start one runs in a git folder of ours instead.
 */
export const TRUSTED_SETTINGS: readonly string[] = [
  // Programs.
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=true',
  'commit.gpgSign=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  // What is printed is read by us.
  'core.quotePath=false',
  'color.ui=false',
  'color.diff=false',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.srcPrefix=a/',
  'diff.dstPrefix=b/',
  'diff.context=3',
  'diff.interHunkContext=0',
  'diff.algorithm=myers',
  'diff.suppressBlankEmpty=false',
  'diff.submodule=short',
  'diff.renames=true',
  'diff.renameLimit=2000',
  'advice.detachedHead=false',
  // What is written is decided by us.
  'core.autocrlf=false',
  'core.longpaths=true',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.writeCommitGraph=false',
  'safe.directory=*',
];

/** Silences a fetch behind our back: from a partial clone's remote, or by a planted `url.<x>.insteadOf`. Left are the protocols that we fetch by ourselves. */
export function toTransportEnvironment(protocols: readonly string[]): Readonly<Record<string, string>> {
  return { GIT_ALLOW_PROTOCOL: protocols.join(':') || 'none', GIT_NO_LAZY_FETCH: '1' };
}

/**
 * PATH without what a repository could have put on it: relative folders, and the `node_modules/.bin` that `npx` and
 * `npm run` put first.
 */
export function toTrustedPath(path: string, separator: string = delimiter): string {
  return path
    .split(separator)
    .filter(
      (folder) => isAbsoluteFolder(folder, separator) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder),
    )
    .join(separator);
}

function isAbsoluteFolder(folder: string, separator: string): boolean {
  return separator === ';' ? /^([A-Za-z]:[\\/]|\\\\)/.test(folder) : isAbsolute(folder);
}

const found = new Map<string, string>();

/** The git program of a PATH as an absolute path (Windows would look in the current folder first); `git` where there is none. */
export function findGit(path: string): string {
  const known = found.get(path);
  if (known !== undefined) return known;
  const name = sep === '\\' ? 'git.exe' : 'git';
  const folder = path.split(delimiter).find((one) => one !== '' && isProgram(join(one, name)));
  const git = folder === undefined ? 'git' : join(folder, name);
  found.set(path, git);
  return git;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or a folder of another user's.
    return false;
  }
}
