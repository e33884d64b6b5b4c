import { expect, it } from '@jest/globals';
import { finishLabels } from '../../../src/agents/steward/find-ours.ts';
import type { Forge } from '../../../src/domain/forge.ts';

it.each([
  ['2026-11-24T11:30:00Z', ['dreamos:lore']],
  ['2026-11-24T10:30:00Z', []],
])(
  'puts on what a try that ended had left, and nothing that a person took away: opened %s',
  async (createdAt, added) => {
    const labels: string[] = [];
    const forge = { addLabels: async (_, more) => void labels.push(...more) } as Partial<Forge> as Forge;
    const visit = { forge, now: () => Date.parse('2026-11-24T12:00:00Z') };
    await finishLabels(visit, { number: 7, labels: ['dreamos'], createdAt }, ['dreamos', 'dreamos:lore']);
    expect(labels).toEqual(added);
  },
);
