import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AppHouse, openAppHouse } from './app-house.ts';
import { FILES, NO_SLUG, NO_SUM, personIn, type Row, settings } from './app-person.ts';

// Some wait for several runs of the checks, on whatever machine.
jest.setTimeout(300_000);

const OPEN = settings('{ caps: { pullsPerHour: 100, openPulls: 20, attempts: 2 } }');

let house: AppHouse;
let person: ReturnType<typeof personIn>;
let words = 0;
/** The default branch moves, and nothing that the checks see. */
const move = () => person.pushMain({ 'README.md': `Words ${words++}.\n` }, 'Words');
const label = async (number: number, name: string) => {
  await person.must('POST', `/issues/${number}/labels`, { labels: [name] });
  await house.calm();
};

beforeAll(async () => {
  house = await openAppHouse();
  person = personIn(house);
  await house.commit({ ...FILES, ...NO_SLUG, ...OPEN }, 'Begin');
  await house.push();
  await house.calm();
}, 120_000);
afterAll(() => house.close(), 60_000);

describe('a fix that is open', () => {
  it('is proved again when its base moves, as often as that happens, and is one attempt', async () => {
    const [before] = await person.fixes();
    await move();
    const sha = await move();
    const [fix, ...others] = await person.fixes();
    expect(others).toEqual([]);
    expect(fix.number).toBe(before.number);
    expect(fix.body).toContain(`"base":"${sha}"`);
    expect(fix.body).toContain('"attempt":1');
    expect(await person.checks(fix.head.sha)).toEqual(['dreamos/verify success']);
  });

  it('is left alone while it is stopped', async () => {
    const [fix] = await person.fixes();
    await label(fix.number, 'dreamos:stop');
    await move();
    expect((await person.fixes())[0].head.sha).toBe(fix.head.sha);
    await house.api('DELETE', `/issues/${fix.number}/labels/dreamos:stop`);
    await house.calm();
    await move();
    expect((await person.fixes())[0].head.sha).not.toBe(fix.head.sha);
  });

  it('is closed with the reason when its base is green', async () => {
    const [fix] = await person.fixes();
    const sha = await person.pushMain({ 'src/slug.js': FILES['src/slug.js'] }, 'Mend');
    expect(await person.fixes()).toEqual([]);
    expect((await person.comments(fix.number)).at(-1)).toContain(
      `no longer shows this at [\`${sha.slice(0, 12)}`,
    );
    expect(await person.headOf(fix.head.ref)).toBeNull();
  });
});

describe('a fix that a person has closed', () => {
  let number = 0;

  it('is not made again, and the dashboard says so', async () => {
    await person.pushMain(NO_SLUG, 'Break');
    const [fix] = await person.fixes();
    number = fix.number;
    await person.must('PATCH', `/pulls/${number}`, { state: 'closed' });
    await house.calm();
    // Its branch is gone, and its entry with what became of it is not.
    expect(await person.headOf(fix.head.ref)).toBeNull();
    await house.git('fetch', '-q', 'origin');
    expect(await house.git('show', 'origin/dreamos/lore:lore/README.md')).toMatch(/^- .*\(fix, closed\)$/m);
    await move();
    expect(await person.fixes()).toEqual([]);
    expect((await person.dashboard()).body).toContain(
      `pull request ${number} for the same failure was closed`,
    );
  });

  it('is made again for a label, which goes', async () => {
    await label(number, 'dreamos:retry');
    const [fix] = await person.fixes();
    expect(fix.number).toBeGreaterThan(number);
    const { labels } = (await house.api('GET', `/issues/${number}`)).json;
    expect(labels.map(({ name }: Row) => name)).not.toContain('dreamos:retry');
  });
});

