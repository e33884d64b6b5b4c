import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { keysAt, renderSchema } from '../../src/config/render-schema.ts';

describe('renderSchema', () => {
  it('is what dreamos.schema.json says; `npm run schema` writes it anew', () => {
    const written = readFileSync(new URL('../../dreamos.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(written)).toEqual(renderSchema());
  });

  it('describes each key and gives each setting a default', () => {
    const schema = renderSchema() as { properties: Record<string, Record<string, unknown>> };
    for (const [key, setting] of Object.entries(schema.properties)) {
      expect([key, typeof setting.description, 'default' in setting]).toEqual([key, 'string', true]);
    }
  });
});

describe('keysAt', () => {
  it('knows the keys of mappings, also behind names that anyone may choose', () => {
    expect(keysAt([])).toContain('leaveAlone');
    expect(keysAt(['fixers'])).toEqual(['format', 'typescript', 'modules', 'lockfile', 'regression']);
    expect(keysAt(['checks'])).toEqual([]);
    expect(keysAt(['checks', 'lint'])).toEqual(['run', 'timeout', 'cwd']);
    expect(keysAt(['mode', 'deeper'])).toEqual([]);
  });
});
