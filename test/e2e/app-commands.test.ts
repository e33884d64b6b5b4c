import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FakeUser } from '../fakes/github/fake-github.ts';
import { type AppHouse, openAppHouse } from './app-house.ts';
import { FILES, NO_SLUG, NO_SUM, personIn, type Row, settings } from './app-person.ts';

// Some wait for several runs of the checks, on whatever machine.
jest.setTimeout(300_000);

const SETTINGS = settings(
  "{ bots: ['named[bot]'], hours: null, caps: { pullsPerHour: 100, openPulls: 20, attempts: 9, commandsPerHour: 200 } }",
);

let house: AppHouse;
let person: ReturnType<typeof personIn>;
let fix: Row;
let issue: Row;
let dashboard: number;
const users: Record<'reader' | 'nobody' | 'triager' | 'named' | 'other', FakeUser> = {} as never;

beforeAll(async () => {
  house = await openAppHouse();
  person = personIn(house);
  const { github, repo } = house;
  users.reader = github.addUser('rae');
  users.nobody = github.addUser('eve');
  users.triager = github.addUser('tim');
  users.named = github.addUser('named[bot]', { isBot: true });
  users.other = github.addUser('other[bot]', { isBot: true });
  repo.setPermission('rae', 'read');
  repo.setPermission('eve', 'none');
  repo.setPermission('tim', 'triage');
  for (const { login } of [users.named, users.other]) repo.setPermission(login, 'write');
  await house.commit({ ...FILES, ...NO_SUM, ...NO_SLUG, ...SETTINGS }, 'Begin');
  await house.push();
  await house.calm();
  [fix] = await person.fixes();
  [issue] = await person.issues('dreamos:needs-human');
  dashboard = (await person.dashboard()).number;
}, 120_000);
afterAll(() => house.close(), 60_000);

/** Says something there; what came of it: the faces on it, and what was answered. */
async function say(number: number, body: string, { token }: { token: string } = house.maintainer) {
  const before = (await person.comments(number)).length;
  const { id } = await person.must('POST', `/issues/${number}/comments`, { body }, token);
  await house.calm();
  const faces = (await person.list(`/issues/comments/${id}/reactions`)).map(({ content }) => content);
  const answers = (await person.comments(number)).slice(before + 1);
  return { id, faces, answers, answer: answers.join('\n') };
}

const DONE = ['eyes', 'rocket'];
const REFUSED = ['eyes', 'confused'];
const labelsOf = async (number: number) =>
  (await person.list(`/issues/${number}/labels`)).map(({ name }) => name);

