import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../domain/config.ts';
import { DreamError } from '../../domain/errors.ts';
import type { Check } from '../../domain/report.ts';
import type { SandboxSetting } from '../../domain/sandbox.ts';
import type { WorkOrder, WorkResult } from '../../domain/work-order.ts';
import type { Synced, Workshop } from '../../domain/workshop.ts';
import type { Mirror } from '../git/mirror.ts';
import type { Workers } from './workers.ts';

export interface WorkshopOptions {
  readonly mirror: Mirror;
  readonly workers: Workers;
  /** Absolute path that the settings of the default branch are laid down at. */
  readonly configFile: string;
  /** Where the settings are in the repository. */
  readonly configHome: string;
  readonly parseConfig: (text: string) => Promise<Config>;
  /** What the settings may tighten and not loosen. */
  readonly sandbox: SandboxSetting;
  /** What a piece of work came to, without the secrets that it may have met: nothing else is handed over. */
  readonly redact: (result: Done) => Done;
}

type Done = Exclude<WorkResult, { kind: 'error' }>;

/** Beyond the budget of a heal: its installs, its first runs. */
const SLACK_MS = 45 * 60_000;
const SHORT_MS = 120_000;

/** A mirror, and a process for each piece of work in it. */
export class ChildWorkshop implements Workshop {
  readonly #options: WorkshopOptions;
  #synced: Synced | null = null;
  /** Settings of the default branch as it was synced. */
  #settings: Promise<string | null> | null = null;
  /** Checks by commit, as the settings of this sync have them. */
  readonly #checks = new Map<string, Promise<readonly Check[]>>();

  constructor(options: WorkshopOptions) {
    this.#options = options;
  }

  async sync(): Promise<Synced> {
    this.#options.workers.warm();
    this.#synced = await this.#options.mirror.sync();
    this.#settings = null;
    this.#checks.clear();
    return this.#synced;
  }

  async config(): Promise<Config | null> {
    const text = await this.#configText();
    return text === null ? null : this.#options.parseConfig(text);
  }

  checks(sha: string) {
    const known = this.#checks.get(sha) ?? this.#findChecks(sha);
    this.#checks.set(sha, known);
    return known;
  }

  async #findChecks(sha: string): Promise<readonly Check[]> {
    return (await this.#work(sha, { kind: 'checks' }, SHORT_MS)).checks;
  }

  async heal({
    sha,
    checks = [],
    isDry,
    isReportOnly = false,
    isForeign = false,
    habits,
    onto,
    givenUp = [],
  }: Parameters<Workshop['heal']>[0]) {
    const seconds = (await this.config())?.budget.seconds ?? 300;
    const order = {
      kind: 'heal' as const,
      checks: [...checks],
      isDry,
      isReportOnly,
      isForeign,
      habits,
      onto,
      givenUp: [...givenUp],
    };
    const { outcome } = await this.#work(sha, order, seconds * 1000 + SLACK_MS);
    if (outcome.base !== sha) throw new DreamError('internal', `Asked for ${sha}, got ${outcome.base}.`);
    return outcome;
  }

  async prove(base: string, head: string, isForeign: boolean) {
    return (await this.#work(head, { kind: 'prove', base, head, isForeign }, SLACK_MS)).proof;
  }

  async settle(closed: Parameters<Workshop['settle']>[0]) {
    return (await this.#work(this.#head(), { kind: 'settle', closed: [...closed] }, SHORT_MS)).moved;
  }

  async searchLore(query: string, limit: number) {
    return (await this.#work(this.#head(), { kind: 'search', query, limit }, SHORT_MS)).answers;
  }

  async forgetLore(id: string, why: string) {
    return (await this.#work(this.#head(), { kind: 'forget', id, why }, SHORT_MS)).said;
  }

  mergeBase(a: string, b: string) {
    return this.#options.mirror.mergeBase(a, b);
  }

  added(base: string, of: string) {
    return this.#options.mirror.added(base, of);
  }

  changes(base: string, head: string) {
    return this.#options.mirror.changes(base, head);
  }

  read(sha: string, path: string) {
    return this.#options.mirror.read(sha, path);
  }

  log(limit: number, since?: string) {
    return this.#options.mirror.log(this.#head(), limit, since);
  }

  isOurs(sha: string) {
    return this.#options.mirror.isOurs(sha);
  }

  push(branch: string) {
    return this.#options.mirror.push(branch);
  }

  advance(branch: string, commit: string) {
    return this.#options.mirror.advance(branch, commit);
  }

  remove(branch: string) {
    return this.#options.mirror.remove(branch);
  }

  commit(...order: Parameters<Workshop['commit']>) {
    return this.#options.mirror.commit(...order);
  }

  async #work<K extends WorkOrder['kind']>(
    sha: string,
    order: Extract<WorkOrder, { kind: K }>,
    timeoutMs: number,
  ): Promise<Extract<WorkResult, { kind: K }>> {
    const { mirror, workers, configFile, sandbox, redact } = this.#options;
    await mirror.pointAt(sha);
    await mkdir(dirname(configFile), { recursive: true });
    await writeFile(configFile, (await this.#configText()) ?? '');
    const request = { dir: mirror.dir, config: configFile, sandbox, order };
    const result = await workers.run(request, timeoutMs);
    if (result.kind !== order.kind)
      throw new DreamError('internal', `Asked for ${order.kind}, got ${result.kind}.`);
    return redact(result) as Extract<WorkResult, { kind: K }>;
  }

  #configText(): Promise<string | null> {
    this.#settings ??= this.#options.mirror.read(this.#head(), this.#options.configHome);
    return this.#settings;
  }

  /** Of the default branch. Throws while the repository is empty. */
  #head(): string {
    const head = this.#synced?.head ?? null;
    if (head === null) throw new DreamError('no-commits', 'The repository has no commits yet.');
    return head;
  }
}
