/** One line for each repository: in order, one at a time; several repositories at once, each in its turn. */
export class RepositoryQueues<Event> {
  readonly #waiting = new Map<number, Event[]>();
  readonly #running = new Set<number>();
  readonly #parallel: number;
  readonly #work: (event: Event) => Promise<void>;
  #idle: (() => void)[] = [];
  #isClosed = false;

  /** `work` does not reject. */
  constructor(parallel: number, work: (event: Event) => Promise<void>) {
    this.#parallel = parallel;
    this.#work = work;
  }

  add(repository: number, event: Event): void {
    const line = this.#waiting.get(repository) ?? [];
    line.push(event);
    this.#waiting.set(repository, line);
    this.#next();
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#tellIdle();
    });
  }

  /** Starts nothing more; resolves when what runs has ended. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.clear();
    return this.idle();
  }

  #next(): void {
    for (const [repository, line] of this.#waiting) {
      if (this.#isClosed || this.#running.size >= this.#parallel) return;
      if (this.#running.has(repository)) continue;
      const event = line.shift();
      // Whoever had a turn stands behind all others that wait.
      this.#waiting.delete(repository);
      if (line.length > 0) this.#waiting.set(repository, line);
      if (event !== undefined) void this.#run(repository, event);
    }
  }

  async #run(repository: number, event: Event): Promise<void> {
    this.#running.add(repository);
    try {
      await this.#work(event);
    } finally {
      this.#running.delete(repository);
      this.#next();
      this.#tellIdle();
    }
  }

  #tellIdle(): void {
    if (this.#running.size > 0 || this.#waiting.size > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
