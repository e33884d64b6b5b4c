import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../src/commands/index.ts';
import { renderSchema } from '../src/config/render-schema.ts';
import { fixers } from '../src/repair/fixers/index.ts';
import { TOP } from './make.ts';

const read = (path: string) => readFileSync(join(TOP, path), 'utf8');

describe('docs', () => {
  it('name every setting', () => {
    const schema = renderSchema() as { properties: Record<string, unknown> };
    for (const key of Object.keys(schema.properties)) expect(read('docs/config.md')).toContain(key);
  });

  it('name every command and every fixer', () => {
    for (const { name } of commands)
      expect(read('README.md')).toMatch(new RegExp(`dreamos ${name}|\`${name}\``));
    for (const { name } of fixers) expect(read('docs/config.md')).toContain(`\`${name}\``);
  });

  it('show commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const shown = [
      ...`${read('README.md')}${read('AGENTS.md')}`.matchAll(/npm run (?:--silent )?([\w-]+)/g),
    ].map(([, name = '']) => name);
    expect(shown.length).toBeGreaterThan(4);
    for (const name of shown) expect(Object.keys(scripts)).toContain(name);
  });

  it('say what the workflow and the script do: the same', () => {
    expect(read('.github/workflows/ci.yml')).toContain('bash .ci/run');
    expect(read('.ci/run')).toContain('npm test');
  });
});
