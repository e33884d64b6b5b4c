import { createSteward } from '../../../src/agents/steward/steward.ts';
import type { StewardPorts } from '../../../src/agents/steward/steward-ports.ts';
import { Config } from '../../../src/domain/config.ts';
import type { Forge } from '../../../src/domain/forge.ts';
import { type ForgeEvent, factKey } from '../../../src/domain/forge-event.ts';
import { entryKey, type Journal } from '../../../src/domain/journal.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Workshop } from '../../../src/domain/workshop.ts';
import { LaggingForge } from './lagging-forge.ts';
import { BASE, HEAD, HTML_URL } from './make.ts';

export const REPO = { id: 1, owner: 'octo', name: 'hello', installation: 2 };
export const ADA = { login: 'ada', isBot: false };
/** Who writes what is ours. */
export const APP = { login: 'dreamos[bot]', isBot: true };

/** A journal in memory: what one process leaves, the next one finds. */
export class MemoryJournal implements Journal {
  readonly #known = new Set<string>();
  readonly #open = new Map<string, ForgeEvent>();

  async accept(event: ForgeEvent) {
    const keys = [entryKey(event), `fact:${factKey(event)}`];
    if (keys.some((key) => this.#known.has(key))) return 'known' as const;
    for (const key of keys) this.#known.add(key);
    this.#open.set(entryKey(event), event);
    return 'new' as const;
  }
  async done(event: ForgeEvent) {
    this.#open.delete(entryKey(event));
  }
  unfinished() {
    return [...this.#open.values()];
  }
  async close() {}
}

/** Time that a test turns: alarms ring when it is turned past them. */
export class HandClock {
  #now: number;
  readonly alarms = new Set<{ readonly at: number; readonly ring: () => void }>();

  constructor(iso: string) {
    this.#now = Date.parse(iso);
  }
  now(): number {
    return this.#now;
  }
  readonly alarm = (ms: number, ring: () => void) => {
    const one = { at: this.#now + ms, ring };
    this.alarms.add(one);
    return () => void this.alarms.delete(one);
  };
  turnTo(iso: string): void {
    this.#now = Date.parse(iso);
    for (const one of [...this.alarms].filter(({ at }) => at <= this.#now)) {
      this.alarms.delete(one);
      one.ring();
    }
  }
}

/** Pull requests of a test are among what is listed as ours, and are found by their number. */
function pullsOf(there: Forge, whole: () => Forge): Pick<Forge, 'issues' | 'pull'> {
  const all = () => whole().pulls({ state: 'all' });
  return {
    issues: async (filter) => {
      const issues = (await there.issues(filter)).filter(({ isPull }) => !isPull);
      const pulls = (await all()).filter(
        ({ state, labels }) =>
          (filter.state === 'all' || filter.state === state) &&
          (filter.label === undefined || labels.includes(filter.label)),
      );
      return [...pulls.map((pull) => ({ ...pull, isPull: true })), ...issues];
    },
    pull: async (number) =>
      (await there.pull(number)) ?? (await all()).find((one) => one.number === number) ?? null,
  };
}

/** What a steward works through, with a forge in memory and a workshop that says what it is told to. */
export function makePorts(
  clock: HandClock,
  { config, outcome, forge = {} }: { config: unknown; outcome: () => Outcome; forge?: Partial<Forge> },
) {
  const there = new LaggingForge();
  const log: string[] = [];
  const heals: string[] = [];
  const whole = {
    ...{ ...there.forge, ...forge },
    repo: REPO,
    facts: async () => ({
      ...{ defaultBranch: 'main', isArchived: false, isDisabled: false, isFork: false, isOther: false },
      ...{ isPrivate: false, cloneUrl: HTML_URL, htmlUrl: HTML_URL },
    }),
    ...{ branchHead: async () => null, failedRuns: async () => [], addLabels: async () => {} },
    ...{ permissionOf: async () => 'write', react: async () => {}, editPull: async () => {} },
    ...pullsOf(there.forge, () => whole),
    ...forge,
  } as unknown as Forge;
  const workshop: Partial<Workshop> = {
    sync: async () => ({ defaultBranch: 'main', head: BASE, branches: new Map() }),
    config: async () => Config.parse(config),
    ...{ checks: async () => [], log: async () => [], isOurs: async () => true },
    ...{ settle: async () => 0, remove: async () => {}, read: async () => null },
    added: async (base) => [{ sha: HEAD, parents: [base] }],
    changes: async () => [],
    push: async (branch) => (branch.startsWith('dreamos/fix/') ? 'pushed' : 'unchanged'),
    heal: async ({ sha }) => {
      heals.push(sha);
      return outcome();
    },
  };
  const ports: StewardPorts = {
    forge: async () => whole,
    workshop: async () => workshop as Workshop,
    discard: async ({ id }) => void log.push(`discarded ${id}`),
    parseConfig: async () => Config.parse(config),
    journal: new MemoryJournal(),
    ...{ clock, alarm: clock.alarm, log: (line) => void log.push(line), redact: (text) => text },
    ...{ sleep: async () => {}, parallel: 2, signal: new AbortController().signal },
  };
  return { ports, there, log, heals };
}

/** One event, heard by a steward that begins with it and ends after it; lists then show what it wrote. */
export async function hearOne(
  { ports, there }: Pick<ReturnType<typeof makePorts>, 'ports' | 'there'>,
  event: object,
): Promise<void> {
  const steward = createSteward(ports);
  await steward.receive({ repo: REPO, sender: ADA, ...event } as ForgeEvent);
  await steward.idle();
  await steward.close();
  there.settle();
}
