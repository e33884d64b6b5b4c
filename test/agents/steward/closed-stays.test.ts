import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { ForgeEvent } from '../../../src/domain/forge-event.ts';
import { letEdit } from './editable-forge.ts';
import { BASE, makeEscalated, makeHealed, makeIncident, makeOutcome } from './make.ts';
import { ADA, HandClock, makePorts, REPO } from './steward-house.ts';

const common = { repo: REPO, sender: ADA };
const PUSH: ForgeEvent = {
  ...common,
  kind: 'push',
  delivery: 'push',
  branch: 'main',
  sha: BASE,
  isDefault: true,
};
const OTHER = '2'.repeat(64);

let ports: ReturnType<typeof makePorts>['ports'];
let there: ReturnType<typeof makePorts>['there'];
let forge: Forge;
let fix: number;
let issue: number;

/** Everything that there is now, worked off. */
async function hear(...events: object[]) {
  const steward = createSteward(ports);
  for (const [at, event] of events.entries())
    await steward.receive({ ...common, delivery: `${at}:${JSON.stringify(event)}`, ...event } as ForgeEvent);
  await steward.idle();
  await steward.close();
  there.settle();
}
const states = async () => [(await forge.pull(fix))?.state, (await forge.issue(issue))?.state];
const fixes = async () => (await forge.pulls({ state: 'all' })).map(({ state }) => state);
const dashboard = async () => (await forge.issues({ label: 'dreamos', state: 'open' })).find(isDashboard);
const isDashboard = ({ title }: { readonly title: string }) => title === 'Dream.OS Dashboard';
const say = (number: number, body: string, isPull = false) => ({
  ...{ kind: 'comment', number, isPull, comment: 900, body },
});

beforeEach(async () => {
  const unfixed = makeEscalated({ incident: makeIncident([{}], { fingerprint: OTHER }) });
  const clock = new HandClock('2026-11-24T12:00:00.000Z');
  const outcome = () => makeOutcome([makeHealed(), unfixed], { base: BASE });
  ({ ports, there } = makePorts(clock, { config: {}, outcome }));
  forge = letEdit(await ports.forge(REPO));
  await hear(PUSH);
  fix = (await forge.pulls({ state: 'all' }))[0]?.number ?? 0;
  const issues = await forge.issues({ label: 'dreamos:needs-human', state: 'all' });
  issue = issues.find(({ isPull }) => !isPull)?.number ?? 0;
  await forge.editPull(fix, { state: 'closed' });
  await forge.editIssue(issue, { state: 'closed' });
});

describe('what a person closed', () => {
  it('stays closed where somebody looks again', async () => {
    const at = (await dashboard())?.number ?? 0;
    await hear(
      { kind: 'rerun', name: 'dreamos/watch', sha: BASE, branch: 'main' },
      say(at, '/dreamos retry'),
      { ...say(at, '/dreamos fix'), comment: 901 },
      { kind: 'issue', action: 'labeled', label: 'dreamos:retry', number: at },
    );
    expect([await states(), await fixes()]).toEqual([['closed', 'closed'], ['closed']]);
  });

  it('is made again where it is asked for, and nothing beside it', async () => {
    await hear(say(issue, '/dreamos retry'));
    expect([await states(), await fixes()]).toEqual([['closed', 'open'], ['closed']]);
    await hear({ kind: 'pull', action: 'labeled', label: 'dreamos:retry', number: fix, sha: BASE });
    expect(await fixes()).toEqual(['closed', 'open']);
  });

  it('is made again where its id is given', async () => {
    await hear(say((await dashboard())?.number ?? 0, '/dreamos retry 22222222'));
    expect([await states(), await fixes()]).toEqual([['closed', 'open'], ['closed']]);
  });

  it('stays closed where the box of another is ticked', async () => {
    await forge.editIssue(issue, { state: 'open' });
    await hear({ kind: 'rerun', name: 'dreamos/watch', sha: BASE, branch: 'main' });
    const { number = 0, body = '' } = (await dashboard()) ?? {};
    expect(body).toContain('- [ ] try `22222222` again');
    await forge.editIssue(number, { body: body.replace('- [ ] try', '- [x] try') });
    await hear({ kind: 'issue', action: 'edited', label: null, number });
    expect([await states(), await fixes()]).toEqual([['closed', 'open'], ['closed']]);
    expect((await dashboard())?.body).not.toContain('- [x]');
  });
});

describe('a box', () => {
  it('is heard once more where its work failed, and goes back when it is done', async () => {
    await forge.editIssue(issue, { state: 'open' });
    await hear({ kind: 'rerun', name: 'dreamos/watch', sha: BASE, branch: 'main' });
    const { number = 0, body = '' } = (await dashboard()) ?? {};
    await forge.editIssue(number, { body: body.replace('- [ ] try', '- [x] try') });
    const workshop = await ports.workshop(REPO, forge, await forge.facts());
    const { heal } = workshop;
    const tried: boolean[] = [];
    workshop.heal = async (order) => {
      tried.push(((await dashboard())?.body ?? '').includes('- [x] try'));
      if (tried.length === 1) throw new Error('The work ended by SIGKILL.');
      return heal(order);
    };
    await hear({ kind: 'issue', action: 'edited', label: null, number });
    expect(tried).toEqual([true, true]);
    expect((await dashboard())?.body).not.toContain('- [x]');
  });
});
