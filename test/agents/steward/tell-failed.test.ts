import { beforeEach, describe, expect, it } from '@jest/globals';
import { tellFailed } from '../../../src/agents/steward/tell-failed.ts';
import { Config } from '../../../src/domain/config.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import type { CheckRunText, Forge } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { createRedact } from '../../../src/lore/redact.ts';
import { LaggingForge } from './lagging-forge.ts';

const SHA = 'a'.repeat(40);
const repo = { id: 1, owner: 'ada', name: 'widgets', installation: 2 };
const common = { delivery: 'one', repo, sender: { login: 'ada', isBot: false } };
const PUSH: ForgeEvent = { ...common, kind: 'push', branch: 'main', sha: SHA, isDefault: true };
const COMMENT: ForgeEvent = {
  ...{ ...common, kind: 'comment', number: 4, isPull: false, comment: 9, body: '/dreamos retry' },
};
const PULL: ForgeEvent = {
  ...{ ...common, kind: 'pull', action: 'opened', number: 5, sha: SHA, branch: 'topic', isFork: false },
  ...{ author: common.sender, label: null },
};
const RERUN: ForgeEvent = { ...common, kind: 'rerun', name: 'dreamos/watch', sha: SHA, branch: 'main' };
const RED: ForgeEvent = { ...common, kind: 'ci-red', sha: SHA, branch: 'main', isDefault: true, name: 'CI' };
const TOKEN = `ghs_${'aB3dE6gH9jK2'.repeat(3)}`;
const redact = createRedact({ environment: { A_TOKEN: TOKEN }, home: '/home/ada' });

let there: LaggingForge;
let settings: string | null;
let reactions: string[];
let told: CheckRunText[];
beforeEach(() => {
  there = new LaggingForge();
  settings = 'mode: propose';
  reactions = [];
  told = [];
});

function tell(event: ForgeEvent, error: unknown = new DreamError('git-failed', 'git fetch failed: 503')) {
  const forge: Forge = {
    ...there.forge,
    facts: async () => ({ ...FACTS }),
    readFile: async () => settings,
    react: async (comment, content) => void reactions.push(`${comment} ${content}`),
    startCheck: async (check) => {
      told.push(check.text);
      return there.forge.startCheck(check);
    },
    updateCheck: async (id, text) => {
      told.push(text);
      await there.forge.updateCheck(id, text);
    },
  };
  const parseConfig = async (text: string) => {
    if (text === 'bad') throw new DreamError('bad-config', 'This cannot be read.');
    return Config.parse({ mode: text.replace('mode: ', '') });
  };
  return tellFailed(event, error, {
    forge: async () => forge,
    parseConfig,
    redact: (text) => redact(text).text,
  });
}
const FACTS = {
  ...{ defaultBranch: 'main', isArchived: false, isDisabled: false, isFork: false, isOther: false },
  ...{ isPrivate: false, cloneUrl: '', htmlUrl: '' },
};

describe('tellFailed', () => {
  it.each([PUSH, PULL, RERUN, RED])('says it on the commit of a $kind', async (event) => {
    expect(await tell(event)).toBe('told on the commit');
    there.settle();
    const runs = await there.forge.checkRuns(SHA);
    expect(runs).toMatchObject([{ name: 'dreamos/watch', status: 'completed', conclusion: 'neutral' }]);
    expect(told[0]).toMatchObject({ title: 'The commit could not be looked at' });
    expect(told[0]?.summary).toContain('git fetch failed: 503');
  });

  it('ends the check run that was begun', async () => {
    const text: CheckRunText = {
      ...{ status: 'in_progress', conclusion: null, title: '', summary: '', annotations: [] },
    };
    await there.forge.startCheck({ name: 'dreamos/watch', sha: SHA, externalId: '', text });
    there.settle();
    await tell(PUSH);
    expect(await there.forge.checkRuns(SHA)).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
    expect(there.made).toBe(1);
  });

  it('leaves what a check run says of the commit, unless it was asked for again', async () => {
    const text: CheckRunText = {
      ...{ status: 'completed', conclusion: 'success', title: '', summary: '', annotations: [] },
    };
    await there.forge.startCheck({ name: 'dreamos/watch', sha: SHA, externalId: '', text });
    there.settle();
    await tell(RED);
    expect(await there.forge.checkRuns(SHA)).toMatchObject([{ conclusion: 'success' }]);
    await tell(RERUN);
    expect(await there.forge.checkRuns(SHA)).toMatchObject([{ conclusion: 'neutral' }]);
  });

  it('answers a command with one line and a confused face', async () => {
    await tell(COMMENT);
    there.settle();
    const [comment, ...others] = await there.forge.comments(4);
    expect(others).toEqual([]);
    expect(comment?.body.split('\n')[0]).toMatch(/^Not done: .*git fetch failed: 503/);
    expect(reactions).toEqual(['9 confused']);
  });

  it('shows no token and no home folder', async () => {
    await tell(PUSH, new Error(`git in /home/ada/data failed with ${TOKEN}`));
    await tell(COMMENT, new Error(`git in /home/ada/data failed with ${TOKEN}`));
    there.settle();
    const all = JSON.stringify([told, await there.forge.comments(4)]);
    expect(all).toContain('~/data failed');
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain('/home/ada');
  });

  it.each([
    ['there are no settings', null],
    ['the settings are off', 'mode: off'],
    ['the settings cannot be read', 'bad'],
  ])('writes nothing where %s', async (_, text) => {
    settings = text;
    await tell(PUSH);
    await tell(COMMENT);
    expect([there.made, reactions]).toEqual([0, []]);
  });

  it('writes nothing where nobody waits, or a person stopped it', async () => {
    await tell({ ...PUSH, isDefault: false });
    await tell({ ...COMMENT, body: 'Just talk.' });
    await tell({ ...COMMENT, sender: { login: 'other[bot]', isBot: true } });
    expect(there.made).toBe(0);
    const body = '<!-- dreamos:{"v":1,"kind":"dashboard"} -->';
    await there.forge.openIssue({ title: 'Dashboard', body, labels: ['dreamos', 'dreamos:stop'] });
    there.settle();
    expect(await tell(PUSH)).toBe('stopped by a person');
    expect(there.made).toBe(1);
  });
});
