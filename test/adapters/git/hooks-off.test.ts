import { describe, expect, it } from '@jest/globals';
import { openGit } from '../../../src/adapters/git/git.ts';
import { findHooksOff } from '../../../src/adapters/git/hooks-off.ts';
import { makeRepository } from '../../make.ts';

function make(...settings: readonly (readonly [string, string])[]) {
  const repo = makeRepository({ 'a.txt': 'one\n' });
  for (const setting of settings) repo.git('config', '--add', ...setting);
  return openGit({ dir: repo.dir }, { PATH: process.env.PATH ?? '' });
}

describe('findHooksOff', () => {
  it('finds nothing where no hook is named', async () => {
    expect(await findHooksOff(make(['hooks.other', 'x']))).toEqual([]);
  });

  it('switches off each hook once, whatever its name', async () => {
    const git = make(
      ['hook.a.command', 'x'],
      ['hook.a.event', 'update'],
      ['hook.with "quotes" and.dots.command', 'x'],
    );
    const settings = await findHooksOff(git);
    expect(settings).toEqual(['hook.a.enabled=false', 'hook.with "quotes" and.dots.enabled=false']);
    const told = openGit({ ...git.place, settings }, { PATH: process.env.PATH ?? '' });
    expect(await told.word(['config', '--get', 'hook.with "quotes" and.dots.enabled'])).toBe('false');
  });

  it('refuses a name that would be read as another setting', async () => {
    await expect(findHooksOff(make(['hook.a=b.command', 'x']))).rejects.toMatchObject({ code: 'refused' });
  });
});
