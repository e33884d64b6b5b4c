import type { Culprit } from '../../domain/culprit.ts';
import type { FileChange } from '../../domain/patch.ts';
import type { Commit, Workspace } from '../../domain/ports.ts';
import { CommitJudge } from './judge-commit.ts';
import type { Past, Red } from './past.ts';
import { type FirstBad, searchFirstBad } from './search-first-bad.ts';
import { readTodayTests } from './today-tests.ts';

export type CulpritSearch =
  | {
      readonly status: 'found';
      readonly culprit: Culprit;
      /** What it changed; empty when it is a merge, or one of several. */
      readonly changes: readonly FileChange[];
      /** Where its files are today: path then -> path at base, of those that moved. */
      readonly today: ReadonlyMap<string, string>;
    }
  /** A sentence. */
  | { readonly status: 'unknown'; readonly why: string };

/** Commits that are looked back over. */
const FARTHEST = 10_000;
/** Steps back: most red checks were green a few commits ago. */
const NEAR = 4;
const MIDDLE = 64;
const FAR = 1024;

/** Finds the commit that turned an incident red, merges followed into. A handful of runs; every one within the budget. */
export async function findCulprit(red: Red, workspace: Workspace, past: Past): Promise<CulpritSearch> {
  const { commits, isCut } = await past.log.trail(red.base, { limit: FARTHEST });
  const hopeless = await whyHopeless(red, commits, isCut, past);
  if (hopeless !== null) return { status: 'unknown', why: hopeless };
  const step = past.progress.step(`${red.incident.cause}: which commit?`);
  try {
    const judge = new CommitJudge(red, await readTodayTests(red.incident.failures[0], workspace), past, step);
    const first = await searchTrail(commits, judge, red, past);
    const isRed = first.status === 'never-good' || first.status === 'unjudged';
    const found = isRed && judge.startOver() ? await searchTrail(commits, judge, red, past) : first;
    step.done(
      found.status === 'found' ? `${found.commit.sha.slice(0, 10)}, ${judge.runs} runs` : 'not found',
    );
    if (found.status !== 'found')
      return { status: 'unknown', why: explain(found.status, isCut, judge, past) };
    return await conclude(found, judge, red, past);
  } catch (error) {
    step.done('not found');
    throw error;
  }
}

/** What no run is needed for. */
async function whyHopeless(
  red: Red,
  commits: readonly Commit[],
  isCut: boolean,
  past: Past,
): Promise<string | null> {
  const ending = past.ending();
  if (ending !== null) return ending;
  const [base, parent] = commits;
  if (base === undefined || parent === undefined) {
    return isCut ? `${SHALLOW}: it holds one commit` : 'the history has one commit';
  }
  if (red.probe.before.ran.timedOut) return 'the check does not end in time';
  const { file, tool } = red.incident.failures[0];
  if (tool === 'exit') return 'its output says too little to be told from other failures';
  if (file === null || (await past.log.read(parent.sha, file)) !== null) return null;
  const moves = await past.log.moves(parent.sha, base.sha);
  return moves.has(file) ? null : `${file} is new in the newest commit`;
}

const SHALLOW = 'the clone is shallow (`dreamos heal --fetch` looks farther back)';

function explain(
  status: Exclude<FirstBad['status'], 'found'>,
  isCut: boolean,
  judge: CommitJudge,
  past: Past,
): string {
  if (status === 'stopped') return past.ending() ?? 'the search was stopped';
  const cut = isCut ? `; ${SHALLOW}` : '';
  if (status === 'never-good') return `it was red as far back as the history goes${cut}`;
  return `no older commit could be judged${judge.lastWhy === null ? '' : ` (${judge.lastWhy})`}${cut}`;
}

type Found =
  | {
      readonly status: 'found';
      readonly commit: Commit;
      readonly others: readonly Commit[];
      readonly searched: number;
    }
  | { readonly status: Exclude<FirstBad['status'], 'found'> };

