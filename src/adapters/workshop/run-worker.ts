import { spawn } from 'node:child_process';
import { DreamError } from '../../domain/errors.ts';
import { type WorkRequest, WorkResult } from '../../domain/work-order.ts';

export interface WorkerOptions {
  /** Absolute path of the program that works; run by our own Node. */
  readonly program: string;
  /** All that it sees of our environment; no token is in it. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Longer ends of what it said are cut. */
const MOST_SAID = 4000;
/** From SIGTERM to SIGKILL: it ends its checks and removes its temp folders. */
const GRACE_MS = 8000;

/** Has a request worked on by a process of its own. Throws what a person should read, or that the process ended badly. */
export async function runWorker(
  request: WorkRequest,
  options: WorkerOptions,
): Promise<Exclude<WorkResult, { kind: 'error' }>> {
  const { printed, said, end } = await start(request, options);
  if (options.signal.aborted) throw new DreamError('interrupted', 'The work was interrupted.');
  const result = readResult(printed);
  if (result === null)
    throw new DreamError('internal', `The work ended ${end}: ${said.trim().split('\n').at(-1) ?? ''}`);
  if (result.kind !== 'error') return result;
  throw new DreamError(result.code as DreamError['code'], result.message, result.hint);
}

function readResult(text: string): WorkResult | null {
  try {
    return WorkResult.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function start(
  request: WorkRequest,
  { program, env, timeoutMs, signal }: WorkerOptions,
): Promise<{ printed: string; said: string; end: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    let said = '';
    let isLate = false;
    const stop = () => {
      child.kill('SIGTERM');
      timers.push(setTimeout(() => child.kill('SIGKILL'), GRACE_MS));
    };
    const timers = [
      setTimeout(() => {
        isLate = true;
        stop();
      }, timeoutMs),
    ];
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-MOST_SAID);
    });
    // It may end before it has read all.
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(request));
    const finish = () => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (exit, by) => {
      finish();
      const end = isLate ? `after its ${timeoutMs / 1000} s` : by === null ? `with exit ${exit}` : `by ${by}`;
      resolve({ printed: Buffer.concat(printed).toString('utf8'), said, end });
    });
    if (signal.aborted) stop();
  });
}
