import type { RepoRef } from '../../domain/forge.ts';

const HOUR = 3_600_000;

/**
 * Commands of the last hour, by repository and person. In memory: a process that begins anew counts anew, which lets somebody say
 * more, and nobody less.
 */
export class RecentCommands {
  readonly #heard = new Map<string, Map<number, number>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Null where the command of a comment is heard; else when the next one will be. A comment that is worked off once more counts
   * once, and one that is not heard does not count.
   */
  hear(repo: RepoRef, login: string, comment: number, most: number): Date | null {
    const now = this.#now();
    this.#forget(now - HOUR);
    const key = `${repo.id}:${login.toLowerCase()}`;
    const times = this.#heard.get(key) ?? new Map<number, number>();
    if (times.has(comment)) return null;
    const deciding = [...times.values()].toSorted((a, b) => b - a).at(most - 1);
    if (deciding !== undefined) return new Date(deciding + HOUR);
    this.#heard.set(key, times.set(comment, now));
    return null;
  }

  #forget(oldest: number): void {
    for (const [key, times] of this.#heard) {
      for (const [comment, at] of times) if (at <= oldest) times.delete(comment);
      if (times.size === 0) this.#heard.delete(key);
    }
  }
}
