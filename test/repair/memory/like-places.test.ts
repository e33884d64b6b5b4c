import { describe, expect, it } from '@jest/globals';
import { patchOf } from '../../../src/domain/patch.ts';
import { findLikePlaces } from '../../../src/repair/memory/like-places.ts';

const LOOP = (list: string) => `for (let i = 0; i < ${list}.length - 1; i++) {\n  sum += ${list}[i];\n}\n`;
const mend = (text: string) => text.replace('.length - 1', '.length');

function find(before: string, files: Readonly<Record<string, string>>) {
  const tree = { files: async () => Object.keys(files), read: async (path: string) => files[path] ?? null };
  return findLikePlaces(patchOf('mend', [{ path: 'src/a.js', before, after: mend(before) }]), tree);
}

describe('findLikePlaces', () => {
  it('finds the lines that were replaced under other names, not in tests, not in other languages', async () => {
    const files = {
      ...{
        'src/a.js': LOOP('list'),
        'src/b.js': `let sum = 0;\n${LOOP('parts')}`,
        'src/c.js': mend(LOOP('rows')),
      },
      ...{ 'test/d.test.js': LOOP('list'), 'src/e.ts': LOOP('list') },
    };
    expect(await find(LOOP('list'), files)).toEqual([{ path: 'src/b.js', line: 2 }]);
  });

  it('says nothing of what is everywhere, or too short to tell', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`src/${n}.js`, LOOP('list')]));
    expect(await find(LOOP('list'), many)).toEqual([]);
    expect(await find('x.length - 1;\n', { 'src/b.js': 'y.length - 1;\n' })).toEqual([]);
  });

  it('takes no other text for the same', async () => {
    const kind = (name: string) => `if (typeof value !== '${name}' && value.kind() !== null) {\n`;
    const tree = { files: async () => ['src/b.js'], read: async () => kind('string') };
    const patch = patchOf('mend', [
      { path: 'src/a.js', before: kind('function'), after: kind('function').replace('!==', '===') },
    ]);
    expect(await findLikePlaces(patch, tree)).toEqual([]);
  });

  it('takes no other name for the wrong one', async () => {
    const need = (path: string) => `const it = require('./lib/${path}').it();\n`;
    const tree = {
      files: async () => ['src/b.js', 'src/c.js'],
      read: async (path: string) => need(path === 'src/b.js' ? 'other' : 'utilss'),
    };
    const patch = patchOf('mend', [{ path: 'src/a.js', before: need('utilss'), after: need('utils') }]);
    expect(await findLikePlaces(patch, tree)).toEqual([{ path: 'src/c.js', line: 1 }]);
  });
});