describe('a fix that a person goes on with', () => {
  it('is theirs: the branch is not touched, and no other is made beside it', async () => {
    const [fix] = await person.fixes();
    await house.git('fetch', '-q', 'origin');
    await house.git('checkout', '-q', '-B', 'mine', `origin/${fix.head.ref}`);
    const sha = await house.commit({ 'src/more.js': 'export const more = 1;\n' }, 'More');
    await house.push(fix.head.ref);
    await house.calm();
    await move();
    const open = await person.fixes();
    expect(open.map(({ head }) => head.sha)).toEqual([sha]);
    expect(open[0].body).toBe(fix.body);
    expect((await person.dashboard()).body).toContain('somebody else has commits on');
    await house.git('fetch', '-q', '--prune', 'origin');
    const branches = await house.git('branch', '-r', '--list', 'origin/dreamos/fix/*');
    expect(branches.split('\n')).toHaveLength(1);
    await person.must('PUT', `/pulls/${fix.number}/merge`, {});
    await house.calm();
  });
});

describe('a fix that may not be proposed yet', () => {
  it('waits for a cap, and the dashboard tells, also after it was told anew', async () => {
    await person.pushMain({ ...NO_SLUG, ...settings('{ caps: { openPulls: 0 } }') }, 'Break, none open');
    expect(await person.fixes()).toEqual([]);
    const text = 'a fix is proved; the cap of 0 open pull requests is reached';
    const board = await person.dashboard();
    expect(board.body).toContain(text);
    await person.must('PATCH', `/issues/${board.number}`, {
      body: board.body.replace(/- \[ \] ignore/, '- [x] ignore'),
    });
    await house.calm();
    expect((await person.dashboard()).body).toContain(text);
    await person.pushMain(settings('{ caps: { pullsPerHour: 0 } }'), 'None an hour');
    expect((await person.dashboard()).body).toContain('the cap of 0 pull requests an hour is reached');
  });

  it('waits for its hours', async () => {
    const soon = new Date(Date.now() + 3 * 3_600_000).getUTCHours();
    const hours = [soon, (soon + 1) % 24].map((hour) => `${String(hour).padStart(2, '0')}:00`).join('-');
    await person.pushMain(settings(`{ hours: '${hours}' }`), 'Hours');
    expect(await person.fixes()).toEqual([]);
    expect((await person.dashboard()).body).toContain('pull requests are opened between');
  });

  it('is proposed by the next push that finds room', async () => {
    await person.pushMain(OPEN, 'Room');
    const [fix] = await person.fixes();
    expect(fix.title).toMatch(/slug/i);
    expect((await person.dashboard()).body).not.toContain('a fix is proved;');
  });
});

describe('a fix that cannot be proved again', () => {
  it('says so, and no issue is made beside it', async () => {
    const [fix] = await person.fixes();
    await person.pushMain({ 'src/slug.js': 'export const price = 1;\n' }, 'Gone');
    const [still] = await person.fixes();
    expect(still).toMatchObject({ number: fix.number, head: { sha: fix.head.sha } });
    expect((await person.comments(fix.number)).at(-1)).toContain('could not be proved again');
    expect(still.labels.map(({ name }: Row) => name)).toContain('dreamos:needs-human');
    expect(await person.checks(fix.head.sha)).toEqual(['dreamos/verify neutral']);
    expect(await person.issues('dreamos:needs-human')).toEqual([]);
  });

  it('is told as tried often enough after as many attempts as may be, and no more is searched', async () => {
    await person.pushMain(NO_SUM, 'Break the sum');
    await move();
    const sha = await move();
    const check = await person.check(sha, 'dreamos/watch');
    expect(check.output.summary).toContain('2 attempts were made');
    const [issue] = await person.issues('dreamos:needs-human');
    expect(issue.body).toContain('"attempt":2');
    expect(issue.body).toContain('2 attempts were made; `/dreamos retry` tries again.');
    await person.must('POST', `/issues/${issue.number}/comments`, { body: '/dreamos retry' });
    await house.calm();
    expect((await person.check(sha, 'dreamos/watch')).output.summary).not.toContain('attempts were made');
  });

  it('made no call that GitHub does not know', () => {
    expect(house.github.violations).toEqual([]);
  });
});
