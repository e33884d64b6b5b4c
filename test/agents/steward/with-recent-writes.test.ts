import { beforeEach, describe, expect, it } from '@jest/globals';
import { amendCheck, keepCheck } from '../../../src/agents/steward/keep-check.ts';
import { RECENT_MS, RecentWrites } from '../../../src/agents/steward/recent-writes.ts';
import { withRecentWrites } from '../../../src/agents/steward/with-recent-writes.ts';
import type { CheckRunText, Forge } from '../../../src/domain/forge.ts';
import { ForgeError } from '../../../src/domain/forge.ts';
import { LaggingForge } from './lagging-forge.ts';

const ISSUE = { title: 'Red', body: 'It is red.', labels: ['dreamos'] };
const PULL = { head: 'dreamos/fix/x', base: 'main', title: 'Mend', body: 'A fix.', isDraft: false };
const CHECK = { name: 'dreamos/watch', sha: 'a'.repeat(40), externalId: 'dreamos/watch:a' };
const RUNNING: CheckRunText = {
  status: 'in_progress',
  conclusion: null,
  title: 'Now',
  summary: '',
  annotations: [],
};
const DONE: CheckRunText = { ...RUNNING, status: 'completed', conclusion: 'success' };

let there: LaggingForge;
let forge: Forge;
let now: number;
beforeEach(() => {
  there = new LaggingForge();
  now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    there.settle();
  };
  forge = withRecentWrites(there.forge, new RecentWrites(() => now), sleep);
});

describe('lists that are behind', () => {
  it('shows an issue that was opened a moment ago, as it is now', async () => {
    const { number } = await forge.openIssue(ISSUE);
    expect(await there.forge.issues({ label: 'dreamos', state: 'open' })).toEqual([]);
    expect(await forge.issues({ label: 'dreamos', state: 'open' })).toMatchObject([{ number }]);
    // A person closed it.
    await there.forge.editIssue(number, { state: 'closed' });
    expect(await forge.issues({ label: 'dreamos', state: 'open' })).toEqual([]);
    expect(await forge.issues({ label: 'dreamos', state: 'all' })).toMatchObject([{ number }]);
    expect(await forge.issues({ label: 'other', state: 'all' })).toEqual([]);
  });

  it('shows it once when the list has it too', async () => {
    await forge.openIssue(ISSUE);
    there.settle();
    expect(await forge.issues({ label: 'dreamos', state: 'open' })).toHaveLength(1);
  });

  it('shows what is ours by its label too, where the forge finds nothing by who wrote it', async () => {
    const blind: Forge = {
      ...there.forge,
      issues: async (filter) => (filter.label === undefined ? [] : there.forge.issues(filter)),
    };
    forge = withRecentWrites(blind, new RecentWrites(() => now), async () => {});
    await there.forge.openIssue(ISSUE);
    await there.forge.openIssue({ ...ISSUE, labels: [] });
    there.settle();
    expect(await forge.issues({ state: 'open' })).toMatchObject([{ number: 1 }]);
    await there.forge.editIssue(1, { author: { login: 'ada', isBot: false } } as object);
    expect(await forge.issues({ state: 'open' })).toEqual([]);
  });

  it('forgets it in time, for then the list is right', async () => {
    await forge.openIssue(ISSUE);
    now = RECENT_MS + 1;
    expect(await forge.issues({ label: 'dreamos', state: 'open' })).toEqual([]);
  });

  it('shows a pull request by its branch and base', async () => {
    const { number } = await forge.openPull(PULL);
    expect(await forge.pulls({ state: 'open', head: PULL.head })).toMatchObject([{ number }]);
    expect(await forge.pulls({ state: 'all', base: 'main' })).toMatchObject([{ number }]);
    expect(await forge.pulls({ state: 'open', head: 'another' })).toEqual([]);
    expect(await forge.pulls({ state: 'closed' })).toEqual([]);
  });

  it('shows a comment as it was edited, only where it stands', async () => {
    const { id } = await forge.comment(1, 'first');
    await forge.editComment(id, 'second');
    expect(await forge.comments(1)).toMatchObject([{ id, body: 'second' }]);
    expect(await forge.comments(2)).toEqual([]);
  });

  it('shows a review', async () => {
    await forge.review(1, { sha: CHECK.sha, body: 'Take these.', suggestions: [] });
    expect(await forge.reviews(1)).toMatchObject([{ body: 'Take these.', author: { login: forge.self } }]);
    there.settle();
    expect(await forge.reviews(1)).toHaveLength(1);
  });

  it('shows a check run, with how it ended', async () => {
    const { id } = await forge.startCheck({ ...CHECK, text: RUNNING });
    await forge.updateCheck(id, DONE);
    expect(await forge.checkRuns(CHECK.sha)).toMatchObject([{ id, status: 'completed' }]);
  });
});

