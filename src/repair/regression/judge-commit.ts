import { posix } from 'node:path';
import { narrow } from '../../checks/narrow.ts';
import { count } from '../../domain/count.ts';
import { DreamError } from '../../domain/errors.ts';
import type { Commit, Progress, Workspace } from '../../domain/ports.ts';
import type { Past, Red } from './past.ts';
import { narrowed } from './probe.ts';
import { readJudgement } from './same-failure.ts';
import type { Judgement } from './search-first-bad.ts';
import { layToday, type TodayTests } from './today-tests.ts';

type Named = Pick<Commit, 'sha'>;

/** Files that say which packages a commit is run with. */
const MANIFESTS = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
]);
/** Old commits that get packages of their own, and milliseconds of installing after which no other one does. */
const MOST_INSTALLS = 3;
const MOST_INSTALL_MS = 90_000;

/** Runs the smallest command at old commits, with today's test laid over them, and remembers what each said. */
export class CommitJudge {
  readonly #red: Red;
  readonly #today: TodayTests;
  readonly #past: Past;
  readonly #step: ReturnType<Progress['step']>;
  readonly #seen = new Map<string, Judgement>();
  readonly #installMs: number;
  #installs = 0;
  #isOwn = false;
  #borrowed = new Set<string>();
  /** Check runs so far, with those that found the smallest command. */
  runs: number;
  /** Why the last commit that could not be judged was not. */
  lastWhy: string | null = null;

  constructor(red: Red, today: TodayTests, past: Past, step: ReturnType<Progress['step']>) {
    this.#red = red;
    this.#today = today;
    this.#past = past;
    this.#step = step;
    this.runs = red.probe.runs;
    this.#installMs = past.installMs();
    this.#seen.set(red.base, 'bad');
  }

  get tests(): readonly string[] {
    return this.#today.tests;
  }

  /** How many commits of a line were between the first and the oldest that was looked at, both counted. */
  farthest(commits: readonly Commit[]): number {
    return commits.findLastIndex((commit) => this.#seen.has(commit.sha)) + 1;
  }

  async at(commit: Named | undefined, left: number | null): Promise<Judgement> {
    if (commit === undefined) return 'unknown';
    const known = this.#seen.get(commit.sha);
    if (known !== undefined) return known;
    this.#step.update(
      `${this.#red.incident.cause}: which commit? ${left === null ? 'looking for a green one' : `about ${count(left, 'more run')}`}`,
    );
    const judgement = await this.#judge(commit.sha);
    this.#seen.set(commit.sha, judgement);
    return judgement;
  }

  /**
   * From now on each commit is run with its own packages, for those of today may be what turned it red. False when that
   * is how each was run.
   */
  startOver(): boolean {
    if (this.#isOwn || this.#borrowed.size === 0) return false;
    this.#isOwn = true;
    for (const sha of this.#borrowed) this.#seen.delete(sha);
    return true;
  }

  /** Today's packages are at hand and mostly run old code as well; only where they cannot, the commit's own are had. */
  async #judge(sha: string): Promise<Judgement> {
    const { log } = this.#past;
    const moves = await log.moves(sha, this.#red.base);
    const isOther = (await log.changedPaths(sha, this.#red.base)).some((path) =>
      MANIFESTS.has(posix.basename(path)),
    );
    if (!isOther) return this.#visit(sha, moves, false);
    if (!this.#isOwn) {
      const judgement = await this.#visit(sha, moves, true);
      this.#borrowed.add(sha);
      if (judgement !== 'unknown') return judgement;
    }
    if (this.#installs >= MOST_INSTALLS || this.#past.installMs() - this.#installMs > MOST_INSTALL_MS) {
      this.lastWhy ??= 'too many of them want other packages';
      return 'unknown';
    }
    this.#installs++;
    this.#borrowed.delete(sha);
    return this.#visit(sha, moves, false);
  }

  async #visit(sha: string, moves: ReadonlyMap<string, string>, borrows: boolean): Promise<Judgement> {
    try {
      return await this.#past.workspaces.use(sha, (workspace) => this.#run(workspace, moves), { borrows });
    } catch (error) {
      // An old commit whose dependencies cannot be had judges nothing.
      if (!(error instanceof DreamError) || error.code === 'interrupted') throw error;
      this.lastWhy = error.message;
      return 'unknown';
    }
  }

  async #run(workspace: Workspace, moves: ReadonlyMap<string, string>): Promise<Judgement> {
    const { probe, incident } = this.#red;
    const [first] = incident.failures;
    const isLaid = this.#today.tests.length > 0;
    const then = isLaid || first.file === null ? first.file : (moves.get(first.file) ?? first.file);
    // A file that is not there has no complaints; asking a tool for it by name would be an error.
    if (probe.isNarrow && !isLaid && then !== null && (await workspace.read(then)) === null) return 'good';
    const laid = await workspace.apply(await layToday(this.#today, workspace, moves));
    if (!laid.applied) {
      this.lastWhy = laid.why;
      return 'unknown';
    }
    const check = probe.isNarrow
      ? (narrowed(probe, narrow({ ...first, file: then })) ?? probe.check)
      : probe.check;
    this.runs++;
    const report = await this.#past.run(check, workspace);
    const names = new Map([...moves].map(([now, old]) => [old, now]));
    const judgement = readJudgement(first, report, {
      isNarrow: probe.isNarrow,
      toToday: (path) => names.get(path) ?? path,
    });
    if (judgement === 'unknown') {
      this.lastWhy = report.failures[0]?.message.split('\n')[0] ?? 'the check did not end in time';
    }
    return judgement;
  }
}
