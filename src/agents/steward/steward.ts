import type { RepoRef } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { Steward } from '../../domain/steward.ts';
import type { CommentEvent } from './comment-answer.ts';
import { endBegun } from './end-overtaken.ts';
import { heed } from './heed.ts';
import { RecentCommands } from './recent-commands.ts';
import { RecentWrites } from './recent-writes.ts';
import { rememberList } from './remember-list.ts';
import { RepositoryQueues } from './repository-queues.ts';
import type { AttendPorts, StewardPorts } from './steward-ports.ts';
import { WakeUps } from './wake-ups.ts';
import { withRecentWrites } from './with-recent-writes.ts';
import { WorkOff } from './work-off.ts';

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
    discard: async (repo) => {
      await wakes.drop(repo);
      await given.discard(repo);
    },
    commands: new RecentCommands(() => given.clock.now()),
  };
  const left = new Set(ports.journal.unfinished().filter(({ kind }) => kind !== 'wake'));
  const caughtUp = left.size === 0 ? null : ports.sleep(LAG_MS);
  const works = new WorkOff(ports, {
    queue: (event) => queues.add(event.repo.id, event),
    putOff: (event) => wakes.putOff(event),
  });
  const queues = new RepositoryQueues<ForgeEvent>(ports.parallel, async (event) => {
    begun.add(event);
    if (left.has(event)) await caughtUp;
    // Two that answer at once would answer twice.
    // What was answered is not done again: a person may have taken it back since.
    if (await heeding.get(event)) await works.end(event);
    else await works.run(event);
    if (left.has(event)) await endLeft(event, ports);
    heeding.delete(event);
  });
  const begun = new WeakSet<ForgeEvent>();
  const heeding = new Map<ForgeEvent, Promise<boolean>>();
  const heedSoon = (event: CommentEvent) => {
    // It is done again when it is its turn.
    const heeded = heed(event, ports, () => begun.has(event) || works.isHeld(event)).catch(() => false);
    heeding.set(event, heeded);
  };
  let isClosed = false;
  for (const event of ports.journal.unfinished()) {
    if (event.kind === 'wake') wakes.take(event);
    else queues.add(event.repo.id, event);
  }
  return {
    receive: async (event) => {
      if (isClosed) throw new Error('The app is closing.');
      if ((await ports.journal.accept(event)) === 'known') return 'known';
      if (event.kind === 'comment') heedSoon(event);
      queues.add(event.repo.id, event);
      return 'taken';
    },
    ready: () => !isClosed,
    idle: async () => {
      await Promise.all(heeding.values());
      await queues.idle();
    },
    close: async () => {
      isClosed = true;
      wakes.close();
      works.close();
      await queues.close();
      await ports.journal.close();
    },
  };
}

/** Its work was cut off by an end, and was done or given up now: nothing of it is under way any more, whatever the check run says. */
async function endLeft(event: ForgeEvent, { forge, journal, log }: StewardPorts): Promise<void> {
  if (!('sha' in event) || journal.unfinished().includes(event)) return;
  try {
    await endBegun(event.sha, await forge(event.repo));
  } catch (error) {
    log(`${event.repo.owner}/${event.repo.name} ${event.kind}: what it had begun is not ended: ${error}`);
  }
}

/** What was written to a repository is remembered from one event to the next. */
function rememberWrites({ forge, clock, sleep }: StewardPorts): StewardPorts['forge'] {
  const recent = new Map<number, RecentWrites>();
  return async (repo: RepoRef) => {
    const writes = recent.get(repo.id) ?? new RecentWrites(() => clock.now());
    recent.set(repo.id, writes);
    return rememberList(withRecentWrites(await forge(repo), writes, sleep), () => clock.now());
  };
}
