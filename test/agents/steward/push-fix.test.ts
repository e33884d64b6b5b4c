import { expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { BASE, HEAD, makeHealed, makeIncident, makeOutcome, PRINT } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const FIRST = 'a'.repeat(40);
const SECOND = 'b'.repeat(40);
const OTHER = 'e'.repeat(64);
const TOPIC: PullRequest = {
  ...{ number: 5, title: 'Topic', body: '', state: 'open', isMerged: false, isDraft: false, labels: [] },
  ...{ author: ADA, head: { branch: 'topic', sha: HEAD, isFork: false } },
  ...{ base: { branch: 'main', sha: BASE }, createdAt: '2026-11-24T10:00:00Z', htmlUrl: '', mergedBy: null },
};

/** A fix of what is red on the branch, which is not red at its base. */
function fix(commit: string, check: string, fingerprint: string) {
  const [failure] = makeIncident().failures;
  const incident = makeIncident();
  return makeHealed({
    commit,
    incident: { ...incident, check, fingerprint, failures: [{ ...failure, fingerprint }] },
  });
}

it('looks at what it pushed, and says why the next fix did not follow', async () => {
  const typecheck = fix(FIRST, 'typecheck', PRINT);
  const test = fix(SECOND, 'test', OTHER);
  const healed = new Map([
    [HEAD, [typecheck, test]],
    [FIRST, [test]],
  ]);
  const { ports, there } = makePorts(new HandClock('2026-11-24T12:00:00.000Z'), {
    config: {},
    outcome: () => makeOutcome([]),
    forge: {
      ...{ readFile: async () => '{}', pullLines: async () => new Map() },
      pulls: async ({ head }) => (head === undefined || head === TOPIC.head.branch ? [TOPIC] : []),
    },
  });
  const forge = await ports.forge(REPO);
  const workshop = await ports.workshop(REPO, forge, await forge.facts());
  const branches = new Map([['main', BASE]]).set('topic', HEAD);
  const advanced: string[] = [];
  Object.assign(workshop, {
    sync: async () => ({ defaultBranch: 'main', head: BASE, branches }),
    mergeBase: async () => BASE,
    heal: async ({ sha }) => makeOutcome(healed.get(sha) ?? [], { base: sha }),
    added: async (base, of) => [{ sha: of, parents: [base] }],
    advance: async (branch, commit) => {
      advanced.push(`${branch} ${commit.slice(0, 1)}`);
      // Somebody pushed after the first one.
      return commit === SECOND ? 'rejected' : 'pushed';
    },
  } satisfies Partial<Workshop>);
  const steward = createSteward(ports);
  await steward.receive({
    ...{ delivery: 'c', repo: REPO, sender: ADA, kind: 'comment' },
    ...{ number: TOPIC.number, isPull: true, comment: 901, body: '/dreamos fix --push' },
  });
  await steward.idle();
  there.settle();
  expect(advanced).toEqual(['topic a', 'topic b']);
  expect((await there.forge.checkRuns(FIRST)).map(({ name }) => name)).toContain('dreamos/watch');
  const said = (await there.forge.comments(TOPIC.number)).map(({ body }) => body.split('\n')[0]);
  expect(said).toEqual([
    expect.stringMatching(/^Pushed 1 proved fix\. Somebody pushed to the branch meanwhile: ask once more\./),
  ]);
  await steward.close();
});
