import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitWorkspaces } from '../../../src/adapters/git/git-workspaces.ts';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Files } from './folder-workspace.ts';

const TOOLS = fileURLToPath(new URL('../../tools/node_modules', import.meta.url));

/** True when the real tool is installed for tests. */
export function hasTool(name: string): boolean {
  return existsSync(join(TOOLS, name, 'package.json'));
}

/**
 * A real checkout of a repository with these files, lent for as long as `work` takes. `packages` are linked into its
 * `node_modules`: `{ eslint: 'eslint-8' }` makes the tool that is installed as `eslint-8` the repository's `eslint`.
 */
export async function useCheckout<T>(
  files: Files,
  packages: Readonly<Record<string, string>>,
  work: (workspace: Workspace) => Promise<T>,
  nodeDir = dirname(process.execPath),
): Promise<T> {
  const top = await mkdtemp(join(tmpdir(), 'dreamos-checkout-'));
  try {
    const clone = join(top, 'clone');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(clone, path)), { recursive: true });
      await writeFile(join(clone, path), text);
    }
    const workspaces = new GitWorkspaces({
      objects: join(clone, '.git', 'objects'),
      shallow: null,
      temp: join(top, 'workspaces'),
      run: createRunProcess({
        parent: { PATH: `${nodeDir}${delimiter}${process.env.PATH ?? ''}` },
        home: join(top, 'home'),
        tempHome: join(top, 'home'),
        nodeDir,
      }),
      env: gitEnvironment(),
      dependencies: async (root) => {
        await linkPackages(root, packages);
        return [];
      },
    });
    return await workspaces.use(commitAll(clone), work);
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

function commitAll(clone: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: clone, env: gitEnvironment(), encoding: 'utf8' }).trim();
  git('init', '-q');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', 'base');
  return git('rev-parse', 'HEAD');
}

function gitEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
}

/** The package's commands in `node_modules/.bin`, as npm puts them there. */
async function linkCommands(root: string, name: string, from: string): Promise<void> {
  const bin = join(root, 'node_modules', '.bin');
  await mkdir(bin, { recursive: true });
  const manifest: { bin?: string | Record<string, string> } = JSON.parse(
    await readFile(join(from, 'package.json'), 'utf8'),
  );
  const commands = typeof manifest.bin === 'string' ? { [name]: manifest.bin } : (manifest.bin ?? {});
  for (const [command, path] of Object.entries(commands)) {
    await symlink(join('..', name, path), join(bin, command));
  }
}

async function linkPackages(root: string, packages: Readonly<Record<string, string>>): Promise<void> {
  for (const [as, installed] of Object.entries(packages)) {
    const link = join(root, 'node_modules', as);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(TOOLS, installed), link, 'dir');
    await linkCommands(root, as, join(TOOLS, installed));
  }
}
