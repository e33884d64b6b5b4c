import type { Forge, RepoRef } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Steward } from '../../domain/steward.ts';
import type { Workshop } from '../../domain/workshop.ts';
import { attend } from './attend.ts';
import { RepositoryQueues } from './repository-queues.ts';

export interface StewardPorts {
  readonly forge: (repo: RepoRef) => Promise<Forge>;
  readonly workshop: (repo: RepoRef, forge: Forge) => Promise<Workshop>;
  readonly journal: Journal;
  readonly clock: Clock;
  /** A line for whoever runs the app. */
  readonly log: (line: string) => void;
  /** Repositories that are worked on at once. */
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** How often an event is tried whose work failed for a reason that may pass, and the pause before each further time, milliseconds. */
const TRIES = 3;
const PAUSE_MS = 2000;

/**
 * Keeps repositories on the forge: events are written down when they come, and worked off one at a time for each repository, in
 * order. What was not done when the process ended is taken up at the next start.
 */
export function createSteward(ports: StewardPorts): Steward & { idle(): Promise<void> } {
  const queues = new RepositoryQueues<ForgeEvent>(ports.parallel, (event) => workOff(event, ports));
  let isClosed = false;
  for (const event of ports.journal.unfinished()) queues.add(event.repo.id, event);
  return {
    receive: async (event) => {
      if (isClosed) throw new Error('The app is closing.');
      if ((await ports.journal.accept(event)) === 'known') return 'known';
      queues.add(event.repo.id, event);
      return 'taken';
    },
    ready: () => !isClosed,
    idle: () => queues.idle(),
    close: async () => {
      isClosed = true;
      await queues.close();
      await ports.journal.close();
    },
  };
}

/** An event that cannot be worked off in the end is done too: the journal would bring it back for ever. */
async function workOff(event: ForgeEvent, ports: StewardPorts): Promise<void> {
  const what = `${event.repo.owner}/${event.repo.name} ${event.kind}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const ended = await attend(event, ports);
      ports.log(`${what}: ${ended}`);
      break;
    } catch (error) {
      // What is not done now is done at the next start.
      if (ports.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      ports.log(`${what}: failed (${attempt} of ${TRIES}): ${why}`);
      if (attempt >= TRIES) break;
      await pause(PAUSE_MS * attempt, ports.signal);
    }
  }
  await ports.journal.done(event);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
