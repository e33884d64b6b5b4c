import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createDependencies } from '../../../src/adapters/npm/dependencies.ts';
import type { RunProcess } from '../../../src/domain/ports.ts';
import { hashFolder, makeFolder, makeRan } from '../../make.ts';

function write(dir: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const MANIFEST = '{"name":"it","dependencies":{"left":"1.0.0"},"scripts":{"test":"node --test"}}';
const MODULES = {
  'node_modules/left/package.json': '{"name":"left"}',
  'node_modules/@scope/right/index.js': 'export {};',
  'node_modules/.package-lock.json': '{}',
  'node_modules/.cache/tool/state': 'warm',
};
const QUIET = { step: () => ({ update: () => {}, done: () => {} }), note: () => {} };

/** The process port as far as an install needs it: it notes what it was asked and writes a package. */
function make(clone: string, exit = 0) {
  const asked: { command: readonly string[]; trusted: boolean }[] = [];
  const run: RunProcess = async (command, { cwd, trusted }) => {
    asked.push({ command: [...command], trusted: trusted === true });
    if (command[1] === 'ci' || command[1] === 'install')
      write(cwd, { 'node_modules/left/package.json': '{"name":"left","installed":true}' });
    return makeRan({ exit, output: exit === 0 ? '' : 'npm error 404 left' });
  };
  const cache = makeFolder();
  const bring = createDependencies({ clone, cache, run, progress: QUIET, onInstalled: () => {} });
  return { bring, asked, cache };
}

describe('createDependencies', () => {
  it('borrows the clone’s packages by links, keeps caches apart, and writes nothing there', async () => {
    const clone = write(makeFolder(), { 'package.json': MANIFEST, ...MODULES });
    mkdirSync(join(clone, 'node_modules', '.bin'));
    symlinkSync('../left/cli.js', join(clone, 'node_modules', '.bin', 'left'));
    const before = hashFolder(clone);
    const root = write(makeFolder(), { 'package.json': MANIFEST.replace('node --test', 'jest') });
    const { bring, asked } = make(clone);
    await bring(root);
    expect(asked).toEqual([]);
    expect(lstatSync(join(root, 'node_modules')).isDirectory()).toBe(true);
    expect(readlinkSync(join(root, 'node_modules', 'left'))).toBe(join(clone, 'node_modules', 'left'));
    expect(readFileSync(join(root, 'node_modules', '@scope', 'right', 'index.js'), 'utf8')).toBe(
      'export {};',
    );
    expect(readlinkSync(join(root, 'node_modules', '.bin', 'left'))).toBe('../left/cli.js');
    expect(existsSync(join(root, 'node_modules', '.cache'))).toBe(false);
    write(root, { 'node_modules/.cache/tool/state': 'mine' });
    expect(hashFolder(clone)).toBe(before);
  });

  it('points workspace links into the checkout', async () => {
    const files = {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/core/package.json': '{"name":"core"}',
    };
    const clone = write(makeFolder(), { ...files, 'node_modules/left/package.json': '{}' });
    symlinkSync('../packages/core', join(clone, 'node_modules', 'core'));
    const root = write(makeFolder(), files);
    await make(clone).bring(root);
    expect(readlinkSync(join(root, 'node_modules', 'core'))).toBe(join(root, 'packages', 'core'));
  });

  it('installs once where the clone’s packages do not fit, with the scripts kept from the user’s settings', async () => {
    const clone = write(makeFolder(), { 'package.json': MANIFEST.replace('1.0.0', '2.0.0'), ...MODULES });
    const root = write(makeFolder(), { 'package.json': MANIFEST, 'package-lock.json': '{}' });
    const other = write(makeFolder(), { 'package.json': MANIFEST, 'package-lock.json': '{}' });
    const { bring, asked, cache } = make(clone);
    await Promise.all([bring(root), bring(other)]);
    expect(asked).toEqual([
      { command: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], trusted: true },
      { command: ['npm', 'rebuild', '--no-audit', '--no-fund'], trusted: false },
    ]);
    expect(readFileSync(join(root, 'node_modules', 'left', 'package.json'), 'utf8')).toContain('installed');
    expect(readdirSync(cache)).toHaveLength(1);
    await make(clone).bring(write(makeFolder(), { 'package.json': '{"name":"none"}' }));
  });

  it('gives an install that runs with the user’s rights no program of the repository', async () => {
    const root = write(makeFolder(), {
      'package.json': MANIFEST,
      'yarn.lock': '# yarn lockfile v1\n',
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn.cjs\nnodeLinker: node-modules\n',
      '.pnpmfile.cjs': 'throw new Error("evil");',
      '.yarn/releases/yarn.cjs': 'throw new Error("evil");',
      '.yarn/plugins/evil.cjs': 'throw new Error("evil");',
      '.yarn/patches/left.patch': 'a patch',
    });
    const seen: string[] = [];
    const notes: string[] = [];
    const run: RunProcess = async (command, { cwd, env }) => {
      if (command[1] === 'install') {
        seen.push(...readdirSync(cwd, { recursive: true }).map(String), JSON.stringify(env));
        seen.push(readFileSync(join(cwd, '.yarnrc.yml'), 'utf8'));
      }
      return makeRan({ exit: 0 });
    };
    const progress = { ...QUIET, note: (text: string) => notes.push(text) };
    const cache = makeFolder();
    await createDependencies({ clone: makeFolder(), cache, run, progress, onInstalled: () => {} })(root);
    expect(seen.sort()).toEqual([
      '.yarn',
      join('.yarn', 'patches'),
      join('.yarn', 'patches', 'left.patch'),
      '.yarnrc.yml',
      'nodeLinker: node-modules\n',
      'package.json',
      'yarn.lock',
      '{"YARN_IGNORE_PATH":"1"}',
    ]);
    expect(notes).toEqual([
      'not heard by the install, which runs with your rights: yarnPath (.yarnrc.yml), .pnpmfile.cjs, .yarn/releases, .yarn/plugins',
    ]);
  });

  it('says what failed and what to do when an install fails, and leaves nothing behind', async () => {
    const root = write(makeFolder(), { 'package.json': MANIFEST });
    const { bring, cache } = make(makeFolder(), 1);
    await expect(bring(root)).rejects.toMatchObject({
      code: 'install-failed',
      message: expect.stringContaining('npm error 404 left'),
    });
    expect(readdirSync(cache)).toEqual([]);
  });
});