describe('a command in a comment', () => {
  it('is answered: help, status, config, explain', async () => {
    const help = await say(issue.number, '/dreamos help');
    expect(help.faces).toEqual(DONE);
    expect(help.answer).toContain('/dreamos approve <sha>');
    expect((await say(fix.number, '/dreamos')).faces).toEqual(DONE);
    const status = await say(fix.number, '/dreamos status');
    expect(status.answer).toContain('a person merges it or closes it');
    expect((await say(issue.number, '/DreamOS Status!')).answer).toContain('It is open');
    expect((await say(dashboard, '/dreamos config')).answer).toContain('"named[bot]"');
    expect((await say(issue.number, '/dreamos explain')).answer).toContain('price.test.js');
    const nothing = await say(dashboard, '/dreamos explain');
    expect(nothing.faces).toEqual(REFUSED);
    expect(nothing.answer).toMatch(/^Not done: `explain`\. This is no issue or pull request of mine/);
  });

  it('that is none, or has the wrong words, is told in one line', async () => {
    const unknown = await say(issue.number, '/dreamos retri');
    expect(unknown.faces).toEqual(REFUSED);
    expect(unknown.answer).toContain('Did you mean `/dreamos retry`?');
    const bad = await say(fix.number, '/dreamos approve abc');
    expect(bad.faces).toEqual(REFUSED);
    expect(bad.answer).toContain('/dreamos approve <sha>');
    const check = await say(fix.number, '/dreamos fix nothing-of-this-name');
    expect(check.answer).toContain('There is: test');
  });

  it('is refused to who may not', async () => {
    expect((await say(issue.number, '/dreamos help', users.reader)).faces).toEqual(DONE);
    for (const verb of [
      'fix',
      'retry',
      'stop',
      'start',
      'reject',
      `approve ${fix.head.sha}`,
      'forget 01JD0000000000000000000000',
    ]) {
      const said = await say(fix.number, `/dreamos ${verb}`, users.reader);
      expect([verb, said.faces]).toEqual([verb, REFUSED]);
      expect(said.answer).toContain('and yours here is read');
    }
    // Who is nobody here may read what is public, and no more.
    const none = await say(issue.number, '/dreamos stop', users.nobody);
    expect(none.faces).toEqual(REFUSED);
    expect(await labelsOf(fix.number)).toEqual(['dreamos', 'dreamos:fix']);
  });

  it('of a bot is heard where the settings name it', async () => {
    expect(await say(issue.number, '/dreamos help', users.other)).toMatchObject({ faces: [], answers: [] });
    expect((await say(issue.number, '/dreamos help', users.named)).faces).toEqual(DONE);
    await person.must(
      'POST',
      `/issues/${issue.number}/labels`,
      { labels: ['dreamos:retry'] },
      users.other.token,
    );
    await house.calm();
    expect(house.said.at(-1)).toContain('ignored, bot');
  });

  it('is none when it is quoted, or was edited in', async () => {
    expect((await say(fix.number, '> /dreamos stop')).faces).toEqual([]);
    expect((await say(fix.number, 'I would not\n/dreamos stop')).faces).toEqual([]);
    const { id } = await say(fix.number, 'Nothing');
    await person.must('PATCH', `/issues/comments/${id}`, { body: '/dreamos stop' });
    await house.calm();
    expect(await labelsOf(fix.number)).not.toContain('dreamos:stop');
  });

  it('that is delivered twice is answered once', async () => {
    const { answers } = await say(issue.number, '/dreamos help');
    expect(answers).toHaveLength(1);
    const before = await person.comments(issue.number);
    const last = house.github.deliveries.findLast(
      ({ event, action }) => event === 'issue_comment' && action === 'created',
    );
    await house.github.redeliver(last?.id ?? '');
    await house.calm();
    expect(await person.comments(issue.number)).toEqual(before);
  });

  it('stops one thing or all, and starts it again', async () => {
    expect((await say(fix.number, '/dreamos stop', users.triager)).faces).toEqual(DONE);
    expect(await labelsOf(fix.number)).toContain('dreamos:stop');
    expect((await say(fix.number, '/dreamos start')).faces).toEqual(DONE);
    expect(await labelsOf(fix.number)).not.toContain('dreamos:stop');
    await say(dashboard, '/dreamos stop');
    const refused = await say(issue.number, '/dreamos retry');
    expect(refused.faces).toEqual(REFUSED);
    expect(refused.answer).toContain('Everything is stopped here');
    expect((await say(dashboard, '/dreamos start')).faces).toEqual(DONE);
  });

  it('finds lore, and forgets it', async () => {
    const found = await say(issue.number, '/dreamos lore slugify');
    expect(found.faces).toEqual(DONE);
    const id = /`(01[0-9A-Z]{24})`/.exec(found.answer)?.[1] ?? '';
    expect(id).toHaveLength(26);
    expect((await say(dashboard, `/dreamos forget ${id} wrong`)).faces).toEqual(DONE);
    expect((await say(issue.number, '/dreamos lore slugify')).answer).not.toContain(id);
    expect((await say(dashboard, '/dreamos forget 01JD0000000000000000000000')).faces).toEqual(REFUSED);
  });

  it('looks again', async () => {
    const said = await say(issue.number, '/dreamos retry');
    expect(said.faces).toEqual(DONE);
    expect(said.answer).toMatch(/^Looked again: escalated, 2 incident/);
    expect(await person.fixes()).toHaveLength(1);
  });
});

