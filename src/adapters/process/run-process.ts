import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { RunOptions, RunProcess } from '../../domain/ports.ts';
import type { Ran } from '../../domain/report.ts';
import { BoundedOutput } from './bounded-output.ts';
import { buildChildEnvironment, type ChildEnvironmentOptions } from './child-environment.ts';
import { endWithUs, forget, signalGroup } from './end-group.ts';

/** From SIGTERM to SIGKILL. */
const TERM_GRACE_MS = 2000;
/** For how long descendants may hold the pipes after the leader ended, and after they were killed. */
const PIPE_GRACE_MS = 500;

const windows = process.platform === 'win32';

/**
 * Runs commands in process groups of their own, with a deadline, a bounded output and an allow-listed environment.
 * `home` is the user's, `tempHome` is made and used in its place by everything that is not `trusted`.
 */
export function createRunProcess(options: ChildEnvironmentOptions): RunProcess {
  return async (command, run) => {
    if (run.signal?.aborted) return unstarted('', { exit: null, signal: 'SIGTERM' });
    mkdirSync(join(options.tempHome, 'tmp'), { recursive: true });
    const base = buildChildEnvironment(options, run.trusted === true);
    const env = { ...base, ...run.env };
    env.PATH = [...(run.path ?? []), env.PATH ?? ''].filter((part) => part !== '').join(delimiter);
    return new Promise((resolve) => watch(command, run, env, resolve));
  };
}

/** Starts the command and sees it to its end. Calls `resolve` once, in any case. */
function watch(
  command: string | readonly string[],
  run: RunOptions,
  env: Record<string, string>,
  resolve: (ran: Ran) => void,
): void {
  const started = performance.now();
  const output = new BoundedOutput();
  const child = start(command, run, env);
  const { pid } = child;
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));
  let ended: 'deadline' | 'abort' | null = null;
  let isSettled = false;

  const settle = (end: Pick<Ran, 'exit' | 'signal'>) => {
    if (isSettled) return;
    isSettled = true;
    for (const timer of timers) clearTimeout(timer);
    run.signal?.removeEventListener('abort', onAbort);
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (pid !== undefined) {
      signalGroup(pid, 'SIGKILL');
      forget(pid);
    }
    const ms = performance.now() - started;
    const early = ended && { exit: null, signal: end.signal ?? 'SIGTERM' };
    resolve({ ...end, ...early, timedOut: ended === 'deadline', ms, ...output.conclude() });
  };
  const endEarly = (cause: 'deadline' | 'abort') => {
    if (ended || pid === undefined) return;
    ended = cause;
    signalGroup(pid, 'SIGTERM');
    later(TERM_GRACE_MS, () => signalGroup(pid, 'SIGKILL'));
    later(TERM_GRACE_MS + PIPE_GRACE_MS, () => settle({ exit: null, signal: 'SIGKILL' }));
  };
  const onAbort = () => endEarly('abort');

  child.on('error', (error) => {
    if (pid !== undefined) return;
    isSettled = true;
    resolve(unstarted(whyNotStarted(command, run.cwd, error), { exit: 127, signal: null }));
  });
  if (pid === undefined) return;
  endWithUs(pid);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.add(chunk));
  // The reader may be gone before all is written (EPIPE): the command's own affair.
  child.stdin?.on('error', () => {});
  child.stdin?.end(run.input);
  child.on('exit', (exit, signal) => {
    if (isSettled) return;
    later(PIPE_GRACE_MS, () => signalGroup(pid, 'SIGKILL'));
    later(2 * PIPE_GRACE_MS, () => settle({ exit, signal }));
  });
  child.on('close', (exit, signal) => settle({ exit, signal }));
  later(run.timeoutMs, () => endEarly('deadline'));
  run.signal?.addEventListener('abort', onAbort, { once: true });
}

/**
 * On POSIX a shell first joins standard error to standard output, so that what was printed keeps its order, and then
 * becomes the command.
 */
function start(
  command: string | readonly string[],
  run: RunOptions,
  env: Record<string, string>,
): ChildProcess {
  const stdin = run.input === undefined ? 'ignore' : 'pipe';
  if (windows) {
    const line = typeof command === 'string' ? command : command.map(quoteForCmd).join(' ');
    return spawn(env.COMSPEC ?? 'cmd.exe', ['/d', '/s', '/c', `"${line}"`], {
      cwd: run.cwd,
      env,
      stdio: [stdin, 'pipe', 'pipe'],
      windowsHide: true,
      windowsVerbatimArguments: true,
    });
  }
  const words = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  const opened = (run.open ?? []).map(({ path, to }) => openSync(path, to === 'read' ? 'r' : 'w'));
  try {
    return spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...words], {
      cwd: run.cwd,
      env,
      stdio: [stdin, 'pipe', 'ignore', ...opened],
      detached: true,
    });
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function quoteForCmd(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}

function whyNotStarted(command: string | readonly string[], cwd: string, error: Error): string {
  const name = typeof command === 'string' ? command : (command[0] ?? '');
  const isFolder = statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? `${name}: cannot be started: ${error.message}\n` : `${cwd}: no such folder\n`;
}

function unstarted(output: string, end: Pick<Ran, 'exit' | 'signal'>): Ran {
  const bytes = Buffer.from(output);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...end, timedOut: false, ms: 0, output, bytes: bytes.length, sha256 };
}
