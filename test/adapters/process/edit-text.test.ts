import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { editText } from '../../../src/adapters/process/edit-text.ts';
import { makeFolder } from '../../make.ts';

const PATH = process.env.PATH ?? '';

describe('editText', () => {
  it('gives back what was saved, and leaves no file', async () => {
    const folder = makeFolder();
    const variables = { PATH, VISUAL: '', EDITOR: 'sed -i s/old/new/' };
    expect(await editText('old text\n', { folder, variables, isTerminal: true })).toBe('new text\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['an editor that fails', { PATH, EDITOR: 'false' }, true, /ended with exit 1/],
    ['no editor', { PATH }, true, /EDITOR is not set/],
    ['no terminal', { PATH, EDITOR: 'vi' }, false, /no terminal/],
  ])('is a mistake of the user’s with %s', async (_name, variables, isTerminal, why) => {
    const folder = makeFolder();
    await expect(editText('x', { folder, variables, isTerminal })).rejects.toMatchObject({
      code: 'bad-usage',
      message: expect.stringMatching(why),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
