import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../src/config/load-environment.ts';

describe('loadEnvironment', () => {
  const home = { HOME: '/home/me' };

  it('reads the process by default', () => {
    expect(loadEnvironment().cwd).toBe(process.cwd());
    expect(loadEnvironment().raw.PATH).toBe(process.env.PATH);
  });

  it('finds the folder for caches of each system', () => {
    const cacheOf = (variables: Record<string, string>, platform: NodeJS.Platform) =>
      loadEnvironment(variables, '/', platform).cacheDir;
    expect(cacheOf(home, 'linux')).toBe(join('/home/me', '.cache', 'dreamos'));
    expect(cacheOf({ ...home, XDG_CACHE_HOME: '/cache' }, 'linux')).toBe(join('/cache', 'dreamos'));
    expect(cacheOf({ ...home, XDG_CACHE_HOME: '' }, 'linux')).toBe(join('/home/me', '.cache', 'dreamos'));
    expect(cacheOf(home, 'darwin')).toBe(join('/home/me', 'Library', 'Caches', 'dreamos'));
    expect(cacheOf({ USERPROFILE: 'C:', LOCALAPPDATA: 'L:' }, 'win32')).toBe(join('L:', 'dreamos'));
  });

  it.each([
    [{}, 'auto'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '' }, 'auto'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ TERM: 'dumb' }, 'never'],
  ])('takes the user’s word on colours: %j is %s', (variables, colour) => {
    expect(loadEnvironment({ ...home, ...variables }, '/').colour).toBe(colour);
  });

  it.each([
    [{}, false],
    [{ CI: 'true' }, true],
    [{ CI: 'false' }, false],
  ])('knows CI: %j is %s', (variables, ci) => {
    expect(loadEnvironment({ ...home, ...variables }, '/').ci).toBe(ci);
  });
});