async function searchTrail(
  commits: readonly Commit[],
  judge: CommitJudge,
  red: Red,
  past: Past,
): Promise<Found> {
  const files = red.incident.failures.flatMap((failure) => failure.file ?? []);
  const found = await searchFirstBad({
    length: commits.length,
    milestones: await milestonesOf(commits, files, past),
    isGoodBehind: false,
    judge: (place, left) => judge.at(commits[place], left),
    isOver: () => past.ending() !== null,
  });
  return found.status === 'found' ? follow(commits, found, judge, past, judge.farthest(commits)) : found;
}

/** Not far at first; then where the failing file was last touched, for then it was green, most likely; then in leaps. */
async function milestonesOf(
  commits: readonly Commit[],
  files: readonly string[],
  past: Past,
): Promise<number[]> {
  const [base] = commits;
  const end = commits.length - 1;
  const touched = base ? await past.log.touching(base.sha, files.slice(0, 1), 1) : [];
  const last = commits.findIndex((commit) => commit.sha === touched[0]);
  const second = last > NEAR && last <= MIDDLE ? last : end <= 2 * MIDDLE ? end : MIDDLE;
  // So near to the second that what lies between takes no more than log2 of all in runs.
  const first = Math.max(NEAR, second - 2 ** Math.floor(Math.log2(second + 1)));
  return [...new Set([first, second, last, FAR, end])]
    .filter((place) => place > 0 && place <= end)
    .sort((one, other) => one - other);
}

/** Into the side that a guilty merge brought in, as often as there are merges in merges. */
async function follow(
  commits: readonly Commit[],
  found: Extract<FirstBad, { status: 'found' }>,
  judge: CommitJudge,
  past: Past,
  searched: number,
): Promise<Found> {
  const commit = commits[found.place];
  if (commit === undefined) return { status: 'unjudged' };
  const others = found.unknown.flatMap((place) => commits[place] ?? []);
  const own: Found = { status: 'found', commit, others, searched };
  const [into, ...sides] = commit.parents;
  if (into === undefined || others.length > 0) return own;
  for (const side of sides) {
    const brought = (await past.log.trail(side, { limit: FARTHEST, notIn: into })).commits;
    if (brought.length === 0 || (await judge.at(brought[0], null)) !== 'bad') continue;
    const inside = await searchFirstBad({
      length: brought.length,
      milestones: [],
      isGoodBehind: true,
      judge: (place, left) => judge.at(brought[place], left),
      isOver: () => past.ending() !== null,
    });
    if (inside.status !== 'found') return own;
    if (inside.place === brought.length - 1 && !(await isGoodBefore(brought.at(-1), judge))) return own;
    return follow(brought, inside, judge, past, searched + brought.length);
  }
  return own;
}

/** Where a branch left the trunk it may have been red as well: then only the merge can be named. */
async function isGoodBefore(oldest: Commit | undefined, judge: CommitJudge): Promise<boolean> {
  const parent = oldest?.parents[0];
  return parent !== undefined && (await judge.at({ sha: parent }, null)) !== 'bad';
}

async function conclude(
  found: Extract<Found, { status: 'found' }>,
  judge: CommitJudge,
  red: Red,
  past: Past,
): Promise<CulpritSearch> {
  const { commit, others } = found;
  const [parent, ...sides] = commit.parents;
  const changes = parent === undefined ? [] : await past.log.changes(parent, commit.sha);
  const moves = await past.log.moves(commit.sha, red.base);
  const today = new Map([...moves].map(([now, then]) => [then, now]));
  const touched = changes.flatMap((change) => [change.path, today.get(change.path) ?? change.path]);
  const isClear = sides.length === 0 && others.length === 0;
  return {
    status: 'found',
    culprit: {
      sha: commit.sha,
      subject: commit.subject,
      author: commit.author,
      date: commit.date,
      runs: judge.runs,
      searched: found.searched,
      exact: others.length === 0,
      others: others.map((other) => other.sha),
      changedTest: judge.tests.some((test) => touched.includes(test)),
    },
    changes: isClear ? changes : [],
    today,
  };
}
