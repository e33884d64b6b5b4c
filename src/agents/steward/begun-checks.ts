import type { CheckRunText, Forge } from '../../domain/forge.ts';

/** Check runs that the work on one event has begun and not ended: whatever becomes of the event, none is left running. */
export class BegunChecks {
  readonly #open = new Set<number>();

  get count(): number {
    return this.#open.size;
  }

  /** The forge, listened to. */
  watch(forge: Forge): Forge {
    return {
      ...forge,
      startCheck: async (check) => {
        const run = await forge.startCheck(check);
        if (check.text.status === 'in_progress') this.#open.add(run.id);
        return run;
      },
      updateCheck: async (id, text) => {
        if (text.status === 'in_progress') this.#open.add(id);
        await forge.updateCheck(id, text);
        if (text.status === 'completed') this.#open.delete(id);
      },
    };
  }

  /** `forge`: the one that is listened to. Returns how many it ended. */
  async end(forge: Forge, text: CheckRunText): Promise<number> {
    const all = [...this.#open];
    for (const id of all) await this.watch(forge).updateCheck(id, text);
    return all.length;
  }
}
