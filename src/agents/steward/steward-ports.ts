import type { Config } from '../../domain/config.ts';
import type { Forge, RepoFacts, RepoRef } from '../../domain/forge.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Workshop } from '../../domain/workshop.ts';
import type { RecentCommands } from './recent-commands.ts';

/** What the steward works through. */
export interface StewardPorts {
  readonly forge: (repo: RepoRef) => Promise<Forge>;
  readonly workshop: (repo: RepoRef, forge: Forge, facts: RepoFacts) => Promise<Workshop>;
  /** Deletes what is kept of a repository here: the app may see it no more. */
  readonly discard: (repo: RepoRef) => Promise<void>;
  /** Settings of a repository, from their text. Rejects with `bad-config`. */
  readonly parseConfig: (text: string) => Promise<Config>;
  readonly journal: Journal;
  readonly clock: Clock;
  /** A line for whoever runs the app. */
  readonly log: (line: string) => void;
  /** Calls back after so many milliseconds, which keeps no process alive. Returns what calls it off. */
  readonly alarm: (ms: number, ring: () => void) => () => void;
  /** Ends early when `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** For what this machine says and a person reads on the forge: without secrets and home folder. */
  readonly redact: (text: string) => string;
  /** Repositories that are worked on at once. */
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** What one event is worked off through. */
export interface AttendPorts extends StewardPorts {
  /** `pull` null: the default branch. */
  readonly askAgain: (repo: RepoRef, at: Date, pull: number | null) => Promise<void>;
  readonly commands: RecentCommands;
}
