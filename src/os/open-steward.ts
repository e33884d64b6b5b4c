import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../config/load-environment.ts';
import { CONFIG_HOME } from '../domain/config-home.ts';
import { type Forge, OWN_BRANCHES, type RepoFacts, type RepoRef } from '../domain/forge.ts';
import type { SandboxSetting } from '../domain/sandbox.ts';
import type { Forges, Steward } from '../domain/steward.ts';
import { parseConfig } from './parse-config.ts';
import { toWorkerEnvironment } from './worker-environment.ts';

export interface StewardOptions {
  readonly environment: Environment;
  /** What is secret and need not stand in the environment, by its name there: the key may be in a file, or made a moment ago. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The least that repositories' code is shut in by, whatever their settings say. */
  readonly sandbox: SandboxSetting;
  /** Absolute folder for mirrors and the journal; it outlives the process. */
  readonly dataDir: string;
  /** Absolute path of the program that does work orders. */
  readonly worker: string;
  readonly forges: Forges;
  readonly log: (line: string) => void;
  /** Repositories that are worked on at once. */
  readonly parallel: number;
  /** Waits before something is tried again; default: as long as it is asked to. Tests wait less. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** The steward over the disk of this machine: mirrors, a journal, and a process for each piece of work. */
export async function openSteward(options: StewardOptions): Promise<Steward & { idle(): Promise<void> }> {
  const { environment, dataDir, sandbox, parallel } = options;
  const [
    { createSteward },
    { DiskJournal },
    { Mirror },
    { ChildWorkshop },
    { Workers },
    { toGitEnvironment },
    { removeFolder },
    { createRedact },
    { redactText },
    { redactWork },
  ] = await Promise.all([
    import('../agents/steward/steward.ts'),
    import('../adapters/engine/disk-journal.ts'),
    import('../adapters/git/mirror.ts'),
    import('../adapters/workshop/child-workshop.ts'),
    import('../adapters/workshop/workers.ts'),
    import('../adapters/git/environment.ts'),
    import('../adapters/files/remove-folder.ts'),
    import('../lore/redact.ts'),
    import('../lore/redact-facts.ts'),
    import('../lore/redact-work.ts'),
  ]);
  const known = createRedact({
    environment: { ...environment.raw, ...options.secrets },
    home: environment.home,
  });
  const redact = (text: string) => redactText(text, known);
  const log = (line: string) => options.log(redact(line));
  const stop = new AbortController();
  const sleep = async (ms: number) => {
    const waited = options.sleep?.(ms) ?? wait(ms, undefined, { signal: stop.signal });
    await waited.catch(() => {});
  };
  const parseSettings = (text: string) => parseConfig(text, CONFIG_HOME);
  const workers = new Workers({
    ...{ program: options.worker, env: toWorkerEnvironment(environment.raw), signal: stop.signal },
  });
  const homeOf = ({ id }: RepoRef) => join(dataDir, 'repositories', String(id));
  const workshop = async (repo: RepoRef, forge: Forge, { cloneUrl, defaultBranch }: RepoFacts) => {
    const home = homeOf(repo);
    const mirror = new Mirror({
      ...{ dir: join(home, 'mirror.git'), url: cloneUrl, own: OWN_BRANCHES, temp: join(home, 'temp') },
      token: () => forge.gitToken(),
      defaultBranch,
      ...{ env: toGitEnvironment(environment.raw), sleep, signal: stop.signal },
    });
    return new ChildWorkshop({
      ...{
        mirror,
        workers,
        configFile: join(home, 'dreamos.yml'),
        configHome: CONFIG_HOME,
        parseConfig: parseSettings,
        sandbox,
        redact: (result) => redactWork(result, known),
      },
    });
  };
  const steward = createSteward({
    ...{
      forge: options.forges.open,
      workshop,
      discard: (repo: RepoRef) => removeFolder(homeOf(repo)),
      parseConfig: parseSettings,
      log,
      parallel,
      signal: stop.signal,
    },
    journal: await DiskJournal.open(join(dataDir, 'journal.jsonl')),
    ...{ clock: { now: () => Date.now() }, sleep, alarm },
    redact,
  });
  return {
    ...steward,
    close: () => {
      stop.abort();
      return steward.close();
    },
  };
}

/** A look that waits keeps no process alive. */
function alarm(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms).unref();
  return () => clearTimeout(timer);
}
