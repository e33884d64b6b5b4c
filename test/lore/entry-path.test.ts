import { describe, expect, it } from '@jest/globals';
import { entryPath, readEntryName } from '../../src/lore/entry-path.ts';
import { ID, makeEntry } from './make.ts';

describe('entryPath', () => {
  it.each([
    ['Checks get no `NO_COLOR`', 'checks-get-no-no-color'],
    ['Über-große Ångström, naïve!', 'uber-gro-e-angstrom-naive'],
    ['../../etc/passwd', 'etc-passwd'],
    ['修复', 'decision'],
    ['a'.repeat(80), 'a'.repeat(60)],
    [`${'word '.repeat(20)}`.trim(), Array(12).fill('word').join('-')],
  ])('makes a name of %j', (title, slug) => {
    const path = entryPath(makeEntry({ title }));
    expect(path).toBe(`lore/2026/11/${ID}-${slug}.md`);
    expect(readEntryName(path)).toEqual({ folder: 'lore/2026/11', id: ID });
  });
});

describe('readEntryName', () => {
  it.each([
    'README.md',
    `lore/${ID}.md`,
    `lore/${ID}-.md`,
    `lore/${ID.toLowerCase()}-x.md`,
    `lore/${ID}-x.txt`,
  ])('takes %s for no entry', (path) => {
    expect(readEntryName(path)).toBeNull();
  });
});
