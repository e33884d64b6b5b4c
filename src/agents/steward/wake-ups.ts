import type { RepoRef } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { StewardPorts } from './steward-ports.ts';

export type WakeUp = Extract<ForgeEvent, { kind: 'wake' }>;

/** Nothing is looked at again sooner than this, whatever the plan says: a look is a run of the checks. */
const LEAST_MS = 3 * 60_000;
/** A week of observing; what is later is a clock that is wrong. */
const MOST_MS = 8 * 24 * 3_600_000;
/** A look that failed is made again after an hour, then after two, four and so on: a bad day is outlasted, a week is not. */
const AGAIN_MS = 3_600_000;
const MOST_FAILED = 5;

interface Line {
  readonly pending: Map<string, WakeUp>;
  cancel: () => void;
}

/**
 * Looks that are to be made later: one timer for each repository, and one look at most for each place in it. They stand in the
 * journal from the moment they are planned until they are done, so that the next start knows of them.
 */
export class WakeUps {
  readonly #ports: Pick<StewardPorts, 'journal' | 'clock' | 'alarm'>;
  readonly #ring: (event: WakeUp) => void;
  readonly #lines = new Map<number, Line>();
  #isClosed = false;

  constructor(ports: Pick<StewardPorts, 'journal' | 'clock' | 'alarm'>, ring: (event: WakeUp) => void) {
    this.#ports = ports;
    this.#ring = ring;
  }

  /** The earlier one for a place stands, and plans the next one if it has to. */
  plan(repo: RepoRef, at: Date, pull: number | null): Promise<void> {
    return this.#plan(repo, at, pull);
  }

  /** Plans one once more that could not be made. False where that was done often enough. */
  async putOff({ repo, pull, failed = 0 }: WakeUp): Promise<boolean> {
    if (failed >= MOST_FAILED) return false;
    await this.#plan(repo, new Date(this.#ports.clock.now() + AGAIN_MS * 2 ** failed), pull, failed + 1);
    return true;
  }

  async #plan(repo: RepoRef, at: Date, pull: number | null, failed?: number): Promise<void> {
    const now = this.#ports.clock.now();
    const time = Math.min(Math.max(at.getTime(), now + LEAST_MS), now + MOST_MS);
    const planned = this.#lines.get(repo.id)?.pending.get(placeOf(pull));
    if (planned && Date.parse(planned.at) <= time) return;
    const iso = new Date(time).toISOString();
    const event: WakeUp = {
      ...{ kind: 'wake', at: iso, pull, repo, ...(failed === undefined ? {} : { failed }) },
      // By when it was planned as well: one for the same time may have given way to an earlier one before.
      delivery: `wake:${repo.id}:${placeOf(pull)}:${iso}:${new Date(now).toISOString()}`,
      sender: { login: 'dreamos', isBot: true },
    };
    if ((await this.#ports.journal.accept(event)) === 'known') return;
    this.take(event);
    if (planned) await this.#ports.journal.done(planned);
  }

  /** One that is in the journal. */
  take(event: WakeUp): void {
    const { id } = event.repo;
    const line = this.#lines.get(id) ?? { pending: new Map(), cancel: () => {} };
    this.#lines.set(id, line);
    line.pending.set(placeOf(event.pull), event);
    this.#arm(id, line);
  }

  /** Nothing of the repository is looked at any more. */
  async drop({ id }: RepoRef): Promise<void> {
    const line = this.#lines.get(id);
    line?.cancel();
    this.#lines.delete(id);
    for (const event of line?.pending.values() ?? []) await this.#ports.journal.done(event);
  }

  close(): void {
    this.#isClosed = true;
    for (const { cancel } of this.#lines.values()) cancel();
    this.#lines.clear();
  }

  #arm(id: number, line: Line): void {
    line.cancel();
    if (this.#isClosed) return;
    const first = Math.min(...[...line.pending.values()].map(({ at }) => Date.parse(at)));
    const ms = Math.min(Math.max(first - this.#ports.clock.now(), 0), MOST_MS);
    line.cancel = this.#ports.alarm(ms, () => this.#wake(id, line));
  }

  #wake(id: number, line: Line): void {
    const now = this.#ports.clock.now();
    const due = [...line.pending].filter(([, { at }]) => Date.parse(at) <= now);
    for (const [place] of due) line.pending.delete(place);
    if (line.pending.size > 0) this.#arm(id, line);
    else this.#lines.delete(id);
    for (const [, event] of due) this.#ring(event);
  }
}

function placeOf(pull: number | null): string {
  return pull === null ? 'default' : `pull-${pull}`;
}
