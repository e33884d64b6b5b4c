import { expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import { BASE, HEAD, makeEscalated, makeOutcome, PRINT } from './make.ts';
import { ADA, APP, HandClock, makePorts, REPO } from './steward-house.ts';

const common = {
  state: 'open',
  ...{ title: '', body: '', isMerged: false, isDraft: false, labels: [], author: ADA },
  ...{ htmlUrl: '', createdAt: '', mergedBy: null },
} as const;
const PERSONS: PullRequest = {
  ...{ ...common, number: 3, base: { branch: 'main', sha: BASE } },
  head: { branch: 'topic', sha: HEAD, isFork: false },
};
const FIX: PullRequest = {
  ...{ ...common, number: 4, author: APP, base: { branch: 'topic', sha: HEAD } },
  head: { branch: 'dreamos/fix/typecheck-0badf00d-12345678', sha: '1'.repeat(40), isFork: false },
  body: `<!-- dreamos:{"v":1,"kind":"pull","fingerprint":"${PRINT}","check":"typecheck","base":"${'2'.repeat(40)}","head":"${'1'.repeat(40)}","attempt":1} -->`,
};

it('says of a fix onto a person’s branch that it is not proved there any more', async () => {
  const labels: string[] = [];
  const outcomes = [makeOutcome([makeEscalated()], { base: HEAD }), makeOutcome([])];
  const { ports, there, log } = makePorts(new HandClock('2026-11-24T12:00:00Z'), {
    config: {},
    outcome: () => outcomes.shift() ?? makeOutcome([]),
    forge: {
      pulls: async () => [FIX],
      pull: async (number) => (number === FIX.number ? FIX : PERSONS),
      addLabels: async (number, added) => void labels.push(`${number} ${added}`),
    },
  });
  const workshop = await ports.workshop(REPO, await ports.forge(REPO), {} as never);
  const branches = new Map([['main', BASE]]);
  Object.assign(workshop, {
    sync: async () => ({ defaultBranch: 'main', head: BASE, branches }),
    mergeBase: async () => BASE,
  });
  const steward = createSteward(ports);
  await steward.receive({
    ...{ delivery: 'one', repo: REPO, sender: ADA, kind: 'pull', action: 'changed', number: 3 },
    ...{ sha: HEAD, branch: 'topic', isFork: false, author: ADA, label: null },
  });
  await steward.idle();
  expect(log).toEqual(['octo/hello pull: escalated, 1 incident of its own, 0 fixes offered']);
  there.settle();
  const [said] = await there.forge.comments(FIX.number);
  expect(said?.body).toMatch(/^`topic` moved to .* this could not be proved again there/);
  expect(labels).toEqual(['4 dreamos:needs-human']);
  await steward.close();
});
