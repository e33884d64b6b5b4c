import type { CheckRunText, Forge } from '../../domain/forge.ts';

/** Check runs that the work on one event has begun and not ended: whatever becomes of the event, none is left running. */
export class BegunChecks {
  readonly #open = new Map<number, string | null>();

  get count(): number {
    return this.#open.size;
  }

  /** The forge, listened to. */
  watch(forge: Forge): Forge {
    return {
      ...forge,
      startCheck: async (check) => {
        const run = await forge.startCheck(check);
        if (check.text.status === 'in_progress') this.#open.set(run.id, run.sha);
        return run;
      },
      updateCheck: async (id, text) => {
        if (text.status === 'in_progress') this.#open.set(id, this.#open.get(id) ?? null);
        await forge.updateCheck(id, text);
        if (text.status === 'completed') this.#open.delete(id);
      },
    };
  }

  /** `forge`: the one that is listened to. Returns how many it ended. */
  async end(forge: Forge, text: CheckRunText): Promise<number> {
    let ended = 0;
    for (const [id, sha] of [...this.#open]) {
      // Another event may have ended it meanwhile, while this one waited.
      const run = sha === null ? undefined : (await forge.checkRuns(sha)).find((one) => one.id === id);
      this.#open.delete(id);
      if (run?.status === 'completed') continue;
      await this.watch(forge).updateCheck(id, text);
      ended += 1;
    }
    return ended;
  }
}
