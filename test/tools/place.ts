import { chmod, cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the real tools are installed. */
export const toolsFolder = join(import.meta.dirname, 'node_modules');
const brokenFolder = join(import.meta.dirname, '..', 'fixtures', 'broken');

/**
 * Copies a broken project to `to` and gives it a `node_modules` of links: `{ jest: 'jest-29' }` makes `jest` there the
 * package that is installed as `jest-29` here, with its commands in `.bin`.
 */
export async function placeProject(
  name: string,
  to: string,
  packages: Readonly<Record<string, string>>,
): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(join(brokenFolder, name), to, { recursive: true });
  const modules = join(to, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  for (const [as, installed] of Object.entries(packages)) {
    const from = join(toolsFolder, installed);
    await mkdir(join(modules, as, '..'), { recursive: true });
    await symlink(from, join(modules, as), 'dir');
    const { bin } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as {
      bin?: string | Record<string, string>;
    };
    for (const [command, path] of Object.entries(typeof bin === 'string' ? { [as]: bin } : (bin ?? {}))) {
      await chmod(join(from, path), 0o755);
      await symlink(join('..', as, path), join(modules, '.bin', command));
    }
  }
}
