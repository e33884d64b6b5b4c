import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AppHouse, openAppHouse } from './app-house.ts';
import { FILES, NO_SLUG, personIn, QUICK, settings } from './app-person.ts';

// Some wait for several runs of the checks, on whatever machine.
jest.setTimeout(300_000);

const SETTINGS = settings('{ caps: { pullsPerHour: 100, openPulls: 20, attempts: 3 } }');

let house: AppHouse;
let person: ReturnType<typeof personIn>;
let sha = '';
beforeAll(async () => {
  house = await openAppHouse();
  person = personIn(house);
  sha = await house.commit({ ...FILES, ...SETTINGS }, 'Begin\n\nSigned-off-by: Ada <ada@example.com>');
  await house.push();
  await house.calm();
}, 120_000);
afterAll(() => house.close(), 60_000);

const LOG = 'src/slug.ts(1,5): error TS2304: Cannot find name "nothing".\n';
const ci = async (conclusion: string, at: string, name = 'CI') => {
  house.repo.addWorkflowRun({ sha: at, branch: 'main', name, conclusion, log: LOG });
  await house.calm();
};

describe('secrets that a run or a log shows', () => {
  const [token, password] = [
    ['ghp', 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4eFg7h'],
    ['hunter2', 'hunter2pw'],
  ];
  const secrets = [token.join('_'), ['AKIA', 'IOSFODNN7QWERTYZ'].join(''), password.join('')];
  const shown = () => [...secrets, house.github.app.webhookSecret];
  const line = () => `it has ${shown()[0]}, ${shown()[1]}, postgres://u:${shown()[2]}@db/x and ${shown()[3]}`;
  const plain = "import test from 'node:test';\n";

  it('are nowhere on the forge, and not in what is pushed', async () => {
    const broken = {
      'test/secret.test.js': `${plain}test('s', () => { throw new Error(${JSON.stringify(line())}); });\n`,
      // The fix is found, and would bring the name that is missing into the code.
      'src/token.js': `export const ${shown()[0]} = 1;\n`,
      'test/token.test.js': `${plain}import { ${shown()[0]}x } from '../src/token.js';\ntest('t', () => ${shown()[0]}x);\n`,
    };
    const red = await person.pushMain(
      { ...broken, ...NO_SLUG },
      'Print\n\nSigned-off-by: Ada <ada@example.com>',
    );
    expect(await person.fixes()).toHaveLength(1);
    await house.git('fetch', '-q', 'origin');
    const said = [
      await person.list('/issues?state=all&per_page=100'),
      await person.list('/issues/comments?per_page=100'),
      await person.list('/pulls?state=all&per_page=100'),
      await person.list(`/commits/${red}/check-runs`),
      await person.list(`/check-runs/${(await person.check(red, 'dreamos/watch')).id}/annotations`),
      ...[house.log, house.said],
    ];
    const pushed = await house.git('log', '-p', '--remotes=origin/dreamos', `^${red}`);
    for (const secret of secrets) expect(pushed).not.toContain(secret);
    for (const secret of shown()) for (const text of said) expect(JSON.stringify(text)).not.toContain(secret);
    expect(JSON.stringify(said)).toContain('[cut: a GitHub token]');
    expect(JSON.stringify(said)).toContain('[cut: the value of WEBHOOK_SECRET]');
  });

  it('are cut out of what its own CI says', async () => {
    const mended = { ...FILES, 'test/secret.test.js': plain, 'test/token.test.js': plain };
    sha = await person.pushMain(mended, 'Mend\n\nSigned-off-by: Ada <ada@example.com>');
    house.repo.addWorkflowRun({
      ...{ sha, branch: 'main', name: 'CI', conclusion: 'failure' },
      log: `src/slug.js(1,5): error TS2304: Cannot find name "${line()}".\n`,
    });
    await house.calm();
    const [issue] = await person.issues('dreamos:needs-human');
    expect(issue.body).toContain('[cut: a GitHub token]');
    for (const secret of shown()) expect(issue.body).not.toContain(secret);
    house.repo.addWorkflowRun({ sha, branch: 'main', name: 'CI', conclusion: 'success', log: '' });
    await house.calm();
  });
});

describe('a CI that is red where our run is green', () => {
  const open = () => person.issues('dreamos:needs-human');

  it('is told in one issue, with what its log says', async () => {
    await ci('failure', sha);
    await ci('failure', sha, 'Nightly');
    const [issue, ...others] = await open();
    expect(others).toEqual([]);
    expect(issue.title).toBe('CI is red on main, and not here');
    expect(issue.body).toContain('TS2304');
    expect(issue.body).toContain('Nightly');
    expect(issue.body).toContain('green at this commit');
    expect(issue.body).toMatch(/\[The run\]\(http/);
  });

  it('is closed by a later green run of it, not by one of something else', async () => {
    const [issue] = await open();
    sha = await person.pushMain({ 'README.md': 'Words.\n' }, 'Words\n\nSigned-off-by: Ada <ada@example.com>');
    await ci('success', sha, 'Docs');
    expect(await open()).toHaveLength(1);
    await ci('success', sha);
    expect(await open()).toEqual([]);
    expect((await person.comments(issue.number)).at(-1)).toContain('CI is green at');
  });

  it('opens that again when it is red again', async () => {
    sha = await person.pushMain({ 'README.md': 'More.\n' }, 'More\n\nSigned-off-by: Ada <ada@example.com>');
    await ci('failure', sha);
    expect(await open()).toHaveLength(1);
    await ci('failure', await house.git('rev-parse', 'HEAD^'), 'Late');
    expect((await open())[0].body).not.toContain('Late');
    sha = await person.pushMain({ 'README.md': 'Less.\n' }, 'Less\n\nSigned-off-by: Ada <ada@example.com>');
    await ci('success', sha);
    expect(await open()).toEqual([]);
  });
});

describe('commits of ours', () => {
  it('are signed off where the people’s are', async () => {
    await person.pushMain(NO_SLUG, 'Break\n\nSigned-off-by: Ada <ada@example.com>');
    const [fix] = await person.fixes();
    await house.git('fetch', '-q', 'origin');
    const bodies = await house.git(
      'log',
      '--format=%cn|%(trailers:key=Signed-off-by,valueonly)',
      `main..${fix.head.sha}`,
    );
    const lines = bodies.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^Dream\.OS\|Dream\.OS <\S+@\S+>$/);
    await person.pushMain({ 'src/slug.js': FILES['src/slug.js'] }, 'Mend');
  });
});

describe('settings', () => {
  it('with an unknown key stop everything, which is said on the commit and to who asks', async () => {
    const bad = await person.pushMain({ '.github/dreamos.yml': `${QUICK}\nchekcs: {}\n` }, 'Typo');
    const check = await person.check(bad, 'dreamos/watch');
    expect(check.conclusion).toBe('neutral');
    expect(check.output.summary).toContain('chekcs');
    const { number } = await person.dashboard();
    for (const [body, answer] of [
      ['/dreamos config', 'chekcs'],
      ['/dreamos retry', 'The settings cannot be read'],
    ] as const) {
      await person.must('POST', `/issues/${number}/comments`, { body });
      await house.calm();
      expect((await person.comments(number)).at(-1)).toContain(answer);
    }
    const mended = await person.pushMain(SETTINGS, 'Spell');
    expect(await person.checks(mended)).toEqual(['dreamos/watch success']);
  });

  it('that only observe leave the dashboard and the check run, and nothing else', async () => {
    const all = async () => [
      (await person.list('/issues?state=all')).length,
      (await person.list('/branches')).map(({ name, commit }) => name === 'main' || [name, commit.sha]),
    ];
    const before = await all();
    const at = await person.pushMain(
      { ...NO_SLUG, '.github/dreamos.yml': `${QUICK}\nmode: observe\n` },
      'Observe, and break',
    );
    expect(await all()).toEqual(before);
    expect(await person.checks(at)).toEqual(['dreamos/watch neutral']);
    const { body } = await person.dashboard();
    expect(body).toContain('It only observes');
    expect(body).toContain('a fix is proved, and would be proposed');
    await ci('failure', at);
    expect(await all()).toEqual(before);
  });
});

describe('a repository', () => {
  it('that is renamed is the same one', async () => {
    await person.pushMain({ ...SETTINGS, 'src/slug.js': FILES['src/slug.js'] }, 'Propose, and mend');
    const { number } = await person.dashboard();
    house.repo.rename('gadgets');
    await house.calm();
    expect(house.said.at(-1)).toContain('ignored, renamed');
    await house.git(
      'remote',
      'set-url',
      'origin',
      house.repo.cloneUrl.replace('://', `://ada:${house.maintainer.token}@`),
    );
    const at = await person.pushMain(NO_SLUG, 'Break');
    expect(await person.checks(at)).toEqual(['dreamos/watch neutral']);
    expect(await person.fixes()).toHaveLength(1);
    expect((await person.dashboard()).number).toBe(number);
  });

  it('that is archived or disabled is left alone', async () => {
    const before = house.log.length;
    house.repo.setArchived(true);
    await ci('failure', sha);
    expect(house.said.at(-1)).toContain('ignored, archived');
    house.repo.setArchived(false);
    house.repo.setDisabled(true);
    await ci('failure', sha);
    expect(house.said.some((line) => line.includes('ignored, disabled'))).toBe(true);
    house.repo.setDisabled(false);
    expect(house.log).toHaveLength(before);
  });

  it('was spoken to by no call that GitHub does not know', () => {
    expect(house.github.violations).toEqual([]);
  });
});

describe('what happened while nobody was there', () => {
  it('is worked off after the start, for GitHub is asked to tell it again', async () => {
    let missed = '';
    await house.restart(async () => {
      missed = await house.commit({ 'README.md': 'Written in the night.\n' }, 'Words');
      await house.push();
      await house.github.settled();
      expect(house.github.deliveries.at(-1)?.status).toBe(0);
    });
    const isAsked = () => house.said.some((line) => /^[1-9]\d* missed deliveries/.test(line));
    for (let times = 0; !isAsked() && times < 500; times += 1) await sleep(20);
    await house.calm();
    expect((await person.check(missed, 'dreamos/watch'))?.status).toBe('completed');
    expect(house.github.violations).toEqual([]);
  });
});

describe('a repository that is taken from the app', () => {
  it('leaves no copy on the server', async () => {
    const copy = join(house.folder, 'data', 'repositories', String(house.repo.id));
    expect(existsSync(copy)).toBe(true);
    house.github.uninstall(house.repo);
    await house.calm();
    expect(existsSync(copy)).toBe(false);
    expect(house.log.at(-1)).toContain('its copy is deleted');
  });
});
