import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { COMPILED } from '../compiled.ts';
import { makeFolder, TOP } from '../make.ts';

const exec = promisify(execFile);

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

interface Started {
  readonly child: ChildProcess;
  /** Its own folder for temporary things. */
  readonly temp: string;
  readonly said: { stdout: string; stderr: string };
  /** Exit code, once it ended and said all. */
  readonly ended: Promise<number | null>;
}

function start(...words: string[]): Started {
  const temp = makeFolder();
  const child = spawn(process.execPath, [join(TOP, 'examples', 'offline-github', 'run.ts'), ...words], {
    cwd: temp,
    env: { ...COMPILED, PATH: process.env.PATH ?? '', HOME: makeFolder(), TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += chunk));
  child.stderr.on('data', (chunk) => (said.stderr += chunk));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, temp, said, ended };
}

/** Resolves when it says where it is; throws what it said when it ended before. */
async function isUp({ child, said, ended }: Started): Promise<void> {
  while (!said.stdout.includes('\n')) {
    const isOver = await Promise.race([once(child.stdout ?? child, 'data'), ended.then(() => true)]);
    if (isOver === true) throw new Error(said.stderr);
  }
}

const git = (cwd: string, ...words: string[]) =>
  exec('git', words, {
    cwd,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' },
  });

describe('an offline GitHub as a process', () => {
  it('says in one line where it is, is cloned by git, and leaves nothing when it is ended', async () => {
    const started = start();
    await isUp(started);
    const line = JSON.parse(started.said.stdout);
    expect(line).toEqual({
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v3$/),
      clone: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ada\/widgets\.git$/),
      web: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      repo: 'ada/widgets',
      tokens: { maintainer: expect.stringMatching(/./), stranger: expect.stringMatching(/./) },
    });
    const there = makeFolder();
    await git(there, 'clone', '-q', line.clone.replace('://', `://ada:${line.tokens.maintainer}@`));
    expect(existsSync(join(there, 'widgets', '.git'))).toBe(true);
    const answer = await fetch(`${line.api}/repos/${line.repo}/pulls`, {
      headers: { authorization: `Bearer ${line.tokens.stranger}` },
    });
    expect([answer.status, await answer.json()]).toEqual([200, []]);
    expect(readdirSync(started.temp)).toEqual([expect.stringMatching(/^dreamos-offline-/)]);
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(readdirSync(started.temp)).toEqual([]);
    expect(started.said.stdout.split('\n')).toEqual([expect.anything(), '']);
  }, 60_000);

  it.each(['abc', '65536', '-1', ''])('takes %j for no port', async (port) => {
    const { said, ended, temp } = start(`--port=${port}`);
    expect(await ended).toBe(2);
    expect(said).toEqual({
      stdout: '',
      stderr: told(`--port ${port} is no port: a number from 0 to 65535.`),
    });
    expect(readdirSync(temp)).toEqual([]);
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { said, ended, temp } = start('--port', `${port}`);
    try {
      expect(await ended).toBe(2);
      expect(said).toEqual({ stdout: '', stderr: told(`port ${port} is taken.`) });
      expect(readdirSync(temp)).toEqual([]);
    } finally {
      other.close();
    }
  });
});

/** One line, and where to read more. */
function told(line: string): string {
  return `offline-github: ${line}\n  See: npm run offline-github -- --help\n`;
}
