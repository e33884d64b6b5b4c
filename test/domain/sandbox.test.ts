import { describe, expect, it } from '@jest/globals';
import { admit, tighten } from '../../src/domain/sandbox.ts';

describe('tighten', () => {
  it('lets settings ask for more than whoever owns the machine, and never for less', () => {
    const settings = ['none', 'auto', 'require'] as const;
    const held = (least: (typeof settings)[number]) => settings.map((setting) => tighten(setting, least));
    expect(held('none')).toEqual(['none', 'auto', 'require']);
    expect(held('auto')).toEqual(['auto', 'auto', 'require']);
    expect(held('require')).toEqual(['require', 'require', 'require']);
  });
});

describe('admit', () => {
  const levels = [1, 2, 3, 4, 5, 6] as const;
  const told = (setting: 'auto' | 'require' | 'none', origin: 'own' | 'stranger') =>
    levels.map((level) => {
      const admission = admit(setting, origin, level);
      return admission.status === 'refused' ? 'refused' : admission.sandboxed ? 'shut in' : 'open';
    });
  const good = ['shut in', 'shut in', 'shut in'];

  it('lets the owner’s code run at any level unless a sandbox is demanded', () => {
    expect(told('auto', 'own')).toEqual([...good, 'open', 'open', 'open']);
    expect(told('require', 'own')).toEqual([...good, 'refused', 'refused', 'refused']);
    expect(told('none', 'own')).toEqual(levels.map(() => 'open'));
  });

  it('never lets a stranger’s code out, whatever its own config says', () => {
    for (const setting of ['auto', 'require', 'none'] as const) {
      expect(told(setting, 'stranger')).toEqual([...good, 'refused', 'refused', 'refused']);
    }
  });
});
