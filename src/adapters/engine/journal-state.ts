import * as z from 'zod';
import { ForgeEvent, factKey } from '../../domain/forge-event.ts';
import { entryKey } from '../../domain/journal.ts';

/** One line each: an event that was taken, the key of one that is done, or keys that are known of events that were done before. */
export const JournalLine = z.union([
  z.object({ taken: ForgeEvent }),
  z.object({ done: z.string() }),
  z.object({ known: z.array(z.string()) }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** Keys that are remembered, two for an event; what is older does not come again. */
const MOST_KNOWN = 40_000;
/** So many more before the oldest are forgotten, all at once. */
const SLACK = 2000;
/** Keys in one line. */
const MOST_IN_LINE = 500;

/** What a journal knows, without its file. Of what is done no more is kept than the keys that it is known by. */
export class JournalState {
  /** Oldest first. */
  readonly #known = new Set<string>();
  readonly #open = new Map<string, ForgeEvent>();

  isKnown(event: ForgeEvent): boolean {
    return keysOf(event).some((key) => this.#known.has(key));
  }

  read(line: JournalLine): void {
    if ('taken' in line) this.take(line.taken);
    else if ('done' in line) this.#end(line.done);
    else this.#know(line.known);
  }

  take(event: ForgeEvent): void {
    this.#open.set(entryKey(event), event);
    this.#know(keysOf(event));
  }

  /** As if it had never come. */
  giveBack(event: ForgeEvent): void {
    for (const key of keysOf(event)) this.#known.delete(key);
    this.#open.delete(entryKey(event));
  }

  finish(event: ForgeEvent): void {
    this.#open.delete(entryKey(event));
  }

  unfinished(): readonly ForgeEvent[] {
    return [...this.#open.values()];
  }

  /** All of it, as the shortest journal that tells it. */
  *lines(): Generator<JournalLine> {
    const known = [...this.#known];
    for (let at = 0; at < known.length; at += MOST_IN_LINE)
      yield { known: known.slice(at, at + MOST_IN_LINE) };
    for (const taken of this.unfinished()) yield { taken };
  }

  /** Journals of earlier versions name the delivery alone. */
  #end(key: string): void {
    if (this.#open.delete(key)) return;
    for (const [known, { delivery }] of this.#open) if (delivery === key) this.#open.delete(known);
  }

  #know(keys: readonly string[]): void {
    for (const key of keys) this.#known.add(key);
    if (this.#known.size > MOST_KNOWN + SLACK) this.#forget();
  }

  /** What is not done is known however old it is. */
  #forget(): void {
    const open = new Set(this.unfinished().flatMap(keysOf));
    for (const key of this.#known) {
      if (this.#known.size <= MOST_KNOWN) return;
      if (!open.has(key)) this.#known.delete(key);
    }
  }
}

function keysOf(event: ForgeEvent): readonly string[] {
  return [`delivery:${entryKey(event)}`, `fact:${factKey(event)}`];
}
