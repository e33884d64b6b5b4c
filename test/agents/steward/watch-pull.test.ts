import { expect, it } from '@jest/globals';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { watchPull } from '../../../src/agents/steward/watch-pull.ts';
import { Config } from '../../../src/domain/config.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import { LaggingForge } from './lagging-forge.ts';
import { BASE, HEAD, HTML_URL, makeHealed, makeOutcome } from './make.ts';

it('says in the check why a fix that is proved is not offered', async () => {
  const texts: string[] = [];
  const there = new LaggingForge();
  const outcomes = [makeOutcome([makeHealed()], { base: HEAD }), makeOutcome([])];
  const visit = {
    forge: {
      ...there.forge,
      startCheck: async (check: Parameters<typeof there.forge.startCheck>[0]) => {
        texts.push(check.text.summary);
        return there.forge.startCheck(check);
      },
    },
    workshop: {
      ...{ heal: async () => outcomes.shift(), mergeBase: async () => BASE, log: async () => [] },
      // More than a fix and its lore.
      added: async () => ['1', '2', '3'].map((digit) => ({ sha: digit.repeat(40), parents: [] })),
    },
    ...{ config: Config.parse({}), facts: { htmlUrl: HTML_URL }, now: Date.now, log: () => {} },
    synced: { defaultBranch: 'main', head: BASE, branches: new Map([['main', BASE]]) },
  } as unknown as Visit;
  const pull = {
    ...{
      number: 3,
      state: 'open',
      labels: [],
      author: { login: 'ada', isBot: false },
      base: { branch: 'main', sha: BASE },
    },
    head: { branch: 'topic', sha: HEAD, isFork: false },
  } as unknown as PullRequest;
  expect(await watchPull(pull, visit)).toContain('0 fixes offered');
  expect(texts.at(-1)).toContain(
    '- the fix of typecheck is not offered: the fix is not one commit on the commit that it was proved on.',
  );
});
