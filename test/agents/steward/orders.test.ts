import { beforeEach, describe, expect, it } from '@jest/globals';
import { Config } from '../../../src/domain/config.ts';
import { DreamError } from '../../../src/domain/errors.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { letEdit } from './editable-forge.ts';
import { BASE, HEAD, makeEscalated, makeHealed, makeIncident, makeOutcome } from './make.ts';
import { HandClock, hearOne, makePorts, REPO } from './steward-house.ts';

const BOTH = makeOutcome(
  [makeHealed(), makeEscalated({ incident: makeIncident([{}], { fingerprint: '2'.repeat(64) }) })],
  { base: BASE },
);

let settings: object;
let ports: ReturnType<typeof makePorts>['ports'];
let there: ReturnType<typeof makePorts>['there'];
let forge: Forge;
let workshop: Workshop;
let found: Outcome;
let clock: HandClock;
let heals: string[];
let faces: string[];
let next = 0;

function hear(event: object) {
  next += 1;
  return hearOne({ ports, there }, { delivery: `${next}`, ...event });
}
const push = (sha = BASE) => hear({ kind: 'push', branch: 'main', sha, isDefault: true });
/** Returns the last face and the first line of what was answered. */
async function say(number: number, body: string, isPull = false) {
  const before = (await forge.comments(number)).length;
  await hear({ kind: 'comment', number, isPull, comment: next, body });
  const said = (await forge.comments(number)).slice(before).map((comment) => comment.body);
  return `${faces.at(-1)}: ${said.join('\n').split('\n\n<!--')[0]}`;
}
const fixOf = async () => (await forge.pulls({ state: 'all' }))[0]?.number ?? 0;
const issueOf = async (label = 'dreamos:needs-human') =>
  (await forge.issues({ label, state: 'all' })).toSorted((a, b) => b.number - a.number)[0]?.number ?? 0;
const dashboard = async () =>
  (await forge.issues({ label: 'dreamos', state: 'open' })).find(({ title }) => title.endsWith('Dashboard'))
    ?.number ?? 0;

beforeEach(async () => {
  settings = {};
  found = BOTH;
  faces = [];
  clock = new HandClock('2026-11-24T12:00:00.000Z');
  ({ ports, there, heals } = makePorts(clock, { config: {}, outcome: () => found }));
  forge = letEdit(await ports.forge(REPO));
  forge.react = async (_, face) => void faces.push(face);
  forge.readFile = async () => '';
  workshop = await ports.workshop(REPO, forge, await forge.facts());
  workshop.config = async () => Config.parse(settings);
});

describe('/dreamos reject', () => {
  it('is finished by the second try where the first one could not take the branch away', async () => {
    await push();
    const fix = await fixOf();
    let tries = 0;
    workshop.remove = async () => {
      tries += 1;
      if (tries === 1) throw new DreamError('git-failed', 'git push failed: 502');
    };
    expect(await say(fix, '/dreamos reject', true)).toMatch(/^rocket: Closed\./);
    expect([(await forge.pull(fix))?.state, tries]).toEqual(['closed', 2]);
  });

  it('keeps the fix in lore before the branch goes', async () => {
    await push();
    const done: unknown[] = [];
    workshop.settle = async (closed) => done.push('settle', ...closed);
    workshop.remove = async (branch) => void done.push(branch);
    await say(await fixOf(), '/dreamos reject', true);
    expect(done).toEqual(['settle', { fix: HEAD, tip: '' }, 'dreamos/fix/typecheck-0badf00d']);
  });

  it('is refused where there is nothing to turn down', async () => {
    await push();
    const fix = await fixOf();
    expect(await say(await issueOf(), '/dreamos reject')).toContain('Only a fix of mine');
    found = makeOutcome([], { base: HEAD });
    workshop.sync = async () => ({ defaultBranch: 'main', head: HEAD, branches: new Map() });
    await push(HEAD);
    expect(await say(fix, '/dreamos reject', true)).toContain('for its failure is gone');
  });
});

