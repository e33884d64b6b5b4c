import { expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { PullRequest, RepoFacts } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { BASE, HEAD, makeHealed, makeOutcome, PRINT } from './make.ts';
import { ADA, APP, HandClock, makePorts, REPO } from './steward-house.ts';

const PUSH: ForgeEvent = {
  ...{ delivery: 'one', repo: REPO, sender: ADA },
  ...{ kind: 'push', branch: 'main', sha: BASE, isDefault: true },
};

/** Ours, approved at an earlier commit: no draft, and without the label. */
const READY: PullRequest = {
  ...{ number: 4, title: 'Fix', state: 'open', isMerged: false, isDraft: false, labels: ['dreamos'] },
  ...{ author: { login: 'dreamos[bot]', isBot: true }, htmlUrl: '', mergedBy: null },
  ...{ head: { branch: 'dreamos/fix/typecheck-0badf00d', sha: '1'.repeat(40), isFork: false } },
  ...{ base: { branch: 'main', sha: BASE }, createdAt: '2026-11-24T10:00:00Z' },
  body: `<!-- dreamos:{"v":1,"kind":"pull","fingerprint":"${PRINT}","check":"typecheck","base":"${'2'.repeat(40)}","head":"${'1'.repeat(40)}","attempt":1} -->`,
};

/** What is done with an open fix when another commit of it is proved. */
async function update(pull: PullRequest, draft: boolean): Promise<string[]> {
  const done: string[] = [];
  const clock = new HandClock('2026-11-24T12:00:00Z');
  const { ports, log } = makePorts(clock, {
    config: {},
    outcome: () => makeOutcome([makeHealed({ draft })]),
    forge: {
      ...{ pulls: async () => [pull], branchHead: async () => HEAD, editPull: async () => {} },
      addLabels: async (number, added) => void (number === READY.number && done.push(...added)),
      removeLabel: async (_number, label) => void done.push(`without ${label}`),
      markDraft: async () => void done.push('draft'),
      markReady: async () => void done.push('ready'),
    },
  });
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  expect(log).toEqual(['octo/hello push: escalated, 1 incident']);
  await steward.close();
  return done;
}

it('says whose rule it is that a fix was refused by, without its secrets', async () => {
  const clock = new HandClock('2026-11-24T12:00:00Z');
  const { ports, there, log } = makePorts(clock, { config: {}, outcome: () => makeOutcome([makeHealed()]) });
  const workshop = await ports.workshop(REPO, await ports.forge(REPO), {} as RepoFacts);
  const push = async () => ({ refused: 'GH013: s3cret: Cannot create ref.' });
  const steward = createSteward({
    ...ports,
    workshop: async () => ({ ...workshop, push }),
    redact: (text) => text.replace('s3cret', '[redacted]'),
  });
  await steward.receive(PUSH);
  await steward.idle();
  there.settle();
  expect(log).toContain('a push was refused: GH013: s3cret: Cannot create ref.');
  const [dashboard] = await there.forge.issues({ label: 'dreamos', state: 'open' });
  expect(dashboard?.body).toContain(
    'a fix is proved; GitHub does not take its branch: `GH013: [redacted]: Cannot create ref.`',
  );
  await steward.close();
});

it('asks for a word again where another commit needs one, and makes it a draft again', async () => {
  expect(await update(READY, true)).toEqual(['draft', 'dreamos:needs-approval']);
  // `dreamos:fix` was taken away by a person, and stays away.
  expect(await update(READY, false)).toEqual([]);
});

it('asks for no word where another commit needs none', async () => {
  const labels = ['dreamos', 'dreamos:fix', 'dreamos:needs-approval'];
  expect(await update({ ...READY, isDraft: true, labels }, false)).toEqual([
    'ready',
    'without dreamos:needs-approval',
  ]);
  expect(await update({ ...READY, isDraft: true, labels }, true)).toEqual([]);
});

it('needs nobody any more when it is proved again', async () => {
  const labels = ['dreamos', 'dreamos:fix', 'dreamos:needs-human'];
  expect(await update({ ...READY, labels }, false)).toEqual(['without dreamos:needs-human']);
});

it('leaves a fix alone that goes onto another branch: the same failure there is another incident', async () => {
  const opened: object[] = [];
  const edited: number[] = [];
  const clock = new HandClock('2026-11-24T12:00:00Z');
  const { ports } = makePorts(clock, {
    config: {},
    outcome: () => makeOutcome([makeHealed()]),
    forge: {
      pulls: async () => [
        {
          ...READY,
          base: { branch: 'topic', sha: BASE },
          head: { ...READY.head, branch: `${READY.head.branch}-1` },
        },
      ],
      openPull: async ({ head, base }) => {
        opened.push({ head, base });
        return { ...READY, number: 9 };
      },
      editPull: async (number) => void edited.push(number),
    },
  });
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  expect(opened).toEqual([{ head: READY.head.branch, base: 'main' }]);
  expect(edited).toEqual([]);
  await steward.close();
});

it('says “proved” of the commit that was proved, whatever a person pushed onto it meanwhile', async () => {
  const theirs = '9'.repeat(40);
  const clock = new HandClock('2026-11-24T12:00:00Z');
  const { ports, there } = makePorts(clock, {
    config: {},
    outcome: () => makeOutcome([makeHealed()]),
    forge: { pulls: async () => [READY], branchHead: async () => theirs, editPull: async () => {} },
  });
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  there.settle();
  expect((await there.forge.checkRuns(HEAD)).map(({ name }) => name)).toContain('dreamos/verify');
  expect(await there.forge.checkRuns(theirs)).toEqual([]);
  await steward.close();
});

it('does not make again what was closed after a person wrote its text anew', async () => {
  for (const [state, why] of [
    ['closed', 'for the same failure was closed without a merge'],
    ['open', 'a person wrote its pull request anew'],
  ] as const) {
    const bare = { ...READY, state, body: 'My own words.' };
    const clock = new HandClock('2026-11-24T12:00:00Z');
    const { ports, there } = makePorts(clock, {
      config: {},
      outcome: () => makeOutcome([makeHealed({ branch: READY.head.branch })]),
      forge: {
        pulls: async ({ head }) => (head === undefined || head === bare.head.branch ? [bare] : []),
        openPull: async () => Promise.reject(new Error('It was opened again.')),
        editPull: async () => {},
      },
    });
    const steward = createSteward(ports);
    await steward.receive(PUSH);
    await steward.idle();
    there.settle();
    const [dashboard] = await there.forge.issues({ label: 'dreamos', state: 'open' });
    expect(dashboard?.body).toContain(why);
    await steward.close();
  }
});

it('pushes nothing into the branch of a fix that a person gave another base', async () => {
  const done: string[] = [];
  const { ports } = makePorts(new HandClock('2026-11-24T12:00:00Z'), {
    config: {},
    outcome: () => makeOutcome([makeHealed()]),
    forge: {
      pulls: async () => [{ ...READY, base: { branch: 'develop', sha: BASE } }],
      openPull: async ({ head, base }) => {
        done.push(`open ${head} onto ${base}`);
        return { ...READY, number: 9 };
      },
    },
  });
  const workshop = await ports.workshop(REPO, await ports.forge(REPO), {} as RepoFacts);
  const { push } = workshop;
  workshop.push = async (branch) => {
    if (branch === READY.head.branch) done.push(`push ${branch}`);
    return push(branch);
  };
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  expect(done).toEqual([]);
  await steward.close();
});

it('proposes a fix again after as many attempts as may be, where the failure was gone meanwhile', async () => {
  const opened: string[] = [];
  const gone = `Gone.\n\n<!-- dreamos:{"v":1,"kind":"status","about":"gone:${BASE}"} -->`;
  const { ports } = makePorts(new HandClock('2026-11-28T12:00:00Z'), {
    config: {},
    outcome: () => makeOutcome([makeHealed()]),
    forge: {
      pulls: async () => [
        { ...READY, state: 'closed', body: READY.body.replace('"attempt":1', '"attempt":3') },
      ],
      comments: async (number) =>
        number === READY.number ? [{ id: 1, author: APP, createdAt: '', body: gone }] : [],
      openPull: async ({ head, body }) => {
        opened.push(`${head} ${/"attempt":\d+/.exec(body)}`);
        return { ...READY, number: 9 };
      },
    },
  });
  const steward = createSteward(ports);
  await steward.receive(PUSH);
  await steward.idle();
  expect(opened).toEqual([`${READY.head.branch} "attempt":1`]);
  await steward.close();
});
