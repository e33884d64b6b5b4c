import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readInside } from '../../../src/adapters/files/read-inside.ts';
import { makeFolder } from '../../make.ts';

describe('readInside', () => {
  const dir = makeFolder();
  const root = join(dir, 'root');
  const packages = join(dir, 'clone', 'node_modules');
  for (const folder of [join(root, 'a'), join(packages, 'jest'), join(dir, 'home')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'a', 'file'), 'own');
  writeFileSync(join(packages, 'jest', 'package.json'), 'a package');
  writeFileSync(join(dir, 'home', 'key'), 'a private key');
  const read = async (path: string) => (await readInside(root, path, [packages]))?.toString() ?? null;

  it('follows links that stay inside, and those to packages', async () => {
    symlinkSync('a', join(root, 'b'), 'junction');
    symlinkSync(packages, join(root, 'node_modules'), 'junction');
    expect(await read('a/file')).toBe('own');
    expect(await read('b/file')).toBe('own');
    expect(await read('node_modules/jest/package.json')).toBe('a package');
    expect(await read('a')).toBeNull();
    expect(await read('a/gone')).toBeNull();
  });

  it('follows none that a check has planted to look outside', async () => {
    symlinkSync(join(dir, 'home'), join(root, 'home'), 'junction');
    expect(await read('home/key')).toBeNull();
    expect(await read('../home/key')).toBeNull();
    if (process.platform === 'win32') return;
    symlinkSync(join(dir, 'home', 'key'), join(root, 'key'));
    expect(await read('key')).toBeNull();
    symlinkSync('/proc/self/environ', join(root, 'environ'));
    expect(await read('environ')).toBeNull();
  });
});
