import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../src/config/read-yaml.ts';

describe('parseYaml', () => {
  it('gives the value, or undefined for what is no YAML', () => {
    expect(parseYaml("packages:\n  - 'a/*'\n  - '!**/test'\n")).toEqual({ packages: ['a/*', '!**/test'] });
    expect(parseYaml('a: [')).toBeUndefined();
  });
});
