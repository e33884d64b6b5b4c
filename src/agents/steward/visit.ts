import type { Config } from '../../domain/config.ts';
import { DreamError } from '../../domain/errors.ts';
import { type Forge, type Issue, OWN_BRANCHES, type RepoFacts } from '../../domain/forge.ts';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import type { Synced, Workshop } from '../../domain/workshop.ts';
import { listMarked } from './find-ours.ts';
import { LABELS } from './labels.ts';
import type { RecentCommands } from './recent-commands.ts';
import type { AttendPorts } from './steward-ports.ts';

/** What every piece of work on a repository begins with: where it stands now, not what the event says. */
export interface Visit {
  readonly forge: Forge;
  readonly workshop: Workshop;
  readonly facts: RepoFacts;
  readonly synced: Synced & { readonly head: string };
  readonly config: Config;
  /** What is wrong with the settings, which are then the default ones; null where they could be read. */
  readonly problem: string | null;
  /** The dashboard; null where there is none yet. */
  readonly dashboard: Issue | null;
  readonly now: () => number;
  /** Has the default branch, or a pull request, looked at again at that time, whatever happens until then. */
  readonly askAgain: (at: Date, pull?: number) => Promise<void>;
  /** Commands that were heard lately; those of one person are heard so often and no more. */
  readonly commands: RecentCommands;
  readonly log: (line: string) => void;
  /** For what this machine says: no token, no home folder. */
  readonly redact: (text: string) => string;
}

export type Opened =
  | { readonly status: 'open'; readonly visit: Visit }
  /** There are no settings on the default branch: nothing may be written but the onboarding. */
  | { readonly status: 'not-onboarded'; readonly visit: Visit }
  | { readonly status: 'bad-config'; readonly visit: Visit; readonly why: string }
  /** Nothing is done; a named ending. */
  | { readonly status: 'closed'; readonly why: string };

/** Looks at the repository as it is now. */
export async function openVisit(event: ForgeEvent, ports: AttendPorts, fallback: Config): Promise<Opened> {
  const forge = await ports.forge(event.repo);
  const facts = await forge.facts();
  if (facts.isOther) return { status: 'closed', why: 'another repository has its name now' };
  if (facts.isArchived) return { status: 'closed', why: 'the repository is archived' };
  if (facts.isDisabled) return { status: 'closed', why: 'the repository is disabled' };
  if (facts.isFork) return { status: 'closed', why: 'the repository is a fork' };
  const workshop = await ports.workshop(event.repo, forge, facts);
  const synced = await workshop.sync();
  if (synced.head === null) return { status: 'closed', why: 'the repository is empty' };
  const base = {
    ...{ forge, workshop, facts, dashboard: await findDashboard(forge) },
    synced: { ...synced, head: synced.head },
    problem: null,
    now: () => ports.clock.now(),
    askAgain: (at: Date, pull?: number) => ports.askAgain(event.repo, at, pull ?? null),
    commands: ports.commands,
    ...{ log: ports.log, redact: ports.redact },
  };
  try {
    const config = await workshop.config();
    if (config === null) return { status: 'not-onboarded', visit: { ...base, config: fallback } };
    if (config.mode === 'off') return { status: 'closed', why: 'mode is off' };
    if (config.lore.write && !config.lore.branch.startsWith(OWN_BRANCHES))
      return badConfig(NOT_OURS(config), base, fallback);
    return { status: 'open', visit: { ...base, config } };
  } catch (error) {
    if (!(error instanceof DreamError) || error.code !== 'bad-config') throw error;
    return badConfig(ports.redact(error.message), base, fallback);
  }
}

/** A laptop may write lore to any branch; what we push to is ours alone. */
const NOT_OURS = ({ lore }: Config) =>
  `lore.branch: ${lore.branch}: the app writes only branches that begin with ${OWN_BRANCHES}; name one of these, or set lore.write: false`;

function badConfig(why: string, base: Omit<Visit, 'config'>, fallback: Config): Opened {
  return { status: 'bad-config', visit: { ...base, config: fallback, problem: why }, why };
}

/**
 * The dashboard, the oldest where there are copies; null where there is none. It is looked for among what is closed only where none
 * is open: a stop holds while it is closed, and it is not made a second time.
 */
export async function findDashboard(forge: Forge): Promise<Issue | null> {
  const open = (await listMarked(forge, 'dashboard', 'open')).toReversed();
  const [first] = open;
  if (first !== undefined) {
    // A stop is heard on a copy as well, until that is closed.
    const isOnCopy = !isStopped(first) && open.some(isStopped);
    return isOnCopy ? { ...first, labels: [...first.labels, LABELS.stop] } : first;
  }
  const closed = (await listMarked(forge, 'dashboard', 'closed')).toReversed();
  return closed.find(isStopped) ?? closed[0] ?? null;
}

function isStopped({ labels }: Issue): boolean {
  return labels.includes(LABELS.stop);
}

/** A person has said stop for the whole repository: the label is on the dashboard. */
export function isPaused({ dashboard }: Pick<Visit, 'dashboard'>): boolean {
  return dashboard !== null && isStopped(dashboard);
}
