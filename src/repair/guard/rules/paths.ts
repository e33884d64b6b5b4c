import { matchesAny } from '../../../checks/glob.ts';
import type { FileChange } from '../../../domain/patch.ts';
import { bytesChanged } from '../bytes-changed.ts';
import { isLockfile } from '../protected-path.ts';
import { type Context, type Found, formerPath, type Rule } from '../rule.ts';

/** A lockfile of a big repository has some megabytes. */
const LOCKFILE_MAX_BYTES = 16 * 1024 * 1024;
/** All files together may change so many times what one may. */
const FILES = 4;

const whole = (why: string): Found[] => [{ line: null, why }];
const pathsOf = (change: FileChange) => [...new Set([change.path, formerPath(change)])];

export const pathOutside: Rule = {
  name: 'path-outside',
  summary: 'Paths must lead to plain files within the repository, on every system alike.',
  check: (change) =>
    pathsOf(change).flatMap((path) => {
      const why = whyOutside(path);
      return why === null ? [] : whole(why);
    }),
};

function whyOutside(path: string): string | null {
  if (path === '') return 'the path is empty';
  // biome's own rule allows these here: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'the path has control characters';
  if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(path))
    return 'the path has invisible characters';
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.startsWith('~'))
    return 'the path is not within the repository';
  if (path.includes('\\')) return 'the path has a backslash, which is a folder on Windows';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..')
      return 'the path leads out of the repository or is not plain';
    if (/[. ]$/.test(part)) return 'a name ends in a dot or blank, which Windows drops';
    if (part.includes(':')) return 'a name has a colon, which is a stream on Windows';
    if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(part)) return 'a name is a device on Windows';
    if (/^(?:\.git|git~\d+)$/i.test(part)) return "the path is in git's own folder";
  }
  return null;
}

export const linkOrSubmodule: Rule = {
  name: 'link-or-submodule',
  summary: 'No symbolic link or submodule may be added, changed or removed: it reaches beyond the patch.',
  check: (change) => {
    const modes = [change.beforeMode, change.afterMode];
    if (modes.includes('120000')) return whole('it is a symbolic link');
    return modes.includes('160000') ? whole('it is a submodule') : [];
  },
};

export const madeExecutable: Rule = {
  name: 'made-executable',
  summary: 'No file may become executable.',
  check: (change) =>
    change.afterMode === '100755' && change.beforeMode !== '100755'
      ? whole('the patch makes it executable')
      : [],
};

export const leftAlone: Rule = {
  name: 'leave-alone',
  summary: 'What the config tells to leave alone is left alone.',
  check: (change, { options }) =>
    options.leaveAlone.flatMap((glob) =>
      pathsOf(change).some((path) => matchesAny([glob], path))
        ? whole(`the config leaves \`${glob}\` alone`)
        : [],
    ),
};

export const binaryChange: Rule = {
  name: 'binary',
  summary: 'No binary file may change: nobody can read what the change does.',
  check: (change) =>
    change.binary || (change.after ?? '').includes('\0')
      ? whole('it is binary: the change cannot be read')
      : [],
};

export const oversize: Rule = {
  name: 'oversize',
  summary:
    'A patch must be small enough to be judged: 256 KiB changed in a file, 1 MiB in all, unless set otherwise.',
  check: (change, context) => {
    const { maxBytes } = context.options;
    const bytes = bytesChanged(change);
    const limit =
      isLockfile(change.path) && context.options.allow === 'lockfile' ? LOCKFILE_MAX_BYTES : maxBytes;
    if (bytes > limit) return whole(`${bytes} bytes changed; ${limit} is the most`);
    return change === context.changes[0] && sumOf(context) > FILES * maxBytes
      ? whole(`the patch changes more than ${FILES * maxBytes} bytes in all`)
      : [];
  },
};

function sumOf({ changes }: Context): number {
  return changes.reduce((sum, change) => sum + (isLockfile(change.path) ? 0 : bytesChanged(change)), 0);
}
