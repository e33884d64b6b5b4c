import { expect, it } from '@jest/globals';
import { renderOffer } from '../../../src/agents/steward/offer-fix.ts';
import { CULPRIT, expectPlain, HOSTILE, makeHealed } from './make.ts';

it('asks whether a change that it undoes was meant, and names the other reading', () => {
  const text = renderOffer(makeHealed({ draft: true, culprit: CULPRIT }));
  expect(text).toContain('**For a person to decide.** It undoes a part of what was changed.');
  expect(text).toContain('`Ada Lovelace`, was that change meant? If not, take this.');
  expect(text).toContain('the test is out of date: change the test instead.');
  expect(renderOffer(makeHealed())).not.toContain('decide');
  expectPlain(renderOffer(makeHealed({ draft: true, culprit: { ...CULPRIT, author: HOSTILE } })));
});
