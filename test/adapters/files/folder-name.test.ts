import { describe, expect, it } from '@jest/globals';
import { toFolderName } from '../../../src/adapters/files/folder-name.ts';

describe('toFolderName', () => {
  it('can be recognised, and tells paths apart that read alike', () => {
    expect(toFolderName('/home/ada/notes')).toMatch(/^home-ada-notes-[0-9a-f]{16}$/);
    expect(toFolderName('C:\\Users\\ada')).toMatch(/^C-Users-ada-[0-9a-f]{16}$/);
    const names = ['/a/b', '/a-b', '/a/b/', '/A/b', `/${'x'.repeat(300)}/1`, `/${'x'.repeat(300)}/2`].map(
      toFolderName,
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThan(100);
  });
});
