import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDependencies } from '../../../src/adapters/npm/dependencies.ts';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';
import { hashFolder, makeFolder, makeRepository } from '../../make.ts';
import { heal } from './survive.ts';

function write(dir: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** A registry of this machine with one package, `left` 1.0.0. */
function makeRegistry() {
  const dir = write(makeFolder(), { 'package/package.json': '{"name":"left","version":"1.0.0"}' });
  execFileSync('tar', ['-czf', 'left.tgz', 'package'], { cwd: dir });
  return createServer((request, response) => {
    const top = `http://${request.headers.host}`;
    if (request.url === '/left.tgz') return response.end(readFileSync(join(dir, 'left.tgz')));
    const version = { name: 'left', version: '1.0.0', dist: { tarball: `${top}/left.tgz` } };
    const isLeft = request.url === '/left';
    response.statusCode = isLeft ? 200 : 404;
    response.end(
      JSON.stringify(
        isLeft ? { name: 'left', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } } : {},
      ),
    );
  });
}

const registry = makeRegistry();
let settings = '';
beforeAll(async () => {
  await new Promise<void>((ready) => registry.listen(0, '127.0.0.1', ready));
  const address = registry.address();
  settings = `registry=http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/\n`;
});
afterAll(() => void registry.close());

const toManifest = (range: string) => `{"name":"it","dependencies":{"left":"${range}"}}`;

/** Brings the packages to a checkout of the clone with real npm; what is noted is what a user reads. */
async function bring(clone: string, files: Readonly<Record<string, string>>) {
  const notes: string[] = [];
  const home = makeFolder();
  const run = createRunProcess({
    parent: { PATH: process.env.PATH ?? '' },
    home,
    tempHome: join(home, 'temp'),
    nodeDir: dirname(process.execPath),
  });
  const dependencies = createDependencies({
    clone,
    cache: makeFolder(),
    run,
    progress: { step: () => ({ update: () => {}, done: () => {} }), note: (text) => void notes.push(text) },
    onInstalled: () => {},
  });
  const root = write(makeFolder(), files);
  const before = hashFolder(clone);
  const used = await dependencies(root);
  expect(hashFolder(clone)).toBe(before);
  const manifest = join(root, 'node_modules', 'left', 'package.json');
  return { used, notes, left: existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : null };
}

describe('packages as they are', () => {
  it('may be missing, without a lockfile too: they are installed aside', async () => {
    const files = { 'package.json': toManifest('^1.0.0'), '.npmrc': settings };
    const { left, notes } = await bring(write(makeFolder(), files), files);
    expect({ version: left.version, notes }).toEqual({ version: '1.0.0', notes: [] });
  });

  it('may be stale: they are installed aside, or used and named where that fails', async () => {
    const there = {
      'node_modules/other/package.json': '{}',
      'node_modules/left/package.json': '{"version":"0.9.0"}',
    };
    const toFiles = (version: string) => ({
      'package.json': toManifest(version),
      '.npmrc': settings,
      'package-lock.json': JSON.stringify({
        name: 'it',
        lockfileVersion: 3,
        packages: {
          '': { name: 'it', dependencies: { left: version } },
          'node_modules/left': { version, resolved: `${settings.slice('registry='.length, -1)}left.tgz` },
        },
      }),
    });
    const old = {
      'node_modules/.package-lock.json': '{"packages":{"node_modules/left":{"version":"0.9.0"}}}',
    };
    const make = (version: string) => write(write(makeFolder(), { ...there, ...old }), toFiles(version));
    const good = await bring(make('1.0.0'), toFiles('1.0.0'));
    expect(good.left).toMatchObject({ name: 'left', version: '1.0.0' });
    const files = { ...toFiles('1.0.0'), '.npmrc': 'registry=http://127.0.0.1:1/\nfetch-retries=0\n' };
    const broken = {
      ...files,
      'package-lock.json': files['package-lock.json']
        .replace('/left.tgz', '/gone.tgz')
        .replace(/:\d+\/gone/, ':1/gone'),
    };
    const bad = await bring(write(write(makeFolder(), { ...there, ...old }), broken), broken);
    expect(bad.left).toEqual({ version: '0.9.0' });
    expect(bad.notes).toEqual([
      expect.stringMatching(/the packages of the clone are used, though left is 0\.9\.0, not 1\.0\.0/),
    ]);
  });

  it('may be in a folder that node_modules is a link to', async () => {
    const files = { 'package.json': toManifest('1.0.0') };
    const clone = write(makeFolder(), { ...files, 'node_modules/left/package.json': '{"version":"1.0.0"}' });
    const elsewhere = join(makeFolder(), 'packages');
    renameSync(join(clone, 'node_modules'), elsewhere);
    symlinkSync(elsewhere, join(clone, 'node_modules'));
    const { left, used } = await bring(clone, files);
    expect(left).toEqual({ version: '1.0.0' });
    expect(used.map((path) => realpathSync(path))).toEqual([elsewhere]);
  });

  it('are named when a check wrote into them through a link, where no sandbox keeps it from that', async () => {
    const repo = makeRepository({
      '.gitignore': 'node_modules/\n',
      'package.json': toManifest('1.0.0'),
      '.github/dreamos.yml': JSON.stringify({
        sandbox: 'none',
        detect: false,
        checks: { writes: 'echo mine > node_modules/left/added.js' },
      }),
    });
    write(repo.dir, { 'node_modules/left/package.json': '{"version":"1.0.0"}' });
    const { json } = await heal(repo.dir, ['heal', '--json']);
    expect(json.status).toBe('green');
    const added = join(repo.dir, 'node_modules', 'left', 'added.js');
    expect(existsSync(added)).toBe(true);
    expect(json.notes).toEqual([expect.stringContaining(added)]);
  });
});
