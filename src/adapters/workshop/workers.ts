import { DreamError } from '../../domain/errors.ts';
import { type WorkRequest, WorkResult } from '../../domain/work-order.ts';
import { WorkerProcess, type WorkerProgram } from './worker-process.ts';

export interface WorkersOptions extends WorkerProgram {
  /** Ends what works and what waits. */
  readonly signal: AbortSignal;
}

/** One that waits for work so long is let go: a quiet house holds no memory. */
const SPARE_MS = 60_000;

/** Has each request worked on by a process of its own; one may be begun before it is needed. */
export class Workers {
  readonly #options: WorkersOptions;
  #spare: WorkerProcess | null = null;
  #letGo: NodeJS.Timeout | undefined;

  constructor(options: WorkersOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#dismiss(), { once: true });
  }

  /** Begins a process for the next request: to load its program takes as long as to fetch from the forge. */
  warm(): void {
    if (this.#options.signal.aborted) return;
    if (this.#spare === null || this.#spare.isOver) this.#spare = beginSpare(this.#options);
    clearTimeout(this.#letGo);
    this.#letGo = setTimeout(() => this.#dismiss(), SPARE_MS).unref();
  }

  /** Throws what a person should read, or that the process ended badly. */
  async run(request: WorkRequest, timeoutMs: number): Promise<Exclude<WorkResult, { kind: 'error' }>> {
    const { signal } = this.#options;
    const { printed, said, end } = await this.#take().give(JSON.stringify(request), { timeoutMs, signal });
    if (signal.aborted) throw new DreamError('interrupted', 'The work was interrupted.');
    const result = readResult(printed);
    if (result === null)
      throw new DreamError('internal', `The work ended ${end}: ${said.trim().split('\n').at(-1) ?? ''}`);
    if (result.kind !== 'error') return result;
    throw new DreamError(result.code as DreamError['code'], result.message, result.hint);
  }

  #take(): WorkerProcess {
    const spare = this.#spare;
    this.#spare = null;
    clearTimeout(this.#letGo);
    return spare === null || spare.isOver ? new WorkerProcess(this.#options) : spare;
  }

  #dismiss(): void {
    clearTimeout(this.#letGo);
    this.#spare?.stop();
    this.#spare = null;
  }
}

/** Null where none can be begun: whoever needs one begins it, and is told why not. */
function beginSpare(program: WorkerProgram): WorkerProcess | null {
  try {
    return new WorkerProcess(program);
  } catch {
    return null;
  }
}

function readResult(text: string): WorkResult | null {
  try {
    return WorkResult.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
