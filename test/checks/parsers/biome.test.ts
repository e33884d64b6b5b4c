import { describe, expect, it } from '@jest/globals';
import { biome } from '../../../src/checks/parsers/biome.ts';
import { printed } from './make-printed.ts';

describe('biome', () => {
  it('reads what is wrong with the configuration, but no advice', () => {
    const text =
      'biome.json:1:3 deserialize ━━━━━━━━━━\n\n  × Found an unknown key `lintr`.\n\nbiome.json:2:3 deserialize  DEPRECATED  ━━━━━━\n\n  i Use preset instead.\n';
    expect(biome.parseText(text, printed)).toMatchObject([
      { rule: 'deserialize', file: 'biome.json', line: 1, message: 'Found an unknown key `lintr`.' },
    ]);
  });

  it('reads its concise lines', () => {
    const text =
      '× src/a.ts:1:36: lint/style/noVar: Use let.\n! src/a.ts:2:1: lint/x/y: Maybe.\n× src/b.ts: format: Would print.';
    expect(biome.parseText(text, printed)).toMatchObject([
      { rule: 'lint/style/noVar', line: 1, column: 36, message: 'Use let.' },
      { rule: 'format', file: 'src/b.ts', line: null },
    ]);
  });

  it('counts warnings where they alone made it red', () => {
    expect(biome.parseText('! src/a.ts:2:1: lint/x/y: Maybe.', printed)).toHaveLength(1);
  });

  it('reads the coloured marks', () => {
    const text = 'src/a.ts:1:3 lint/style/noVar  FIXABLE  ━━━━━━\n\n  ✖ Use let.\n';
    expect(biome.parseText(text, printed)).toMatchObject([{ message: 'Use let.' }]);
  });
});
