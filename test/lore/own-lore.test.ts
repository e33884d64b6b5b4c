import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lintLore } from '../../src/lore/lint.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { TOP } from '../make.ts';

describe('our own lore', () => {
  it('passes the lint', () => {
    const names = readdirSync(join(TOP, 'lore'), { recursive: true, encoding: 'utf8' });
    const paths = names
      .filter((name) => name.endsWith('.md') && name !== 'README.md')
      .map((name) => `lore/${name}`);
    const files = paths.map((path) => ({ path, text: readFileSync(join(TOP, path), 'utf8'), before: null }));
    expect(files.length).toBeGreaterThan(9);
    expect(lintLore(files, createRedact({ environment: {}, home: '' }))).toEqual([]);
  });
});
