import type { Clock } from '../domain/ports.ts';

/**
 * What a run may still cost: wall-clock time (first runs and installs not counted) and candidates. One object for the whole run;
 * running out is a named ending, not an error.
 */
export class Budget {
  readonly #clock: Clock;
  readonly #outside: AbortSignal;
  readonly #seconds: number;
  #endsAt: number;
  #candidatesLeft: number;
  #pausedMs = 0;

  constructor(options: { seconds: number; candidates: number; clock: Clock; signal: AbortSignal }) {
    this.#clock = options.clock;
    this.#outside = options.signal;
    this.#seconds = options.seconds;
    this.#endsAt = options.clock.now() + options.seconds * 1000;
    this.#candidatesLeft = options.candidates;
  }

  /** Milliseconds left, never negative. */
  left(): number {
    return Math.max(0, this.#endsAt - this.#clock.now());
  }

  /** Gives back time that did not count. */
  pause(ms: number): void {
    this.#endsAt += ms;
    this.#pausedMs += ms;
  }

  get pausedMs(): number {
    return this.#pausedMs;
  }

  /** Takes one candidate; false when there is none left. */
  takeCandidate(): boolean {
    if (this.#candidatesLeft <= 0) return false;
    this.#candidatesLeft--;
    return true;
  }

  /** Why nothing more may be tried, a sentence; null while something may. */
  ending(): string | null {
    if (this.#outside.aborted) return 'the run was interrupted';
    if (this.left() === 0) return `the budget of ${this.#seconds} s was used up`;
    if (this.#candidatesLeft <= 0) return 'the budget of candidates was used up';
    return null;
  }
}
