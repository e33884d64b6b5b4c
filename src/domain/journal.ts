import type { ForgeEvent } from './forge-event.ts';

/** What was taken and what of it is done, kept on disk: it survives the end of the process. */
export interface Journal {
  /** Keeps an event. `known`: this delivery, or the same fact under another id, was kept before. */
  accept(event: ForgeEvent): Promise<'new' | 'known'>;
  done(event: ForgeEvent): Promise<void>;
  /** Taken and not done, in the order they came. */
  unfinished(): readonly ForgeEvent[];
  close(): Promise<void>;
}

/** What the journal knows an event by. One delivery brings an event for each of several repositories. */
export function entryKey({ delivery, kind, repo }: ForgeEvent): string {
  return `${delivery}:${kind}:${repo.id}`;
}
