import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AppHouse, openAppHouse } from './app-house.ts';
import { FILES, NO_SLUG, NO_SUM, personIn, settings } from './app-person.ts';

// Each waits for several runs of the checks, on whatever machine.
jest.setTimeout(300_000);

const SETTINGS = settings('{ prove: true, caps: { pullsPerHour: 100, openPulls: 20, attempts: 2 } }');

let house: AppHouse;
let person: ReturnType<typeof personIn>;
beforeAll(async () => {
  house = await openAppHouse();
  person = personIn(house);
  await house.commit({ ...FILES, ...NO_SUM, ...SETTINGS }, 'Begin');
  await house.push();
  await house.calm();
}, 60_000);
afterAll(() => house.close(), 60_000);

describe('a pull request of a person', () => {
  let number = 0;

  it('is told its own failures alone, with the fix as suggested changes', async () => {
    expect(await person.issues('dreamos:needs-human')).toHaveLength(1);
    const pull = await person.openPull('rename', NO_SLUG);
    number = pull.number;
    const check = await person.check(pull.sha, 'dreamos/watch');
    expect(check.conclusion).toBe('neutral');
    expect(check.output.summary).toContain('slugify');
    expect(check.output.summary).not.toContain('sum');
    const notes = await person.list(`/check-runs/${check.id}/annotations`);
    expect(JSON.stringify(notes)).not.toContain('price.test.js');
    const [review, ...others] = await person.list(`/pulls/${number}/reviews`);
    expect(others).toEqual([]);
    expect(review).toMatchObject({ state: 'COMMENTED', commit_id: pull.sha });
    const [line] = await person.list(`/pulls/${number}/comments`);
    expect(line).toMatchObject({ path: 'src/slug.js', line: 1 });
    expect(line.body).toMatch(/^```suggestion\n[\s\S]*slugify[\s\S]*\n```$/);
    expect(await person.fixes()).toEqual([]);
    expect(await person.checks(pull.sha)).toContain('dreamos/proof neutral');
  });

  it('is told it once, whatever is delivered again or labelled', async () => {
    const opened = house.github.deliveries.find(
      (one) => one.event === 'pull_request' && one.action === 'opened',
    );
    await house.github.redeliver(opened?.id ?? '');
    await person.must('POST', `/issues/${number}/labels`, { labels: ['question'] });
    await person.must('PATCH', `/pulls/${number}`, { title: 'Another name' });
    await house.calm();
    expect(await person.list(`/pulls/${number}/reviews`)).toHaveLength(1);
    const { sha } = (await house.api('GET', `/pulls/${number}`)).json.head;
    expect(await person.checks(sha)).toEqual(['dreamos/proof neutral', 'dreamos/watch neutral']);
  });

  it('is judged anew when it is pushed to', async () => {
    await house.git('checkout', '-q', 'rename');
    const sha = await house.commit(
      { 'src/slug.js': `${FILES['src/slug.js']}export const slugfy = slugify;\n` },
      'Keep the old name',
    );
    await house.push('rename');
    await house.calm();
    const check = await person.check(sha, 'dreamos/watch');
    expect(check.conclusion).toBe('success');
    expect(check.output.title).not.toContain('All checks are green');
    expect(await person.list(`/pulls/${number}/reviews`)).toHaveLength(1);
  });

  it('gets the fix as a pull request onto its branch where its diff does not show the place', async () => {
    await house.git('fetch', '-q', 'origin');
    await house.git('checkout', '-q', '-B', 'move', 'origin/main');
    await house.git('mv', 'src/slug.js', 'src/text.js');
    const sha = await house.commit({}, 'Move');
    await house.push('move');
    const pull = await person.must('POST', '/pulls', { title: 'Move', head: 'move', base: 'main' });
    await house.calm();
    const [fix, ...others] = await person.fixes();
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ base: { ref: 'move', sha } });
    // Named apart from a fix of the same failure on another branch.
    expect(fix.head.ref).toMatch(/^dreamos\/fix\/test-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(await person.list(`/pulls/${pull.number}/reviews`)).toEqual([]);
    const before = fix.head.sha;

    // Another push: proved again on top of it.
    const second = await house.commit({ 'README.md': 'Words.\n' }, 'Words');
    await house.push('move');
    await house.calm();
    const [again] = await person.fixes();
    expect(again).toMatchObject({ number: fix.number });
    expect(again.head.sha).not.toBe(before);
    expect(again.body).toContain(second);

    // The person does it: the fix is of no use any more.
    await house.commit(
      { 'test/slug.test.js': FILES['test/slug.test.js'].replace('slug.js', 'text.js') },
      'Follow',
    );
    await house.push('move');
    await house.calm();
    expect(await person.fixes()).toEqual([]);
    expect(await person.headOf(fix.head.ref)).toBeNull();
    await person.must('PATCH', `/pulls/${pull.number}`, { state: 'closed' });
  });

  it('of a fork is run shut in and reported, and nothing else is written', async () => {
    const bob = house.github.addUser('bob');
    const fork = await person.must('POST', '/forks', {}, bob.token);
    await house.git('checkout', '-q', '-B', 'theirs', 'origin/main');
    const sha = await house.commit(NO_SLUG, 'Theirs');
    await house.git('push', '-q', fork.clone_url.replace('://', `://bob:${bob.token}@`), 'theirs');
    const body = { title: 'Theirs', head: 'bob:theirs', base: 'main' };
    const pull = await person.must('POST', '/pulls', body, bob.token);
    await house.calm();
    expect(await person.checks(sha)).toEqual(['dreamos/proof neutral', 'dreamos/watch neutral']);
    const check = await person.check(sha, 'dreamos/watch');
    expect(check.output.summary).toContain('comes from a fork');
    expect(await person.list(`/pulls/${pull.number}/reviews`)).toEqual([]);
    expect(await person.comments(pull.number)).toEqual([]);
    expect(await person.fixes()).toEqual([]);
    await person.must('PATCH', `/pulls/${pull.number}`, { state: 'closed' });
  });

  it('is shown to weaken a test, and one that truly fixes is proved', async () => {
    const weak = await person.openPull('weaken', {
      'test/price.test.js': FILES['test/price.test.js'].replace(
        'assert.equal(sum([1, 2]), 3)',
        'sum([1, 2])',
      ),
    });
    const check = await person.check(weak.sha, 'dreamos/proof');
    expect(check.conclusion).toBe('neutral');
    const notes = await person.list(`/check-runs/${check.id}/annotations`);
    expect(notes).toContainEqual(expect.objectContaining({ path: 'test/price.test.js' }));
    const fix = await person.openPull('mend', { 'src/price.js': FILES['src/price.js'] });
    expect(await person.checks(fix.sha)).toEqual(['dreamos/proof success', 'dreamos/watch success']);
    await person.must('PUT', `/pulls/${fix.number}/merge`, {});
    await house.calm();
    expect(await person.issues('dreamos:needs-human')).toEqual([]);
  });

  it('made no call that GitHub does not know', () => {
    expect(house.github.violations).toEqual([]);
  });
});
