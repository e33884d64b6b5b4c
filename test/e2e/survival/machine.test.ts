import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { hashFolder, isOurs, makeFolder, makeRepository } from '../../make.ts';
import { gitBegins, makeTarget } from './kill.ts';
import { heal } from './survive.ts';

/** Checks of plain node: quick, and nothing that a runner brings along. */
const BROKEN = {
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node t.js"}}\n',
  'src/slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  't.js': "import { slugify } from './src/slug.js';\nif (slugify('A B') !== 'a-b') throw new Error('no');\n",
};
const isRoot = process.getuid?.() === 0;
const canMount = spawnSync('unshare', ['-Urm', 'true']).status === 0;

/** What is left in a temp folder below the user's own folder, which stays. */
function leftIn(temp: string): string[] {
  return readdirSync(temp).flatMap((name) => readdirSync(join(temp, name)));
}

/** Whether there is a process that has `word` among its words. */
function isRunning(word: string): boolean {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .some((line) => line.includes(word));
}

async function waitUntil(is: () => boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; !is(); await sleep(20))
    if (Date.now() > end) throw new Error('it did not come to be');
}

/** A check that never ends, with a daemon in a session of its own; both have a word that they are known by. */
function hanging(word: string): string[] {
  const forever = `node -e "setInterval(() => {}, 1000)" ${word}`;
  return ['heal', '--json', '--', `setsid ${forever} & ${forever}`];
}

/** Settings with one check for each command line, and no other. */
function toSettings(checks: Readonly<Record<string, { run: string; timeout?: number }>>): string {
  return JSON.stringify({ detect: false, flakyRuns: 1, checks });
}

