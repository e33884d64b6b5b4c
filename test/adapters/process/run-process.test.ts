import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';
import type { RunProcess } from '../../../src/domain/ports.ts';

let folder: string;
let run: RunProcess;
let options: { cwd: string; timeoutMs: number };

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'run-process-')));
  run = createRunProcess({
    parent: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', GITHUB_TOKEN: 'secret' },
    home: folder,
    tempHome: join(folder, 'home'),
    nodeDir: dirname(process.execPath),
  });
  options = { cwd: folder, timeoutMs: 30_000 };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody reaped (a container without an init) is not alive.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 40 && isAlive(pid); tries += 1) await sleep(50);
  return !isAlive(pid);
}

const pidIn = (name: string) => Number(readFileSync(join(folder, name), 'utf8'));

describe('createRunProcess', () => {
  it('runs a command line by the shell and tells its exit code', async () => {
    const ran = await run('echo one && exit 3', options);
    expect(ran).toMatchObject({ exit: 3, signal: null, timedOut: false, output: 'one\n', bytes: 4 });
    expect(ran.sha256).toBe(createHash('sha256').update('one\n').digest('hex'));
    expect(ran.ms).toBeGreaterThan(0);
  });

  it('runs a program without a shell: words stay words', async () => {
    const ran = await run(['printf', '%s|', 'a b', '$HOME', "it's", '*'], options);
    expect(ran.output).toBe("a b|$HOME|it's|*|");
  });

  it('keeps standard output and error in the order they were printed', async () => {
    const ran = await run('for i in 1 2 3; do echo out $i; echo err $i >&2; done', options);
    expect(ran.output).toBe('out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n');
  });

  it('says 127 for a program that is not there', async () => {
    const program = await run(['no-such-program', 'x'], options);
    expect(program.exit).toBe(127);
    expect(program.output).toContain('no-such-program');
    expect((await run('no-such-program', options)).exit).toBe(127);
  });

  it('says 127 and why for a folder that is not there', async () => {
    const cwd = join(folder, 'nowhere');
    expect(await run('true', { ...options, cwd })).toMatchObject({
      exit: 127,
      output: `${cwd}: no such folder\n`,
    });
  });

  it('gives no standard input, or just what it was told', async () => {
    expect((await run('cat', options)).output).toBe('');
    expect((await run('cat', { ...options, input: 'grüße' })).output).toBe('grüße');
  });

  it('does not mind a command that does not read its input', async () => {
    expect((await run('exit 5', { ...options, input: 'x'.repeat(1e6) })).exit).toBe(5);
  });

  it('names the signal that ended a command', async () => {
    expect(await run(['sh', '-c', 'kill -9 $$'], options)).toMatchObject({ exit: null, signal: 'SIGKILL' });
  });

  it('joins characters that were printed in pieces, and marks bytes that are no UTF-8', async () => {
    const ran = await run("printf 'a\\303'; sleep 0.1; printf '\\244b\\377c'", options);
    expect(ran.output).toBe('aäb\uFFFDc');
    expect(ran.bytes).toBe(6);
  });

  it('ends the whole group at the deadline', async () => {
    const ran = await run('sleep 60 & echo $! > child; wait', { ...options, timeoutMs: 300 });
    expect(ran).toMatchObject({ exit: null, signal: 'SIGTERM', timedOut: true });
    expect(ran.ms).toBeLessThan(2000);
    expect(await isGone(pidIn('child'))).toBe(true);
  });

  it('kills what does not heed SIGTERM, and keeps what it printed', async () => {
    const stubborn = 'trap "" TERM; echo $$ > stubborn; echo before; while :; do sleep 0.1; done';
    const ran = await run(stubborn, { ...options, timeoutMs: 300 });
    expect(ran).toMatchObject({ exit: null, signal: 'SIGKILL', timedOut: true, output: 'before\n' });
    expect(ran.ms).toBeLessThan(4000);
    expect(await isGone(pidIn('stubborn'))).toBe(true);
  });

  it('calls it timed out though the command exits by itself on SIGTERM', async () => {
    const ran = await run('trap "exit 0" TERM; while :; do sleep 0.05; done', { ...options, timeoutMs: 300 });
    expect(ran).toMatchObject({ exit: null, timedOut: true });
  });

  it('ends early when aborted, which is no time-out', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const ran = await run('sleep 60', { ...options, signal: abort.signal });
    expect(ran).toMatchObject({ exit: null, signal: 'SIGTERM', timedOut: false });
    expect(ran.ms).toBeLessThan(2000);
  });

  it('starts nothing when aborted before', async () => {
    const ran = await run('touch started', { ...options, signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ exit: null, timedOut: false, bytes: 0 });
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });

  it('does not wait for what a command left behind', async () => {
    const ran = await run('sleep 60 & echo $! > left; echo done', options);
    expect(ran).toMatchObject({ exit: 0, output: 'done\n' });
    expect(ran.ms).toBeLessThan(3000);
    expect(await isGone(pidIn('left'))).toBe(true);
  });

  it('ends what was left behind without holding the pipes', async () => {
    await run('sleep 60 >/dev/null 2>&1 & echo $! > quiet', options);
    expect(await isGone(pidIn('quiet'))).toBe(true);
  });

  it('does not wait for one that left the group and holds the pipes', async () => {
    const script = `const { spawn } = require('node:child_process');
      const child = spawn('sleep', ['60'], { detached: true, stdio: 'inherit' });
      require('node:fs').writeFileSync('away', String(child.pid)); child.unref();`;
    writeFileSync(join(folder, 'away.cjs'), script);
    const ran = await run([process.execPath, 'away.cjs'], options);
    expect(ran.exit).toBe(0);
    expect(ran.ms).toBeLessThan(4000);
    process.kill(pidIn('away'), 'SIGKILL');
  });

  it('takes running commands with it when our own process ends', async () => {
    const source = fileURLToPath(new URL('../../../src/adapters/process/run-process.ts', import.meta.url));
    const program = `import { createRunProcess } from ${JSON.stringify(source)};
      const tempHome = ${JSON.stringify(join(folder, 'home2'))};
      const run = createRunProcess({ parent: { PATH: process.env.PATH }, home: tempHome, tempHome, nodeDir: null });
      run('echo $$ > orphan; sleep 60', { cwd: ${JSON.stringify(folder)}, timeoutMs: 60000 });
      setTimeout(() => process.exit(0), 700);`;
    writeFileSync(join(folder, 'ends.mjs'), program);
    execFileSync(process.execPath, ['--no-warnings', join(folder, 'ends.mjs')]);
    expect(await isGone(pidIn('orphan'))).toBe(true);
  });

  it('lets no secret through, and has a home of its own', async () => {
    const { output } = await run('env', options);
    expect(output).not.toContain('secret');
    expect(output).toContain(`HOME=${join(folder, 'home')}\n`);
    expect(output).toContain('CI=true\n');
    expect(existsSync(join(folder, 'home', 'tmp'))).toBe(true);
  });

  it('adds what it is told to the environment, and folders to the front of PATH', async () => {
    const ran = await run('echo "$EXTRA"; echo "$PATH"', {
      ...options,
      env: { EXTRA: 'yes' },
      path: ['/first', '/second'],
    });
    expect(ran.output).toMatch(/^yes\n\/first:\/second:/);
  });

  it('keeps the beginning and the end of too much output, cut at lines', async () => {
    const ran = await run('head -c 3000000 /dev/zero | tr "\\0" "x" | fold -w 79', options);
    const [head = '', tail = ''] = ran.output.split(/… \d+ bytes cut …\n/);
    const cut = Number(/… (\d+) bytes cut …/.exec(ran.output)?.[1]);
    expect(head.length + tail.length + cut).toBe(ran.bytes);
    expect(head.length).toBeGreaterThan(255 * 1024);
    expect(tail.length).toBeGreaterThan(1791 * 1024);
    expect(new Set(head.trimEnd().split('\n'))).toEqual(new Set(['x'.repeat(79)]));
    expect(tail.split('\n')[0]).toBe('x'.repeat(79));
  });

  it('costs less than 64 MB when a command prints 1 GB', () => {
    const program = fileURLToPath(new URL('./print-much.ts', import.meta.url));
    const flood = "head -c 1073741824 /dev/zero | tr '\\0' 'x'";
    const printed = execFileSync(process.execPath, ['--no-warnings', program, flood, join(folder, 'home3')], {
      encoding: 'utf8',
      timeout: 55_000,
    });
    const { grown, bytes, kept, sha256 } = JSON.parse(printed);
    expect(bytes).toBe(2 ** 30);
    expect(kept).toBeLessThan(2.1 * 2 ** 20);
    expect(sha256).toBe('e99508f2bd8ee171c7e41eb0370907eeddf47dba62efbcf99dd25e48ee87c4c8');
    expect(grown).toBeLessThan(64 * 2 ** 20);
  });
});
