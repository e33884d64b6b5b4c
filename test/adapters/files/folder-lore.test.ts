import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FolderLore } from '../../../src/adapters/files/folder-lore.ts';
import { makeFolder } from '../../make.ts';

function makeNotes(): string {
  const dir = makeFolder();
  mkdirSync(join(dir, 'sub/deep'), { recursive: true });
  mkdirSync(join(dir, 'node_modules/x'), { recursive: true });
  for (const path of ['a.md', 'sub/deep/b.MD', 'c.txt', 'node_modules/x/readme.md'])
    writeFileSync(join(dir, path), path);
  symlinkSync(dir, join(dir, 'sub', 'loop'));
  return dir;
}

describe('FolderLore', () => {
  it('finds .md files at any depth, and follows no link', async () => {
    const source = new FolderLore(makeNotes());
    const { found, isWhole } = await source.changes(null, () => new Map());
    expect(isWhole).toBe(true);
    expect(found.map(({ path }) => path)).toEqual(['a.md', 'sub/deep/b.MD']);
    const texts = [];
    for await (const { text } of source.read(found)) texts.push(text);
    expect(texts).toEqual(['a.md', 'sub/deep/b.MD']);
  });

  it('sees a change of the same size, a new file and one that went', async () => {
    const dir = makeNotes();
    const source = new FolderLore(dir);
    const before = await source.changes(null, () => new Map());
    expect(await source.state()).toBe(before.state);
    const stamps = new Map(before.found.map(({ path, stamp }) => [path, stamp ?? '']));
    writeFileSync(join(dir, 'a.md'), 'A.MD');
    utimesSync(join(dir, 'a.md'), 1, 1);
    writeFileSync(join(dir, 'new.md'), 'new');
    rmSync(join(dir, 'sub'), { recursive: true });
    const after = await new FolderLore(dir).changes(before.state, () => stamps);
    expect(after.state).not.toBe(before.state);
    expect(after).toMatchObject({ isWhole: false, gone: [{ path: 'sub/deep/b.MD' }] });
    expect(after.found.map(({ path }) => path)).toEqual(['a.md', 'new.md']);
  });

  it('gives null for a file that went between listing and reading', async () => {
    const dir = makeNotes();
    const source = new FolderLore(dir);
    const { found } = await source.changes(null, () => new Map());
    rmSync(join(dir, 'a.md'));
    const texts = [];
    for await (const { text } of source.read(found)) texts.push(text);
    expect(texts).toEqual([null, 'sub/deep/b.MD']);
  });
});
