import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface GitFolderOptions {
  /** Absolute folders of objects that it borrows. */
  readonly objects: readonly string[];
  /** Full SHA that HEAD names. */
  readonly head: string;
  /** Absolute path of the clone's `shallow` file when it has one. */
  readonly shallow: string | null;
  /** Lines of `info/exclude`. */
  readonly exclude?: readonly string[];
}

/**
 * Makes a git folder by hand: a few small files instead of a `git init`, no template hooks, and no setting of anybody's.
 * It borrows objects by `alternates`, so that what is written through it stays in it.
 */
export async function makeGitFolder(dir: string, options: GitFolderOptions): Promise<string> {
  const { head, objects, shallow, exclude = [] } = options;
  await mkdir(join(dir, 'objects', 'info'), { recursive: true, mode: 0o700 });
  await mkdir(join(dir, 'refs', 'heads'), { recursive: true });
  await mkdir(join(dir, 'info'), { recursive: true });
  await writeFile(
    join(dir, 'objects', 'info', 'alternates'),
    objects.map((path) => `${quote(path)}\n`).join(''),
  );
  await writeFile(join(dir, 'HEAD'), `${head}\n`);
  await writeFile(
    join(dir, 'config'),
    head.length === 64
      ? '[core]\n\trepositoryformatversion = 1\n\tbare = false\n[extensions]\n\tobjectFormat = sha256\n'
      : '[core]\n\trepositoryformatversion = 0\n\tbare = false\n',
  );
  await writeFile(join(dir, 'info', 'exclude'), ['node_modules', ...exclude, ''].join('\n'));
  if (shallow !== null) await copyFile(shallow, join(dir, 'shallow'));
  return dir;
}

/** A path in `alternates` is a line; one with a newline or a leading quote or `#` is written as C writes a string. */
function quote(path: string): string {
  if (!/^["#]|\n/.test(path)) return path;
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
