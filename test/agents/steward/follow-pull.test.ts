import { expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { Ledger } from '../../../src/agents/steward/text/marker.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import { BASE, HEAD, makeOutcome, PRINT } from './make.ts';
import { ADA, APP, HandClock, makePorts, REPO } from './steward-house.ts';

const at = '2026-11-24T10:00:00.000Z';
const BRANCH = 'dreamos/fix/typecheck-0badf00d';
const CLOSED: PullRequest = {
  ...{ number: 4, title: 'Fix', state: 'closed', isMerged: false, isDraft: false, labels: ['dreamos'] },
  ...{ author: APP, htmlUrl: '', mergedBy: null, createdAt: at },
  ...{ head: { branch: BRANCH, sha: HEAD, isFork: false }, base: { branch: 'main', sha: BASE } },
  body: `<!-- dreamos:{"v":1,"kind":"pull","fingerprint":"${PRINT}","check":"typecheck","base":"${BASE}","head":"${HEAD}","attempt":1} -->`,
};
/** Another incident waits for a place. */
const ledger: Ledger = {
  ...{ since: at, runs: 1, seconds: 1, lastRun: at, sha: BASE, isGreen: false },
  waiting: [
    {
      ...{ fingerprint: 'f'.repeat(64), check: 'test', cause: 'it is red', since: at },
      ...{ number: null, why: 'the cap', isLater: true },
    },
  ],
};

it('looks for what waited for its place at the commit that the default branch came to meanwhile', async () => {
  const newest = '9'.repeat(40);
  const heads = [BASE];
  const { ports, there, heals } = makePorts(new HandClock('2026-11-24T12:00:00.000Z'), {
    config: {},
    outcome: () => makeOutcome([]),
    forge: { readFile: async () => '{}', pulls: async () => [CLOSED] },
  });
  const forge = await ports.forge(REPO);
  const workshop = await ports.workshop(REPO, forge, await forge.facts());
  workshop.sync = async () => ({
    ...{ defaultBranch: 'main', head: heads.shift() ?? newest, branches: new Map() },
  });
  const body = `<!-- dreamos:${JSON.stringify({ v: 1, kind: 'dashboard', ledger })} -->`;
  await there.forge.openIssue({ title: 'Dream.OS Dashboard', body, labels: ['dreamos'] });
  there.settle();
  const steward = createSteward(ports);
  await steward.receive({
    ...{ delivery: 'p', repo: REPO, sender: ADA, kind: 'pull', action: 'closed', number: CLOSED.number },
    ...{ sha: HEAD, branch: BRANCH, isFork: false, author: ADA, label: null },
  });
  await steward.idle();
  expect(heals).toEqual([newest]);
  await steward.close();
});
