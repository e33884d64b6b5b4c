import { describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import type { CheckRunText, Forge, Issue, PullRequest } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { BASE, CHECKS, HEAD, makeEscalated, makeOutcome, PRINT } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const common = { repo: REPO, sender: ADA };
const push = (delivery: string, sha = BASE): ForgeEvent => ({
  ...{ ...common, kind: 'push', delivery, round: delivery, branch: 'main', isDefault: true, sha },
});
const pull = (delivery: string, action: 'opened' | 'retargeted' | 'edited', was?: object): ForgeEvent =>
  ({
    ...{ ...common, kind: 'pull', delivery, action, number: 5, sha: HEAD, branch: 'topic' },
    ...{ isFork: false, author: ADA, label: null, was },
  }) as ForgeEvent;
const rerun = (delivery: string, name: string | null, sha = HEAD): ForgeEvent => ({
  ...{ ...common, kind: 'rerun', delivery, name, sha, branch: null },
});
const comment = (delivery: string, body: string): ForgeEvent => ({
  ...{ ...common, kind: 'comment', delivery, number: 7, isPull: false, comment: delivery.length, body },
});

const BEGUN: CheckRunText = {
  ...{ status: 'in_progress', conclusion: null, title: '', summary: '', annotations: [] },
};

interface Made {
  readonly config?: unknown;
  readonly outcome?: () => Outcome;
  readonly forge?: Partial<Forge>;
  readonly workshop?: Partial<Workshop>;
}

/** A steward over a forge in memory, and what its log says of each event, which is worked off before the next one comes. */
async function open({ config = {}, outcome = () => makeOutcome([]), forge = {}, workshop = {} }: Made) {
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const { ports, there, log, heals } = makePorts(clock, { config, outcome, forge });
  const whole = await ports.forge(REPO);
  const bench = await ports.workshop(REPO, whole, await whole.facts());
  Object.assign(bench, workshop);
  const steward = createSteward(ports);
  const hear = async (...events: ForgeEvent[]) => {
    for (const event of events) {
      await steward.receive(event);
      await steward.idle();
      there.settle();
    }
    return log.slice(-events.length).map((line) => line.replace('octo/hello ', ''));
  };
  return { hear, forge: whole, workshop: bench, heals, ports };
}

describe('before the settings are merged', () => {
  const strange = (branch: string, isFork: boolean): ForgeEvent => ({
    ...{ ...common, kind: 'pull', delivery: `${branch}${isFork}`, action: 'changed', number: 3, sha: HEAD },
    ...{ branch, isFork, author: ADA, label: null },
  });
  const workshop: Partial<Workshop> = {
    ...{ config: async () => null, checks: async () => CHECKS, commit: async () => HEAD },
  };

  it('nothing that others say or do runs the checks', async () => {
    const { hear, heals } = await open({ workshop });
    const idle: ForgeEvent[] = [
      comment('a', 'Nice!'),
      comment('ab', '/dreamos fix'),
      strange('topic', false),
      strange('dreamos/configure', true),
      { ...common, kind: 'push', delivery: 'c', branch: 'topic', isDefault: false, sha: HEAD },
      { ...common, kind: 'issue', delivery: 'd', action: 'edited', number: 1, label: null },
    ];
    expect(await hear(...idle)).toEqual(idle.map(({ kind }) => `${kind}: not onboarded`));
    expect(heals).toEqual([]);
  });

  it('an installation, a push to the default branch and the onboarding itself do', async () => {
    const { hear, heals } = await open({ workshop });
    await hear({ ...common, kind: 'installed', delivery: 'a' }, push('b'));
    await hear(strange('dreamos/configure', false));
    expect(heals).toHaveLength(3);
  });
});

describe('a default branch that is forced back', () => {
  it('is looked at again: what was told of the commit that is gone is closed, and the dashboard told', async () => {
    let head = BASE;
    const { hear, forge, workshop } = await open({
      outcome: () => makeOutcome(head === BASE ? [] : [makeEscalated()], { base: head }),
    });
    workshop.sync = async () => ({ defaultBranch: 'main', head, branches: new Map([['main', head]]) });
    const state = async () =>
      (await forge.issues({ label: 'dreamos:needs-human', state: 'all' })).map((issue) => issue.state);
    await hear(push('a'));
    head = HEAD;
    await hear(push('b', HEAD));
    expect(await state()).toEqual(['open']);
    head = BASE;
    expect(await hear(push('c'))).toEqual(['push: green, 0 incidents']);
    expect(await state()).toEqual(['closed']);
    expect(await hear(push('d'))).toEqual(['push: this commit was looked at before']);
  });
});

describe('CI that is red on a pull request', () => {
  const red = (delivery: string, changed: object = {}): ForgeEvent =>
    ({
      ...{ ...common, kind: 'ci-red', delivery, round: delivery, sha: HEAD, branch: 'topic', name: 'CI' },
      isDefault: false,
      ...changed,
    }) as ForgeEvent;
  const LOG = 'src/slug.ts(1,5): error TS2304: Cannot find name "nothing".\n';
  async function opened({ labels = [], ...made }: Made & { readonly labels?: readonly string[] } = {}) {
    const it = {
      ...{ number: 5, title: 't', body: '', state: 'open', labels, author: ADA },
      ...{ head: { branch: 'topic', sha: HEAD, isFork: false }, base: { branch: 'main', sha: BASE } },
    } as unknown as PullRequest;
    const told: CheckRunText[] = [];
    const house = await open({
      ...made,
      forge: {
        pull: async () => it,
        pulls: async ({ head }) => (head === 'topic' ? [it] : []),
        failedRuns: async () => [{ id: 3, name: 'CI', sha: HEAD, conclusion: 'failure', htmlUrl: '' }],
        runLog: async () => LOG,
      },
      workshop: {
        sync: async () => ({ defaultBranch: 'main', head: BASE, branches: new Map([['main', BASE]]) }),
        ...{ mergeBase: async (base) => base, checks: async () => CHECKS },
      },
    });
    const { updateCheck } = house.forge;
    house.forge.updateCheck = async (id, text) => {
      told.push(text);
      await updateCheck(id, text);
    };
    return { ...house, told };
  }

  it.each([
    [{ mode: 'propose' }, CHECKS, 'success'],
    [{ mode: 'observe' }, CHECKS, 'success'],
    [{ mode: 'propose' }, [], 'neutral'],
  ])('is told in its check run where ours is not red: %j', async (config, checks, conclusion) => {
    const { hear, told, heals, forge, workshop } = await opened({
      config,
      outcome: () => makeOutcome([], { seconds: { total: 1, checks: checks.length, installs: 0 } }),
    });
    workshop.checks = async () => checks;
    const [said] = await hear(red('a'));
    expect(said).toMatch(/told in the check run$/);
    expect(heals).toEqual([HEAD]);
    expect(told.at(-1)).toMatchObject({ conclusion, title: 'CI is red, and our run is not' });
    expect(told.at(-1)?.summary).toContain('Cannot find name');
    expect(told.at(-1)?.annotations).toMatchObject([{ path: 'src/slug.ts', startLine: 1 }]);
    // Another workflow of the same commit.
    await hear(red('b'));
    expect(heals).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ conclusion });
    expect(await forge.issues({ label: 'dreamos:needs-human', state: 'all' })).toEqual([]);
    expect(await forge.comments(5)).toEqual([]);
  });

  it('is not told where our run is red too, a person stopped it, or it is about another commit', async () => {
    let runs = 0;
    for (const [made, event] of [
      // Red there, green at its base.
      [{ outcome: () => makeOutcome(runs++ === 0 ? [makeEscalated()] : []) }, red('a')],
      [{ labels: ['dreamos:stop'] }, red('a')],
      [{}, red('a', { sha: 'd'.repeat(40) })],
      [{}, red('a', { branch: 'other' })],
    ] as const) {
      const { hear, told } = await opened(made);
      await hear(event);
      for (const { title } of told) expect(title).not.toContain('CI');
    }
  });
});

