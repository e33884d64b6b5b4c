import { beforeEach, describe, expect, it } from '@jest/globals';
import { keepIssue } from '../../../src/agents/steward/keep-issue.ts';
import { LABELS } from '../../../src/agents/steward/labels.ts';
import { say } from '../../../src/agents/steward/say.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import { LaggingForge } from './lagging-forge.ts';

let there: LaggingForge;
let visit: Visit;
beforeEach(() => {
  there = new LaggingForge();
  visit = { forge: there.forge, config: Config.parse({}), now: Date.now } as unknown as Visit;
});

async function keep(generated: string, sha = 'b2') {
  there.settle();
  const [last = null] = await there.forge.issues({ label: LABELS.needsHuman, state: 'all' });
  const told = {
    last,
    title: 'test is red',
    generated,
    isAsked: false,
    openIssues: 0,
    sha,
    returned: 'It is back.',
  };
  return (await keepIssue(told, visit)).plan.do;
}
const said = async () => (await there.forge.comments(1)).map(({ body }) => body.split('\n')[0]);

describe('keepIssue', () => {
  it('opens one, and brings that up to date', async () => {
    expect([await keep('One.'), await keep('One.'), await keep('Two.')]).toEqual(['open', 'leave', 'update']);
    there.settle();
    expect(await said()).toEqual([]);
  });

  it('says that it is back, also where a try ended before it could', async () => {
    await keep('One.');
    await say(there.forge, 1, 'gone:a1', 'It is gone.');
    await there.forge.editIssue(1, { state: 'closed' });
    expect(await keep('One.')).toBe('reopen');
    there.settle();
    expect(await said()).toEqual(['It is gone.', 'It is back.']);

    await say(there.forge, 1, 'gone:c3', 'Gone again.');
    // Opened again by a try that ended there.
    await there.forge.editIssue(1, { state: 'open' });
    await keep('One.', 'd4');
    there.settle();
    expect(await said()).toEqual(['It is gone.', 'It is back.', 'Gone again.', 'It is back.']);
  });

  it('leaves one that a person closed', async () => {
    await keep('One.');
    await there.forge.editIssue(1, { state: 'closed' });
    expect(await keep('Two.')).toBe('leave');
    there.settle();
    expect(await said()).toEqual([]);
  });
});