describe('a call that ends in the dark', () => {
  const write: Readonly<Record<string, (of: Forge) => Promise<unknown>>> = {
    openIssue: (of) => of.openIssue(ISSUE),
    openPull: (of) => of.openPull(PULL),
    comment: (of) => of.comment(1, 'Said once.'),
    review: (of) => of.review(1, { sha: CHECK.sha, body: 'Take these.', suggestions: [] }),
    startCheck: (of) => of.startCheck({ ...CHECK, text: RUNNING }),
  };

  it.each(Object.keys(write))('%s: is not made again where it was done', async (name) => {
    there.fail('after', 0);
    await write[name]?.(forge);
    expect(there.made).toBe(1);
  });

  it.each(Object.keys(write))('%s: is made where it was not done', async (name) => {
    there.fail('before', 503);
    await write[name]?.(forge);
    expect(there.made).toBe(1);
  });

  it('is given up after some times, and made no more', async () => {
    for (let times = 0; times < 9; times += 1) there.fail('before', 502);
    await expect(forge.openIssue(ISSUE)).rejects.toThrow(ForgeError);
    expect(there.made).toBe(0);
  });

  it('is thrown at once where the forge refused it', async () => {
    there.fail('before', 410);
    await expect(forge.comment(1, 'No.')).rejects.toMatchObject({ status: 410 });
    expect(now).toBe(0);
  });

  it('takes the pull request that a list did not show', async () => {
    const { number } = await there.forge.openPull(PULL);
    there.fail('before', 422, 'A pull request already exists for ada:dreamos/fix/x.');
    expect(await forge.openPull(PULL)).toMatchObject({ number });
    expect(there.made).toBe(1);
  });

  it('brings a check run that was made up to date', async () => {
    there.fail('after', 0);
    expect(await forge.startCheck({ ...CHECK, text: DONE })).toMatchObject({ status: 'completed' });
    expect(there.made).toBe(1);
  });
});

describe('a check run that took longer than a write is remembered', () => {
  const at = { name: CHECK.name, sha: CHECK.sha };
  const LOGS = { ...DONE, summary: 'It is proved.', text: 'The logs.' };

  it('is completed as soon as it was written, though the list is behind', async () => {
    await keepCheck(forge, at, RUNNING);
    there.settle();
    now += RECENT_MS * 2;
    const listed = await there.forge.checkRuns(at.sha);
    await keepCheck(forge, at, DONE);
    there.forge.checkRuns = async () => listed;
    expect(await there.forge.checkRuns(at.sha)).toMatchObject([{ status: 'in_progress' }]);
    expect(await forge.checkRuns(at.sha)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  });

  it('keeps the text below its summary when a later word is put above that', async () => {
    await keepCheck(forge, at, RUNNING);
    await keepCheck(forge, at, LOGS);
    now += RECENT_MS / 2;
    there.settle();
    await amendCheck(forge, at, { conclusion: 'success', title: 'Approved', text: 'A person approved it.' });
    expect(await there.forge.checkRuns(at.sha)).toMatchObject([{ title: 'Approved', text: LOGS.text }]);
  });
});