describe('a commit that was begun, and is the newest no more', () => {
  it('is not under way for ever', async () => {
    const { hear, forge } = await open({});
    await forge.startCheck({ name: 'dreamos/watch', sha: HEAD, externalId: 'a', text: BEGUN });
    await hear(push('other'), push('a', HEAD));
    expect(await forge.checkRuns(HEAD)).toMatchObject([
      { status: 'completed', conclusion: 'skipped', title: 'Not looked at to the end' },
    ]);
    expect(await forge.checkRuns(BASE)).toMatchObject([{ conclusion: 'success' }]);
  });
});

describe('work that an end cut off and that may not go on', () => {
  it('leaves nothing under way', async () => {
    const clock = new HandClock('2026-11-24T12:00:00.000Z');
    const { ports, there, log } = makePorts(clock, {
      config: { mode: 'off' },
      outcome: () => makeOutcome([]),
    });
    await there.forge.startCheck({ name: 'dreamos/watch', sha: BASE, externalId: 'a', text: BEGUN });
    there.settle();
    await ports.journal.accept(push('left'));
    const steward = createSteward(ports);
    await steward.idle();
    there.settle();
    expect(log).toEqual(['octo/hello push: mode is off']);
    expect(await there.forge.checkRuns(BASE)).toMatchObject([{ status: 'completed', conclusion: 'skipped' }]);
    await steward.close();
  });
});

