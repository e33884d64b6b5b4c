import { expect, it } from '@jest/globals';
import { offerFix, renderOffer } from '../../../src/agents/steward/offer-fix.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import { patchOf } from '../../../src/domain/patch.ts';
import { LaggingForge } from './lagging-forge.ts';
import { CULPRIT, expectPlain, HEAD, HOSTILE, makeHealed, makeOutcome } from './make.ts';

it('suggests the same once, however often it is pushed, and another change anew', async () => {
  const there = new LaggingForge();
  const push = async (sha: string, before: string, after: string) => {
    const files = patchOf('', [{ path: 'src/a.ts', before, after }]).files;
    const line = before.split('\n').indexOf('bad') + 1;
    const visit = {
      forge: { ...there.forge, pullLines: async () => new Map([['src/a.ts', [[line, line]]]]) },
      workshop: { added: async () => [{ sha: HEAD, parents: [sha] }], changes: async () => files },
      config: Config.parse({}),
    } as unknown as Visit;
    const pull = { number: 3, head: { sha, branch: 'topic', isFork: false } } as PullRequest;
    const run = { run: makeOutcome([]), branch: 'topic', runUrl: null, isAsked: false };
    const offered = await offerFix(makeHealed({ fixer: 'modules' }), run, pull, visit);
    there.settle();
    return [offered, (await there.forge.reviews(3)).length];
  };
  const sha = (digit: string) => digit.repeat(40);
  expect(await push(sha('1'), 'a\nbad\nc\n', 'a\ngood\nc\n')).toEqual([null, 1]);
  expect(await push(sha('1'), 'a\nbad\nc\n', 'a\ngood\nc\n')).toEqual([null, 1]);
  // Pushed to, above and elsewhere.
  expect(await push(sha('2'), '0\na\nbad\nc\n', '0\na\ngood\nc\n')).toEqual([null, 1]);
  expect(await push(sha('3'), 'a\nbad\nc\n', 'a\nbetter\nc\n')).toEqual([null, 2]);
});

it('asks whether a change that it undoes was meant, and names the other reading', () => {
  const text = renderOffer(makeHealed({ draft: true, culprit: CULPRIT }));
  expect(text).toContain('**For a person to decide.** It undoes a part of what was changed.');
  expect(text).toContain('`Ada Lovelace`, was that change meant? If not, take this.');
  expect(text).toContain('the test is out of date: change the test instead.');
  expect(renderOffer(makeHealed())).not.toContain('decide');
  expectPlain(renderOffer(makeHealed({ draft: true, culprit: { ...CULPRIT, author: HOSTILE } })));
});
