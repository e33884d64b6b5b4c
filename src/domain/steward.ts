import type { Forge, RepoRef } from './forge.ts';
import type { ForgeEvent } from './forge-event.ts';

/** Who keeps house on the forge: takes what happened there, and works it off later. */
export interface Steward {
  /**
   * Writes the event down and resolves: soon, and before any work on it. `known`: this delivery, or this fact, was taken already.
   * It rejects where it could not be written down; the forge is then told so, and shows the delivery as failed.
   */
  receive(event: ForgeEvent): Promise<'taken' | 'known'>;
  /** Whether it takes and works off events now. */
  ready(): boolean;
  /** Ends what runs, or leaves it so that the next start goes on with it. Nothing is received after it. */
  close(): Promise<void>;
}

/** The forge, as the app reaches it: who it is there, and each repository that it is installed in. */
export interface Forges {
  /** Login of the app's own account, `name[bot]`. */
  readonly self: string;
  open(repo: RepoRef): Promise<Forge>;
}
