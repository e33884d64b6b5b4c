import type { RepoRef } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { Steward } from '../../domain/steward.ts';
import { attend } from './attend.ts';
import { RecentCommands } from './recent-commands.ts';
import { RecentWrites } from './recent-writes.ts';
import { RepositoryQueues } from './repository-queues.ts';
import type { AttendPorts, StewardPorts } from './steward-ports.ts';
import { tellFailed } from './tell-failed.ts';
import { WakeUps } from './wake-ups.ts';
import { withRecentWrites } from './with-recent-writes.ts';

/** How often an event is tried whose work failed for a reason that may pass, and the pause before each further time, milliseconds. */
const TRIES = 3;
const PAUSE_MS = 5000;
/**
 * Before work goes on that an end cut off, milliseconds. What it wrote last nobody remembers now, and lists of the forge may not
 * show it yet: looked for too soon, it would be written twice.
 */
const LAG_MS = 10_000;

/**
 * Keeps repositories on the forge: events are written down when they come, and worked off one at a time for each repository, in
 * order. What was not done when the process ended is taken up at the next start.
 */
export function createSteward(given: StewardPorts): Steward & { idle(): Promise<void> } {
  const wakes = new WakeUps(given, (event) => queues.add(event.repo.id, event));
  const ports: AttendPorts = {
    ...given,
    forge: rememberWrites(given),
    askAgain: (repo, at, pull) => wakes.plan(repo, at, pull),
    commands: new RecentCommands(() => given.clock.now()),
  };
  const left = new Set(ports.journal.unfinished().filter(({ kind }) => kind !== 'wake'));
  const caughtUp = left.size === 0 ? null : ports.sleep(LAG_MS);
  const queues = new RepositoryQueues<ForgeEvent>(ports.parallel, async (event) => {
    if (left.has(event)) await caughtUp;
    if (!ports.signal.aborted) await workOff(event, ports, wakes);
  });
  let isClosed = false;
  for (const event of ports.journal.unfinished()) {
    if (event.kind === 'wake') wakes.take(event);
    else queues.add(event.repo.id, event);
  }
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
      wakes.close();
      await queues.close();
      await ports.journal.close();
    },
  };
}

/** What was written to a repository is remembered from one event to the next. */
function rememberWrites({ forge, clock, sleep }: StewardPorts): StewardPorts['forge'] {
  const recent = new Map<number, RecentWrites>();
  return async (repo: RepoRef) => {
    const writes = recent.get(repo.id) ?? new RecentWrites(() => clock.now());
    recent.set(repo.id, writes);
    return withRecentWrites(await forge(repo), writes, sleep);
  };
}

/** An event that cannot be worked off in the end is done too: the journal would bring it back for ever. */
async function workOff(event: ForgeEvent, ports: AttendPorts, wakes: WakeUps): Promise<void> {
  const what = `${event.repo.owner}/${event.repo.name} ${event.kind}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const ended = await attend(event, ports);
      ports.log(`${what}: ${ended}`);
      break;
    } catch (error) {
      // What is not done now is done at the next start.
      if (ports.signal.aborted) return;
      ports.log(`${what}: failed (${attempt} of ${TRIES}): ${toWords(error)}`);
      if (attempt >= TRIES) {
        await giveUp(event, error, ports, wakes);
        break;
      }
      await ports.sleep(PAUSE_MS * attempt);
    }
    if (ports.signal.aborted) return;
  }
  await tick(event, ports);
}

/** What cannot be written down is done all the same: at worst the next start does it once more, and finds it done. */
async function tick(event: ForgeEvent, ports: StewardPorts): Promise<void> {
  try {
    await ports.journal.done(event);
  } catch (error) {
    const what = `${event.repo.owner}/${event.repo.name} ${event.kind}`;
    ports.log(`${what}: done, but it could not be written down: ${toWords(error)}`);
  }
}

/** Nobody sends a wake once more: what waits for it would wait for ever. */
async function giveUp(event: ForgeEvent, error: unknown, ports: StewardPorts, wakes: WakeUps): Promise<void> {
  const what = `${event.repo.owner}/${event.repo.name} ${event.kind}: given up`;
  try {
    if (event.kind === 'wake' && (await wakes.putOff(event))) return ports.log(`${what} for now`);
    ports.log(`${what}: ${await tellFailed(event, error, ports)}`);
  } catch (untold) {
    ports.log(`${what}, and it could not be told: ${toWords(untold)}`);
  }
}

function toWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
