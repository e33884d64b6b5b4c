import { type ChildProcess, spawn } from 'node:child_process';

export interface WorkerProgram {
  /** Absolute path of the program that works; run by our own Node. */
  readonly program: string;
  /** All that it sees of our environment; no token is in it. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a process left: all of its standard output, the end of its standard error, and how it ended, in words. */
export interface WorkerEnd {
  readonly printed: string;
  readonly said: string;
  readonly end: string;
}

/** Longer ends of what it said are cut. */
const MOST_SAID = 4000;
/** From SIGTERM to SIGKILL: it ends its checks and removes its temp folders. */
const GRACE_MS = 8000;

/** A process that loads all it needs and then waits for its one order. It keeps ours alive only once it has it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #printed: Buffer[] = [];
  #said = '';
  #isOver = false;

  constructor({ program, env }: WorkerProgram) {
    this.#child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', (error) => {
        this.#isOver = true;
        reject(error);
      });
      this.#child.on('exit', () => {
        this.#isOver = true;
      });
      this.#child.on('close', (exit, by) => resolve(by === null ? `with exit ${exit}` : `by ${by}`));
    });
    // Where no file descriptor is left there are no pipes at all.
    const { stdin, stdout, stderr } = this.#child;
    stdout?.on('data', (chunk: Buffer) => this.#printed.push(chunk));
    stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString('utf8')).slice(-MOST_SAID);
    });
    // It may end before it has read all.
    stdin?.on('error', () => {});
    // Whoever gives it no order does not ask how it ended.
    this.#ended.catch(() => {});
    for (const part of this.#parts()) part.unref();
  }

  /** It ended, or was never there. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Hands it what it is to do, and waits for its end. It is ended when it is late or `signal` says so. */
  async give(
    order: string,
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ): Promise<WorkerEnd> {
    for (const part of this.#parts()) part.ref();
    let isLate = false;
    const stop = () => this.stop();
    const timer = setTimeout(() => {
      isLate = true;
      stop();
    }, timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#child.stdin?.end(order);
    try {
      const end = await this.#ended;
      return {
        printed: Buffer.concat(this.#printed).toString('utf8'),
        said: this.#said,
        end: isLate ? `after its ${timeoutMs / 1000} s` : end,
      };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Asks it to end, and makes it end where it does not. */
  stop(): void {
    if (this.#isOver) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    const clear = () => clearTimeout(timer);
    this.#ended.then(clear, clear);
  }

  /** Pipes are sockets, and hold our process as the child does. */
  #parts(): readonly { ref(): unknown; unref(): unknown }[] {
    const { stdin, stdout, stderr } = this.#child;
    const pipes = [stdin, stdout, stderr].filter((pipe) => pipe != null);
    return [this.#child, ...(pipes as unknown as { ref(): unknown; unref(): unknown }[])];
  }
}
