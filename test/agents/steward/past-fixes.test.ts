import { beforeEach, describe, expect, it } from '@jest/globals';
import { Config } from '../../../src/domain/config.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { letEdit } from './editable-forge.ts';
import { BASE, HEAD, makeHealed, makeOutcome } from './make.ts';
import { ADA, HandClock, hearOne, makePorts, REPO } from './steward-house.ts';

const BRANCH = 'dreamos/fix/typecheck-0badf00d';
const TIP = 'd'.repeat(40);
const NEXT = 'c'.repeat(40);
const RED = makeOutcome([makeHealed()], { base: BASE });
const GREEN = makeOutcome([], { base: NEXT });

let settings: object;
let ports: ReturnType<typeof makePorts>['ports'];
let there: ReturnType<typeof makePorts>['there'];
let forge: Forge;
let workshop: Workshop;
let found: Outcome;
let fix: number;
/** What was done to lore and branches, in order. */
let done: string[];
let branches: Map<string, string>;
let pushed: Awaited<ReturnType<Workshop['push']>>;

const hear = (event: object) =>
  hearOne({ ports, there }, { delivery: `${done.length}:${JSON.stringify(event)}`, ...event });
const push = (sha = BASE) => hear({ kind: 'push', branch: 'main', sha, isDefault: true });
const ended = (action: 'closed' | 'merged') =>
  hear({
    kind: 'pull',
    action,
    number: fix,
    sha: HEAD,
    branch: BRANCH,
    isFork: false,
    author: ADA,
    label: null,
  });
/** The default branch moved, and is as it was found. */
function move(outcome: Outcome, subject = 'Go on') {
  found = outcome;
  workshop.sync = async () => ({ defaultBranch: 'main', head: NEXT, branches });
  workshop.log = async () => [{ sha: NEXT, subject, isSignedOff: false }];
}

beforeEach(async () => {
  settings = {};
  found = RED;
  done = [];
  branches = new Map();
  pushed = 'unchanged';
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  ({ ports, there } = makePorts(clock, { config: {}, outcome: () => found }));
  forge = letEdit(await ports.forge(REPO));
  workshop = await ports.workshop(REPO, forge, await forge.facts());
  Object.assign(workshop, {
    config: async () => Config.parse(settings),
    settle: async (closed) => {
      done.push(`settle ${closed.map((one) => `${one.fix.slice(0, 4)} at ${one.tip.slice(0, 4)}`).join()}`);
      return 1;
    },
    push: async (branch) => {
      if (branch === BRANCH) return 'pushed';
      done.push(`push ${branch}`);
      return pushed;
    },
    remove: async (branch) => void done.push(`remove ${branch}`),
  } satisfies Partial<Workshop>);
  await push();
  fix = (await forge.pulls({ state: 'all' }))[0]?.number ?? 0;
  const { pulls, pull } = forge;
  const at = <T extends { readonly number: number }>(one: T): T => ({
    ...one,
    head: { branch: BRANCH, sha: TIP, isFork: false },
  });
  forge.pulls = async (filter) => (await pulls(filter)).map(at);
  forge.pull = async (number) => {
    const one = await pull(number);
    return one && at(one);
  };
  done = [];
});

const close = () => forge.editPull(fix, { state: 'closed' });
/** As a person does on the forge. */
async function merge() {
  await close();
  const { pulls, pull } = forge;
  forge.pulls = async (filter) => (await pulls(filter)).map((one) => ({ ...one, isMerged: true }));
  forge.pull = async (number) => {
    const one = await pull(number);
    return one && { ...one, isMerged: true };
  };
}

describe('a fix that ended', () => {
  it('is kept in lore with what became of it before its branch goes', async () => {
    await close();
    await ended('closed');
    expect(done).toEqual(['settle abcd at dddd', 'push dreamos/lore', `remove ${BRANCH}`]);
  });

  it('speaks for itself where it was merged', async () => {
    await merge();
    await ended('merged');
    expect(done).toEqual(['settle ', 'push dreamos/lore', `remove ${BRANCH}`]);
  });

  it('keeps its branch where lore could not be brought to the forge', async () => {
    pushed = 'rejected';
    await close();
    await ended('closed');
    expect(done).toEqual(['settle abcd at dddd', 'push dreamos/lore']);
  });

  it('loses its branch alone where no lore is to be written, and nothing is done where it is to be observed', async () => {
    await close();
    settings = { lore: { write: false } };
    await ended('closed');
    expect(done).toEqual([`remove ${BRANCH}`]);
    settings = { mode: 'observe' };
    await ended('closed');
    expect(done).toEqual([`remove ${BRANCH}`]);
  });
});

describe('a push', () => {
  it('asks for no outcome where nothing speaks for one', async () => {
    await merge();
    move(GREEN);
    await push(NEXT);
    expect(done).toEqual(['push dreamos/lore']);
  });

  it('asks where something was reverted since the last look', async () => {
    await merge();
    move(GREEN, 'Revert "Import add as sum"');
    await push(NEXT);
    expect(done).toEqual(['settle ', 'push dreamos/lore', 'push dreamos/lore']);
  });

  it('asks where it is red again after a fix that was taken', async () => {
    await merge();
    move({ ...RED, base: NEXT });
    await push(NEXT);
    expect(done).toContain('settle ');
  });

  it('ends what was closed while nobody heard it, if the branch is as it was then and ours', async () => {
    await close();
    move(GREEN);
    branches.set(BRANCH, 'f'.repeat(40));
    await push(NEXT);
    expect(done).toEqual(['push dreamos/lore']);
    branches.set(BRANCH, TIP);
    workshop.isOurs = async () => false;
    await push(NEXT.replace('c', 'b'));
    expect(done).not.toContain(`remove ${BRANCH}`);
    workshop.isOurs = async () => true;
    workshop.sync = async () => ({ defaultBranch: 'main', head: 'e'.repeat(40), branches });
    await push('e'.repeat(40));
    expect(done).toEqual(expect.arrayContaining(['settle abcd at dddd', `remove ${BRANCH}`]));
  });
});