describe('/dreamos start', () => {
  it('takes up what came while all was stopped', async () => {
    found = makeOutcome([], { base: HEAD });
    await push();
    const at = await dashboard();
    await say(at, '/dreamos stop');
    found = BOTH;
    workshop.sync = async () => ({ defaultBranch: 'main', head: HEAD, branches: new Map() });
    await push(HEAD);
    expect(heals).toEqual([BASE]);
    expect(await say(at, '/dreamos start')).toBe('rocket: Taken up again: escalated, 2 incidents.');
    expect(heals).toEqual([BASE, HEAD]);
    // Nothing is due any more.
    await say(at, '/dreamos start');
    expect(heals).toHaveLength(2);
  });

  it('hears of a fix that waited and missed its time, and of a red CI', async () => {
    settings = { github: { hours: '13:00-14:00' } };
    found = makeOutcome([makeHealed()], { base: BASE });
    await push();
    const at = await dashboard();
    await say(at, '/dreamos stop');
    clock.turnTo('2026-11-24T13:30:00.000Z');
    expect(await forge.pulls({ state: 'all' })).toEqual([]);
    await say(at, '/dreamos start');
    expect(await forge.pulls({ state: 'all' })).toHaveLength(1);

    await say(at, '/dreamos stop');
    found = makeOutcome([], { base: HEAD });
    workshop.sync = async () => ({ defaultBranch: 'main', head: HEAD, branches: new Map() });
    forge.failedRuns = async () => [
      { id: 1, name: 'Nightly', sha: HEAD, conclusion: 'failure', htmlUrl: '' },
    ];
    forge.runLog = async () => null;
    await say(at, '/dreamos start');
    expect((await forge.issue(await issueOf()))?.body).toContain('Nightly');
  });

  it('ends the fixes that were merged or closed meanwhile', async () => {
    await push();
    await forge.addLabels(await dashboard(), ['dreamos:stop']);
    await forge.editPull(await fixOf(), { state: 'closed' });
    const branch = 'dreamos/fix/typecheck-0badf00d';
    workshop.sync = async () => ({ defaultBranch: 'main', head: BASE, branches: new Map([[branch, '']]) });
    const removed: string[] = [];
    workshop.remove = async (name) => void removed.push(name);
    await forge.removeLabel(await dashboard(), 'dreamos:stop');
    await hear({ kind: 'issue', action: 'unlabeled', label: 'dreamos:stop', number: await dashboard() });
    expect([removed, heals]).toEqual([[branch], [BASE]]);
  });

  it('looks at the one thing that was stopped, and asks for nothing else', async () => {
    await push();
    const issue = await issueOf();
    await forge.editPull(await fixOf(), { state: 'closed' });
    await say(issue, '/dreamos stop');
    expect(await say(issue, '/dreamos start')).toContain('Taken up again: escalated, 2 incidents.');
    await hear({ kind: 'issue', action: 'unlabeled', label: 'dreamos:stop', number: issue });
    expect(heals).toEqual([BASE, BASE, BASE]);
    expect((await forge.pulls({ state: 'open' })).length).toBe(0);
  });

  it('looks at nothing while all is stopped', async () => {
    await push();
    await forge.addLabels(await dashboard(), ['dreamos:stop']);
    expect(await say(await issueOf(), '/dreamos start')).toContain('all is stopped here');
    expect(heals).toHaveLength(1);
  });

  it('is heard by a box too', async () => {
    await push();
    const [issue, at] = [await issueOf(), await dashboard()];
    await forge.addLabels(issue, ['dreamos:stop']);
    await hear({ kind: 'rerun', name: 'dreamos/watch', sha: BASE, branch: 'main' });
    const body = (await forge.issue(at))?.body ?? '';
    expect(body).toContain('- [x] ignore `22222222`');
    await forge.editIssue(at, { body: body.replace('- [x] ignore', '- [ ] ignore') });
    await hear({ kind: 'issue', action: 'edited', label: null, number: at });
    expect((await forge.issue(issue))?.labels).not.toContain('dreamos:stop');
    expect(heals).toEqual([BASE, BASE, BASE]);
  });
});

describe('/dreamos forget', () => {
  it.each([
    ['mode: observe', { mode: 'observe' }],
    ['lore.write: false', { lore: { write: false } }],
  ])('is refused where the settings say %s', async (why, changed) => {
    await push();
    settings = changed;
    workshop.forgetLore = async () => 'Forgotten.';
    const said = await say(await dashboard(), '/dreamos forget 01JD0000000000000000000000');
    expect(said).toContain('confused: Not done');
    expect(said).toContain(why);
  });
});

const CI = { kind: 'ci-red', sha: BASE, branch: 'main', isDefault: true, name: 'Nightly' };

it('writes nothing of a green CI where it is only to observe', async () => {
  found = makeOutcome([], { base: BASE });
  await hear(CI);
  const issue = await issueOf();
  settings = { mode: 'observe' };
  await hear({ kind: 'ci-green', sha: BASE, name: 'Nightly' });
  expect([(await forge.issue(issue))?.state, await forge.comments(issue)]).toEqual(['open', []]);
  settings = {};
  await hear({ kind: 'ci-green', sha: BASE, name: 'Nightly', round: '2' });
  expect((await forge.issue(issue))?.state).toBe('closed');
});

describe('what is said of', () => {
  it('an issue about CI: explain, status', async () => {
    found = makeOutcome([], { base: BASE });
    await hear(CI);
    const issue = await issueOf();
    const told = await say(issue, '/dreamos explain');
    expect(told).toContain('rocket: **CI is red on `main`');
    expect(told).toContain('### CI says: `Nightly`');
    expect(told).not.toContain('Controls');
    expect(await say(issue, '/dreamos status')).toContain(
      `It is open. CI was red at \`${BASE.slice(0, 12)}\` and our run was not: Nightly.`,
    );
  });

  it('a pull request of a person: explain, from the check run', async () => {
    const { number } = await forge.openPull({
      ...{ head: 'topic', base: 'main', title: 'Mine', body: '', isDraft: false },
    });
    there.settle();
    expect(await say(number, '/dreamos explain', true)).toContain('was not looked at');
    const run = { name: 'dreamos/watch', sha: '', externalId: 'x' };
    const text = { status: 'completed', annotations: [] } as const;
    const { id } = await forge.startCheck({
      ...run,
      text: { ...text, conclusion: 'neutral', title: '1 incident: 1 for a person', summary: '| lint |' },
    });
    there.settle();
    expect(await say(number, '/dreamos explain', true)).toBe(
      'rocket: **1 incident: 1 for a person**\n\n| lint |',
    );
    const green = { ...text, conclusion: 'success', title: 'All checks are green', summary: 'x' } as const;
    await forge.updateCheck(id, green);
    expect(await say(number, '/dreamos explain', true)).toBe('rocket: All checks are green.');
  });

  it('what is none of ours: nothing', async () => {
    const { number } = await forge.openIssue({ title: 'Mine', body: 'Hello.', labels: [] });
    there.settle();
    expect(await say(number, '/dreamos explain')).toMatch(/^confused: Not done: .*no issue or pull request/);
  });
});