describe('a box of the dashboard', () => {
  const tick = async (from: RegExp, to: string, { token }: FakeUser) => {
    const { body } = await person.dashboard();
    expect(body).toMatch(from);
    await person.must('PATCH', `/issues/${dashboard}`, { body: body.replace(from, to) }, token);
    await house.calm();
  };

  it('does nothing where a stranger ticks it, and is unticked', async () => {
    await tick(/- \[ \] ignore/, '- [x] ignore', users.triager);
    expect(house.log.at(-1)).toContain('tim may not tick here');
    expect((await person.dashboard()).body).not.toMatch(/- \[x\]/);
    expect(await labelsOf(fix.number)).not.toContain('dreamos:stop');
    expect(await labelsOf(issue.number)).not.toContain('dreamos:stop');
  });

  it('does what it says where a maintainer ticks it, and takes it back', async () => {
    const print = String(/"fingerprint":"([0-9a-f]{8})/.exec(issue.body)?.[1]);
    await tick(new RegExp(`- \\[ \\] ignore \`${print}\``), `- [x] ignore \`${print}\``, house.maintainer);
    expect(await labelsOf(issue.number)).toContain('dreamos:stop');
    expect((await person.dashboard()).body).toContain('untick it to look at it again');
    await tick(/- \[x\] ignore/, '- [ ] ignore', house.maintainer);
    expect(await labelsOf(issue.number)).not.toContain('dreamos:stop');
    expect((await person.dashboard()).body).not.toContain('untick it');
  });
});

describe('/dreamos fix --push', () => {
  it('puts the proved fix on top of a person’s branch, never over it', async () => {
    await house.git('fetch', '-q', 'origin');
    const pull = await person.openPull('cents', {
      'src/cents.js': 'export const toCents = (price) => Math.round(price * 100);\n',
      'test/cents.test.js':
        "import assert from 'node:assert';\nimport test from 'node:test';\nimport { toCents } from '../src/cent.js';\ntest('cents', () => assert.equal(toCents(1), 100));\n",
    });
    expect((await say(pull.number, '/dreamos fix --push', users.reader)).faces).toEqual(REFUSED);
    expect((await say(issue.number, '/dreamos fix --push')).answer).toContain(
      'is for the branch of a pull request',
    );
    const said = await say(pull.number, '/dreamos fix --push');
    expect(said).toMatchObject({ faces: DONE });
    expect(said.answer).toContain('Pushed 1 proved fix');
    await house.git('fetch', '-q', 'origin');
    expect(await house.git('rev-parse', 'origin/cents^')).toBe(pull.sha);
    expect(await house.git('log', '-1', '--format=%cn', 'origin/cents')).toBe('Dream.OS');
    const head = await house.git('rev-parse', 'origin/cents');
    expect(await person.checks(head)).toEqual(['dreamos/verify success', 'dreamos/watch success']);
    const again = await say(pull.number, '/dreamos fix --push');
    expect(again.faces).toEqual(REFUSED);
    expect(await person.headOf('cents')).toBe(head);
  });
});

describe('what a person says of a fix', () => {
  it('is bound to the commit: approve', async () => {
    const { sha } = fix.head;
    const wrong = await say(fix.number, `/dreamos approve ${'0'.repeat(40)}`);
    expect(wrong.faces).toEqual(REFUSED);
    expect(wrong.answer).toContain(sha);
    expect((await say(issue.number, `/dreamos approve ${sha}`)).faces).toEqual(REFUSED);
    expect((await say(fix.number, `/dreamos approve ${sha}`)).faces).toEqual(DONE);
    expect((await person.check(sha, 'dreamos/verify')).output.title).toBe('Approved by ada, for this commit');
    expect((await house.api('GET', `/pulls/${fix.number}`)).json).toMatchObject({
      state: 'open',
      merged: false,
    });
    await house.git('fetch', '-q', 'origin');
    await house.git('checkout', '-q', '-B', 'onto', `origin/${fix.head.ref}`);
    const moved = await house.commit({ 'README.md': 'A person was here.\n' }, 'Mine');
    await house.push(fix.head.ref);
    const late = await say(fix.number, `/dreamos approve ${sha}`);
    expect(late.faces).toEqual(REFUSED);
    expect(late.answer).toContain(moved);
  });

  it('closes it for good: reject', async () => {
    const said = await say(fix.number, '/dreamos reject not like this');
    expect(said.faces).toEqual(DONE);
    expect((await house.api('GET', `/pulls/${fix.number}`)).json.state).toBe('closed');
    // A person's commit is on it: that is not taken away.
    expect(await person.headOf(fix.head.ref)).not.toBeNull();
    await person.pushMain({ 'README.md': 'Words.\n' }, 'Words');
    expect(await person.fixes()).toEqual([]);
    expect((await person.dashboard()).body).toContain('was closed without a merge');
    expect((await say(issue.number, '/dreamos reject')).faces).toEqual(REFUSED);
  });

  it('made no call that GitHub does not know', () => {
    expect(house.github.violations).toEqual([]);
  });
});
