import { ForgeError } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { attend } from './attend.ts';
import { BegunChecks } from './begun-checks.ts';
import type { AttendPorts } from './steward-ports.ts';
import { tellFailed } from './tell-failed.ts';
import type { WakeUp } from './wake-ups.ts';

/** How often an event is tried whose work failed for a reason that may pass, and the pause before each further time, milliseconds. */
const TRIES = 3;
const PAUSE_MS = 5000;

const MINUTE_MS = 60_000;
/** How often the end of a limit is waited for, and for how long: the forge counts by the hour. */
const MOST_LIMITS = 3;
const LEAST_WAIT_MS = MINUTE_MS;
const MOST_WAIT_MS = 65 * MINUTE_MS;
/** How often it is tried again while nobody can be told; the first pause, each further one twice as long. */
const MOST_UNTOLD = 6;
const UNTOLD_MS = 5 * MINUTE_MS;
/** Statuses that a limit has. */
const LIMITS: ReadonlySet<number> = new Set([403, 429]);
/** Answers of the forge for a repository that we do not reach any more: no wait changes that. */
const GONE: ReadonlySet<number> = new Set([403, 404, 410, 451]);

/** What became of an event so far that did not go well. */
interface Work {
  limits: number;
  untold: number;
  readonly begun: BegunChecks;
}

/** Where what is not done now goes. */
interface Later {
  /** Has an event worked off when it is its turn. */
  queue(event: ForgeEvent): void;
  /** Plans a look once more that could not be made; false where that was done often enough. */
  putOff(wake: WakeUp): Promise<boolean>;
}

/**
 * Works events off. What a limit of the forge stops, and what could neither be done nor told, stays in the journal and comes again
 * later; nobody's turn is held meanwhile. All else is done in the end, or told: the journal would bring it back for ever.
 */
export class WorkOff {
  readonly #ports: AttendPorts;
  readonly #later: Later;
  readonly #works = new WeakMap<ForgeEvent, Work>();
  readonly #waiting = new Set<() => void>();
  /** By repository whose command waits: those that were said after it. */
  readonly #behind = new Map<number, ForgeEvent[]>();
  #isClosed = false;

  constructor(ports: AttendPorts, later: Later) {
    this.#ports = ports;
    this.#later = later;
  }

  /** Whether another command of the repository waits: what was said later is done later. */
  isHeld({ kind, repo }: ForgeEvent): boolean {
    return kind === 'comment' && this.#behind.has(repo.id);
  }

  async run(event: ForgeEvent): Promise<void> {
    if (this.isHeld(event)) {
      this.#log(event, 'waits for an earlier command');
      this.#behind.get(event.repo.id)?.push(event);
      return;
    }
    const { signal, sleep } = this.#ports;
    const work = this.#works.get(event) ?? { limits: 0, untold: 0, begun: new BegunChecks() };
    this.#works.set(event, work);
    const ports = listened(this.#ports, work.begun);
    // What is not done when the process ends is done at the next start.
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        this.#log(event, await attend(event, ports));
        return await this.#done(event);
      } catch (error) {
        if (signal.aborted) return;
        this.#log(event, `failed (${attempt} of ${TRIES}): ${toWords(error)}`);
        const limit = limitOf(error);
        if (limit !== null && work.limits < MOST_LIMITS) {
          work.limits += 1;
          return this.#wait(event, limit);
        }
        if (limit !== null || attempt >= TRIES) return this.#giveUp(event, error, work);
        await sleep(PAUSE_MS * attempt);
      }
    }
  }

  /** It was done before its turn. */
  end(event: ForgeEvent): Promise<void> {
    return this.#done(event);
  }

  /** Calls off all waits: what waits comes again at the next start. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  async #giveUp(event: ForgeEvent, error: unknown, work: Work): Promise<void> {
    const ports = listened(this.#ports, work.begun);
    const isLater = !isGone(error) && (await this.#putOff(event));
    const end = `given up${isLater ? ' for now' : ''}`;
    try {
      this.#log(event, `${end}: ${await tellFailed(event, error, ports, work.begun)}`);
    } catch (untold) {
      this.#log(event, `${end}, and it could not be told: ${toWords(untold)}`);
      if (!isLater && !isGone(untold) && work.untold < MOST_UNTOLD) {
        work.untold += 1;
        return this.#wait(event, Math.max(limitOf(untold) ?? 0, UNTOLD_MS * 2 ** (work.untold - 1)));
      }
    }
    await this.#done(event);
  }

  /** Nobody sends a wake once more: what waits for it would wait for ever. */
  async #putOff(event: ForgeEvent): Promise<boolean> {
    try {
      return event.kind === 'wake' && (await this.#later.putOff(event));
    } catch (error) {
      this.#log(event, `could not be put off: ${toWords(error)}`);
      return false;
    }
  }

  /** What cannot be written down is done all the same: at worst the next start does it once more, and finds it done. */
  async #done(event: ForgeEvent): Promise<void> {
    try {
      await this.#ports.journal.done(event);
    } catch (error) {
      this.#log(event, `done, but it could not be written down: ${toWords(error)}`);
    }
  }

  #wait(event: ForgeEvent, asked: number): void {
    if (this.#ports.signal.aborted || this.#isClosed) return;
    const ms = Math.min(Math.max(asked, LEAST_WAIT_MS), MOST_WAIT_MS);
    this.#log(event, `waits ${Math.ceil(ms / MINUTE_MS)} min and is tried again`);
    if (event.kind === 'comment') this.#behind.set(event.repo.id, []);
    const cancel = this.#ports.alarm(ms, () => {
      this.#waiting.delete(cancel);
      this.#later.queue(event);
      if (event.kind === 'comment') this.#release(event.repo.id);
    });
    this.#waiting.add(cancel);
  }

  /** In their order, behind the one that they waited for. */
  #release(repository: number): void {
    const behind = this.#behind.get(repository) ?? [];
    this.#behind.delete(repository);
    for (const event of behind) this.#later.queue(event);
  }

  #log({ repo, kind }: ForgeEvent, what: string): void {
    this.#ports.log(`${repo.owner}/${repo.name} ${kind}: ${what}`);
  }
}

function listened(ports: AttendPorts, begun: BegunChecks): AttendPorts {
  return { ...ports, forge: async (repo) => begun.watch(await ports.forge(repo)) };
}

/** The repository is reached no more. */
function isGone(error: unknown): boolean {
  return error instanceof ForgeError && GONE.has(error.status) && limitOf(error) === null;
}

/** How long a limit lasts that stopped the work, milliseconds; null where it was something else, also a forge that is busy. */
function limitOf(error: unknown): number | null {
  return error instanceof ForgeError && LIMITS.has(error.status) ? error.retryAfterMs : null;
}

function toWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