describe('a text of ours that a person wrote anew', () => {
  const self = { login: 'dreamos[bot]', isBot: true };
  const mark = '<!-- dreamos:{"v":1,"kind":"dashboard"} -->';

  it('stays ours: the mark is put back below their words', async () => {
    const edits: unknown[] = [];
    const { hear } = await open({
      forge: {
        issue: async (number) =>
          ({ number, author: number === 3 ? self : ADA, body: 'My own words.', state: 'open' }) as Issue,
        editIssue: async (number, edit) => void edits.push([number, edit]),
      },
    });
    const edited = {
      ...common,
      kind: 'issue',
      action: 'edited',
      label: null,
      was: `Ours.\n${mark}`,
    } as const;
    expect(await hear({ ...edited, delivery: 'a', number: 3 })).toEqual([
      'issue: the mark that says what it is was put back',
    ]);
    // A mark that was copied into a person's text makes nothing ours.
    await hear(
      { ...edited, delivery: 'b', number: 4 },
      { ...edited, delivery: 'c', number: 3, was: 'None.' },
    );
    expect(edits).toEqual([[3, { body: `My own words.\n\n${mark}` }]]);
  });
});

describe('a pull request that was looked at', () => {
  const NEXT = 'd'.repeat(40);
  async function opened(config: unknown = { github: { prove: true } }) {
    const it: { -readonly [Key in keyof PullRequest]: PullRequest[Key] } = {
      ...{ number: 5, title: 'A topic', body: '', state: 'open', isMerged: false, isDraft: false },
      ...{ author: ADA, labels: [], htmlUrl: '', createdAt: '', mergedBy: null },
      ...{ head: { branch: 'topic', sha: HEAD, isFork: false }, base: { branch: 'main', sha: BASE } },
    };
    const judged: string[] = [];
    const branches = new Map([
      ['main', BASE],
      ['next', NEXT],
    ]);
    const house = await open({
      config,
      forge: { pull: async () => it, pulls: async () => [it] },
      workshop: {
        sync: async () => ({ defaultBranch: 'main', head: BASE, branches }),
        mergeBase: async (base) => base,
        prove: async (base, head) => {
          judged.push(`${base}..${head}`);
          throw new DreamError('refused', 'Nothing is run in this test.');
        },
      },
    });
    await house.hear(pull('opened', 'opened'));
    return { ...house, it, judged };
  }
  const proofs = async (forge: Forge) =>
    (await forge.checkRuns(HEAD)).filter(({ name }) => name === 'dreamos/proof').length;

  it('is looked at again, and judged again, when it is to go elsewhere', async () => {
    const { hear, it, heals, judged } = await opened();
    it.base = { branch: 'next', sha: NEXT };
    await hear(pull('a', 'retargeted'));
    expect(heals).toEqual([HEAD, HEAD]);
    expect(judged).toEqual([`${BASE}..${HEAD}`, `${NEXT}..${HEAD}`]);
  });

  it('is judged again when it begins to claim a fix, or stops to', async () => {
    const { hear, it, heals, judged, forge } = await opened();
    const was = { title: it.title, body: it.body };
    it.title = 'Another topic';
    await hear(pull('a', 'edited', was));
    expect(judged).toHaveLength(1);
    it.body = 'Fixes #3';
    await hear(pull('b', 'edited', { ...was, title: it.title }));
    expect(judged).toHaveLength(2);
    expect(await proofs(forge)).toBe(2);
    expect(heals).toEqual([HEAD]);
  });

  it('is not judged where nobody asks for that', async () => {
    const { hear, it, judged } = await opened({});
    it.title = 'fix: it';
    await hear(pull('a', 'edited', { title: 'A topic', body: '' }), rerun('b', 'dreamos/proof'));
    expect(judged).toEqual([]);
  });

  it('is looked at again, or judged again, when somebody asks for that check run', async () => {
    const { hear, heals, judged } = await opened();
    await hear(rerun('a', 'dreamos/watch'));
    expect([heals.length, judged.length]).toEqual([2, 2]);
    await hear(rerun('b', 'dreamos/proof'));
    expect([heals.length, judged.length]).toEqual([2, 3]);
    await hear(rerun('c', null));
    expect([heals.length, judged.length]).toEqual([3, 4]);
    expect(await hear(rerun('d', 'dreamos/watch', NEXT))).toEqual(['rerun: an older commit']);
  });

  it('of ours is proved again from what its proof speaks of, without the lore on top', async () => {
    const { hear, it, heals, judged, forge } = await opened();
    const marker = {
      v: 1,
      kind: 'pull',
      fingerprint: PRINT,
      check: 'test',
      base: BASE,
      head: NEXT,
      attempt: 1,
    };
    it.author = { login: forge.self, isBot: true };
    it.head = { ...it.head, branch: 'dreamos/fix/test-0badf00d' };
    it.body = `<!-- dreamos:${JSON.stringify(marker)} -->`;
    expect(await hear(rerun('a', 'dreamos/verify'))).toEqual(['rerun: proved again']);
    expect(judged.slice(1)).toEqual([`${BASE}..${NEXT}`]);
    expect(heals).toHaveLength(1);
    expect(await forge.checkRuns(HEAD)).toContainEqual(
      expect.objectContaining({ name: 'dreamos/verify', status: 'completed' }),
    );
  });
});