describe('a machine as it is', () => {
  it('may have a repository that cannot be written to: the fix is shown, the branch is not made', async () => {
    const repo = makeRepository(BROKEN);
    const temp = makeFolder();
    chmodSync(temp, 0o777);
    chmodSync(repo.dir, 0o755);
    if (!isRoot) execFileSync('chmod', ['-R', 'a-w', repo.dir]);
    const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'];
    const before = hashFolder(repo.dir);
    const env = { HOME: temp, XDG_CACHE_HOME: temp };
    const answer = await heal(repo.dir, ['heal', '--json'], { wrap: isRoot ? user : [], temp, env });
    const after = hashFolder(repo.dir);
    if (!isRoot) execFileSync('chmod', ['-R', 'u+w', repo.dir]);
    expect(answer.json).toMatchObject({
      status: 'healed',
      incidents: [
        {
          outcome: 'healed',
          branch: null,
          patch: expect.stringContaining('diff --git a/src/slug.js'),
          why: expect.stringContaining('cannot be written to'),
        },
      ],
    });
    expect(answer.exit).toBe(0);
    expect(after).toBe(before);
  });

  it('may have no git identity, and two heals at once make one branch', async () => {
    const repo = makeRepository(BROKEN);
    const [one, two] = await Promise.all([1, 2].map(() => heal(repo.dir, ['heal', '--json'])));
    const branches = [one, two].map((answer) => answer?.json.incidents[0]?.branch);
    expect([one?.exit, two?.exit]).toEqual([0, 0]);
    expect(new Set(branches).size).toBe(1);
    expect(repo.git('branch', '--list', 'dreamos/fix/*', '--format=%(refname:short)')).toBe(branches[0]);
    expect(repo.git('fsck', '--no-dangling')).toBe('');
    expect(repo.git('notes', '--ref=refs/notes/dreamos-proof', 'list').split('\n')).toHaveLength(1);
  });

  it('may have a full disk: one clear line, and nothing left', async () => {
    if (!canMount) return expect(process.platform === 'linux' && isRoot).toBe(false);
    const repo = makeRepository({ ...BROKEN, 'large.bin': 'x'.repeat(3_000_000) });
    const temp = makeFolder();
    const script =
      'mount -t tmpfs -o size=1m none "$TMPDIR" && "$@"; code=$?; ls -A "$TMPDIR"/*/ >&2; exit $code';
    const answer = await heal(repo.dir, ['heal', '--json'], {
      temp,
      wrap: ['unshare', '-Urm', 'sh', '-c', script, 'sh'],
    });
    expect(answer.json).toMatchObject({
      status: 'error',
      error: { code: 'no-space', hint: expect.stringContaining('TMPDIR') },
    });
    expect({ exit: answer.exit, left: answer.stderr.trim() }).toEqual({ exit: 3, left: '' });
  });

  it('may be interrupted: children end, temp is empty, nothing is written, exit 3', async () => {
    const word = `interrupted-${process.pid}`;
    const repo = makeRepository(BROKEN);
    const before = hashFolder(repo.dir);
    let pid = 0;
    const running = heal(repo.dir, hanging(word), { onStart: (id) => (pid = id) });
    await waitUntil(() => isRunning(`1000) ${word}`));
    process.kill(pid, 'SIGINT');
    const answer = await running;
    expect(answer).toMatchObject({ exit: 3, json: { status: 'error', error: { code: 'interrupted' } } });
    expect(leftIn(answer.temp)).toEqual([]);
    expect(hashFolder(repo.dir)).toBe(before);
  });

  it('may kill us: the next run ends what was left running and clears temp', async () => {
    const word = `killed-${process.pid}`;
    const repo = makeRepository(BROKEN);
    const before = hashFolder(repo.dir);
    const temp = makeFolder();
    let pid = 0;
    const running = heal(repo.dir, hanging(word), { temp, onStart: (id) => (pid = id) });
    await waitUntil(() => isRunning(`1000) ${word}`));
    process.kill(pid, 'SIGKILL');
    expect((await running).signal).toBe('SIGKILL');
    expect(leftIn(temp)).not.toEqual([]);
    expect(hashFolder(repo.dir)).toBe(before);
    await heal(repo.dir, ['clean'], { temp });
    expect(leftIn(temp)).toEqual([]);
    if (process.platform === 'linux') await waitUntil(() => !isRunning(word));
  });

  it('may kill us in a checkout, in a check, or while the branch is written: whole or not at all', async () => {
    const target = makeTarget(makeFolder());
    const isThere = (prefix: string) => (temp: string) =>
      waitUntil(() =>
        readdirSync(temp).some((own) =>
          readdirSync(join(temp, own)).some((name) => name.startsWith(prefix) && !name.endsWith('-tree')),
        ),
      );
    const checkout = await target.kill(isThere('run-'));
    const check = await target.kill(isThere('home-'));
    const written = await target.kill((temp) => gitBegins('dreamos-deliver', temp));
    expect([checkout, check]).toEqual([1, 2].map(() => ({ wasKilled: true, state: 'identical', left: [] })));
    expect(written).toEqual({
      wasKilled: true,
      state: process.platform === 'linux' ? 'finished' : expect.stringMatching(/^(identical|finished)$/),
      left: [],
    });
  });

  it('may have checks that write, hang, fork, kill, print, want a terminal, or fail under load only', async () => {
    const daemon = `daemon-${process.pid}`;
    const repo = makeRepository({
      '.gitignore': 'ignored\n',
      'src.js': 'export {};\n',
      '.github/dreamos.yml': toSettings({
        writes: { run: 'echo scribbled > src.js; echo new > new.js; rm -rf .git/HEAD .git/objects' },
        group: { run: 'kill -9 0' },
        hang: { run: 'sleep 600', timeout: 1 },
        daemon: { run: `setsid node -e "setInterval(() => {}, 1000)" ${daemon} >/dev/null 2>&1 & exit 0` },
        terminal: { run: '[ ! -t 0 ] && ! (: < /dev/tty) 2>/dev/null && ! read line' },
        prints: { run: 'head -c 1000000000 /dev/zero' },
        // The first run meets a machine that is busy; those after it do not.
        loaded: { run: '[ -e ignored ] || { touch ignored; echo too slow; exit 1; }' },
      }),
    });
    const before = hashFolder(repo.dir, isOurs);
    const answer = await heal(repo.dir, ['heal', '--json']);
    const outcomes = answer.json.incidents.map((one: { check: string; outcome: string }) => [
      one.check,
      one.outcome,
    ]);
    expect(Object.fromEntries(outcomes)).toEqual({ group: 'escalated', hang: 'escalated', loaded: 'flaky' });
    expect(answer.exit).toBe(1);
    expect(hashFolder(repo.dir, isOurs)).toBe(before);
    expect(leftIn(answer.temp)).toEqual([]);
    if (existsSync('/usr/bin/bwrap')) expect(isRunning(daemon)).toBe(false);
  });
});
