import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSandbox, whyLeftOut } from './open.ts';

const why = await whyLeftOut();
const shutIn = why === null ? describe : describe.skip;
if (why !== null) process.stderr.write(`tests of the sandbox are left out: ${why}\n`);
const MEGABYTE = 1024 * 1024;

/** Each attack is seen to succeed without a sandbox first: one that cannot would prove nothing. */
shutIn(`break-outs${why ? ` (left out: ${why})` : ''}`, () => {
  const box = openSandbox();
  let secret: ChildProcess | null = null;
  const servers: Server[] = [];
  beforeAll(() => {
    secret = spawn('sleep', ['60'], { env: { TOKEN: 'a token' }, stdio: 'ignore' });
  });
  afterAll(() => {
    secret?.kill();
    for (const server of servers) server.close();
  });

  async function attack(command: string, spoils: string): Promise<void> {
    const control = await box.outside(command);
    expect(control.output).toContain(spoils);
    const ran = await box.inside(command);
    expect(ran.output).not.toContain(spoils);
  }

  async function listen(where: { path: string } | { port: 0; host: string }): Promise<number> {
    const server = createServer((socket) => socket.end('the host speaks'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(where, resolve));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }
  const connect = (to: unknown) =>
    `node -e 'require("net").connect(${JSON.stringify(to)}).on("data", (d) => console.log(String(d))).on("error", () => {})'`;

  it('cannot read the home folder', () => attack(`cat ${box.home}/.ssh/key`, 'a private key'));

  it('cannot read the home folder through a link', () =>
    attack(`ln -sf ${box.home}/.ssh/key link; cat link`, 'a private key'));

  it('cannot read a token in the environment of another process', () =>
    attack('cat /proc/[0-9]*/environ', 'TOKEN=a token'));

  it('cannot signal a process outside', () =>
    attack(`kill -0 ${secret?.pid} && echo it is there`, 'it is there'));

  it('cannot write outside', async () => {
    const planted = join(box.home, 'planted');
    await box.inside(`echo x > ${planted}`);
    expect(existsSync(planted)).toBe(false);
    await box.outside(`echo x > ${planted}`);
    expect(existsSync(planted)).toBe(true);
  });

  it('cannot write into a package of the user', async () => {
    const command = `echo 'module.exports = 2;' > ${box.packages}/a/index.js; node -p 'require("${box.packages}/a")'`;
    await box.inside(command);
    expect(readFileSync(join(box.packages, 'a', 'index.js'), 'utf8')).toBe('module.exports = 1;\n');
    expect((await box.outside(command)).output).toContain('2');
  });

  it('cannot connect to loopback', async () => {
    await attack(
      connect({ port: await listen({ port: 0, host: '127.0.0.1' }), host: '127.0.0.1' }),
      'speaks',
    );
  });

  it('cannot connect to a socket in a folder', async () => {
    const path = join(box.dir, 'socket');
    await listen({ path });
    await attack(connect({ path }), 'speaks');
  });

  it('cannot connect to an abstract socket', async () => {
    const path = `\0dreamos-test-${process.pid}`;
    await listen({ path });
    await attack(connect({ path }), 'speaks');
  });

  it('cannot leave a daemon behind', async () => {
    const command = '(setsid sh -c "sleep 0.7; touch late" >/dev/null 2>&1 &) ; sleep 0.2';
    const late = join(box.workspace, 'late');
    await box.inside(command);
    await sleep(1200);
    expect(existsSync(late)).toBe(false);
    await box.outside(command);
    await sleep(1200);
    expect(existsSync(late)).toBe(true);
  });

  it('cannot make a user namespace', () => attack('unshare --user sh -c "echo of my own" 2>&1', 'of my own'));

  it('cannot trace', async () => {
    if (process.arch !== 'x64') return;
    const PTRACE = 101;
    await attack(`perl -e 'print "traced" if syscall(${PTRACE}, 0, 0, 0, 0) == 0'`, 'traced');
  });

  it('cannot change the kernel’s settings, were it root', async () => {
    if (process.getuid?.() !== 0) return;
    await attack('test -w /proc/sys/kernel/core_pattern && echo writable', 'writable');
  });
});

shutIn('limits', () => {
  const roomy = { memory: 4096 * MEGABYTE, processes: 2000, disk: 1024 * MEGABYTE, file: 1024 * MEGABYTE };

  it('ends what takes too much memory, in however many processes', async () => {
    const box = openSandbox({ limits: { ...roomy, memory: 300 * MEGABYTE } });
    const one = `perl -e '$x = "a"; $x x= 120 * 2 ** 20; sleep 2; print "held\\n"'`;
    const command = `${one} & ${one} & ${one} & wait`;
    expect((await box.outside(command)).output).toBe('held\n'.repeat(3));
    const ran = await box.inside(command);
    expect(ran).toMatchObject({ exit: null, signal: 'SIGKILL' });
    expect(ran.output).toMatch(/ended by the sandbox: it took more than 300 MB of memory\n$/);
  });

  it('ends what makes too many processes', async () => {
    const box = openSandbox({ limits: { ...roomy, processes: 60 } });
    const command = 'i=0; while [ $i -lt 100 ]; do sleep 1.5 & i=$((i+1)); done; wait; echo all';
    expect((await box.outside(command)).output).toContain('all');
    const ran = await box.inside(command);
    expect(ran.output).not.toContain('all');
  });

  it('ends one file that grows too big, and many that do together', async () => {
    const box = openSandbox({ limits: { ...roomy, file: 20 * MEGABYTE, disk: 100 * MEGABYTE } });
    const big = 'head -c 40M /dev/zero > big && echo written; rm -f big';
    expect((await box.outside(big)).output).toContain('written');
    expect((await box.inside(big)).output).not.toContain('written');
    const many =
      'i=0; while [ $i -lt 16 ]; do head -c 10M /dev/urandom > f$i || exit 1; i=$((i+1)); done; sync .; sleep 1.5; echo written; rm -f f*';
    expect((await box.outside(many)).output).toContain('written');
    const ran = await box.inside(many);
    expect(ran.output).toMatch(/ended by the sandbox: it took more than 100 MB of disk/);
  });

  it('asks to end when the time is over, and kills what does not heed', async () => {
    const box = openSandbox();
    const heeds = await box.inside('trap "echo bye; exit 1" TERM; echo hi; sleep 30 & wait', 400);
    expect(heeds).toMatchObject({ exit: null, timedOut: true, output: 'hi\nbye\n' });
    const deaf = await box.inside('trap "" TERM; echo hi; while :; do sleep 1; done', 400);
    expect(deaf).toMatchObject({ exit: null, timedOut: true });
    expect(deaf.ms).toBeLessThan(6000);
  });
});

shutIn('a check in the sandbox', () => {
  const box = openSandbox();

  it('reaches its own servers by name', async () => {
    const script =
      'const s = require("http").createServer((q, r) => r.end("served")).listen(0, "localhost", async () => { const r = await fetch("http://localhost:" + s.address().port); console.log(await r.text()); s.close(); })';
    expect((await box.inside(['node', '-e', script])).output).toBe('served\n');
  });

  it('stands where it stands outside, and hands back its exit code', async () => {
    expect(await box.inside('pwd; exit 7')).toMatchObject({ exit: 7, output: `${box.workspace}\n` });
    expect((await box.inside(['no-such-program'])).exit).toBe(127);
  });

  it('may use git, its home and its packages', async () => {
    const command = `git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x && git log --format=%s && echo kept > $HOME/file && cat ~/file && node -p 'require("os").userInfo().homedir === require("os").homedir()' && node -p 'require("${box.packages}/a") > 0'`;
    expect(await box.inside(command)).toMatchObject({ exit: 0, output: 'x\nkept\ntrue\ntrue\n' });
  });

  it('is said once what shuts it in', () => {
    expect(box.notes).toEqual([expect.stringMatching(/^sandbox: level [1-3] of 6 /)]);
  });

  it('has the network where the config gives all of it, and refuses a list that it cannot hold', async () => {
    const server = createServer((socket) => socket.end('the host speaks')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const command = `node -e 'require("net").connect(${port}, "127.0.0.1").on("data", (d) => console.log(String(d)))'`;
    expect((await box.wrap({ allow: ['*'] })(command)).output).toBe('the host speaks\n');
    server.close();
    await expect(box.wrap({ allow: ['example.com'] })('true')).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('where there is no bubblewrap', () => {
  const bare = () => openSandbox({ path: '/nowhere' });

  it('goes on with one line that says so', async () => {
    const box = bare();
    expect((await box.inside('echo ran')).output).toBe('ran\n');
    expect(box.notes).toEqual([expect.stringMatching(/level 6 .*checks run with your rights/)]);
  });

  it('refuses where the config demands one, and code of strangers always', async () => {
    const refused = { code: 'refused', hint: expect.stringContaining('bubblewrap') };
    await expect(bare().wrap({ setting: 'require' })('true')).rejects.toMatchObject(refused);
    await expect(bare().wrap({ origin: 'stranger' })('true')).rejects.toMatchObject(refused);
    await expect(bare().wrap({ origin: 'stranger', setting: 'none' })('true')).rejects.toMatchObject(refused);
  });
});
