import { beforeEach, describe, expect, it } from '@jest/globals';
import { REMEMBERED_MS, rememberList } from '../../../src/agents/steward/remember-list.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import { LaggingForge } from './lagging-forge.ts';

let there: LaggingForge;
let forge: Forge;
let asked: number;
let now: number;
beforeEach(() => {
  there = new LaggingForge();
  [asked, now] = [0, 0];
  const issues: Forge['issues'] = (filter) => {
    asked += 1;
    return there.forge.issues(filter);
  };
  forge = rememberList({ ...there.forge, issues }, () => now);
});

const open = () => forge.issues({ state: 'open' });

describe('the list of what is ours', () => {
  it('is asked for once while nothing is written, for each state', async () => {
    await open();
    await open();
    expect(asked).toBe(1);
    await forge.issues({ state: 'all' });
    expect(asked).toBe(2);
  });

  it('shows what was written, and what a person wrote a little later', async () => {
    expect(await open()).toEqual([]);
    await forge.openIssue({ title: 'Red', body: '', labels: [] });
    there.settle();
    expect(await open()).toHaveLength(1);
    await there.forge.editIssue(1, { state: 'closed' });
    expect(await open()).toHaveLength(1);
    now += REMEMBERED_MS;
    expect(await open()).toEqual([]);
  });

  it('is asked for again after a write that failed, for it may be done', async () => {
    await open();
    there.fail('after', 502);
    await expect(forge.openIssue({ title: 'Red', body: '', labels: [] })).rejects.toThrow();
    there.settle();
    expect(await open()).toHaveLength(1);
  });
});
