import { describe, expect, it } from '@jest/globals';
import { orderFixers } from '../../../src/agents/memory/order-fixers.ts';
import type { Recalled } from '../../../src/lore/recall.ts';
import type { Fixer } from '../../../src/repair/fixer.ts';
import { makeRecalled } from './make-recalled.ts';

const makeFixer = (name: string, drafts?: true): Fixer => ({
  name,
  ...(drafts && { drafts }),
  handles: () => true,
  propose: async function* () {
    yield [];
    return null;
  },
});
const FIXERS = [makeFixer('format'), makeFixer('typescript'), makeFixer('regression', true)];

const held = (fixer: string, missed: readonly string[] = [], outcome: Recalled['outcome'] = 'merged') =>
  makeRecalled(
    {
      fixer,
      tried: [
        ...missed.map((name) => ({ fixer: name, candidate: 'x', status: 'still-red' as const })),
        { fixer, candidate: 'y', status: 'proved' },
      ],
    },
    { outcome },
  );

const namesOf = (kin: readonly Recalled[]) => orderFixers(FIXERS, kin).fixers.map(({ name }) => name);

describe('orderFixers', () => {
  it('asks first what held for the rule, and says how often', () => {
    const kin = [held('typescript', ['format']), held('typescript', ['format'])];
    expect(orderFixers(FIXERS, kin)).toEqual({
      fixers: [FIXERS[1], FIXERS[0], FIXERS[2]],
      reasons: [
        'typescript was asked first for tsc TS2304: it held 2 of 2 times here (typescript 0.75, format 0.25)',
      ],
    });
  });

  it('changes nothing where nothing is known, or what is known agrees', () => {
    expect(orderFixers(FIXERS, [])).toEqual({ fixers: FIXERS, reasons: [] });
    expect(orderFixers(FIXERS, [held('format')])).toEqual({ fixers: FIXERS, reasons: [] });
  });

  it('never asks a draft before what needs nobody’s word', () => {
    expect(namesOf([held('regression'), held('regression')])).toEqual(['format', 'typescript', 'regression']);
  });

  it('counts a fix that was taken back as a miss', () => {
    expect(namesOf([held('format', [], 'reverted')])).toEqual(['typescript', 'format', 'regression']);
  });
});
