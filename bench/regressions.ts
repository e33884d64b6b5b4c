import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Commits that come after the regression: as many as an old fix can still be taken back before. */
const LATERS = [40, 20, 10, 5];
const MOST_TRIED = 1000;
const MOST_FIXES = 4000;
/** A fix that changes more is a rewrite. */
const MOST_SOURCES = 5;

export interface RegressionBreak {
  /** The old fix that is taken back, one line. */
  readonly what: string;
  /** Rewrites the clone's HEAD: the old fix taken back so many commits ago. Returns the SHA of that commit. */
  make(): string;
}

/**
 * Old fixes of a repository's own history that can be taken back in the middle of its later commits, newest first: those
 * that changed sources and tests, and whose sources can be put back as they were in each later commit. The clone needs
 * its full history. Whether today's tests notice is for the caller to see.
 */
export function* regressionBreaks(dir: string): Generator<RegressionBreak> {
  const seen = new Set<string>();
  for (const count of LATERS) yield* breaksBefore(dir, count, seen);
}

function* breaksBefore(dir: string, count: number, seen: Set<string>): Generator<RegressionBreak> {
  const log = ['log', '--first-parent', `--max-count=${MOST_TRIED}`];
  const trail = git(dir, ...log, '--format=%H').split('\n');
  const later = trail.slice(0, count).reverse();
  const head = trail[0] ?? '';
  const fixes = ['--no-merges', '-i', '-E', '--grep=(^|[^a-z])fix', `--max-count=${MOST_FIXES}`];
  for (const line of git(dir, 'log', ...fixes, '--format=%H %s').split('\n')) {
    const sha = line.slice(0, line.indexOf(' '));
    if (sha === '' || later.includes(sha) || !/(^|[^a-z])fix/i.test(line)) continue;
    const files = git(dir, 'diff', '--name-only', `${sha}^`, sha).split('\n');
    const sources = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !isTest(file));
    if (sources.length === 0 || sources.length > MOST_SOURCES || !files.some(isTest)) continue;
    const patch = git(dir, 'diff', '--binary', '--full-index', sha, `${sha}^`, '--', ...sources);
    if (![head, later[0] ?? head].every((commit) => treeWithout(dir, commit, patch) !== null)) continue;
    if (seen.has(sha)) continue;
    seen.add(sha);
    yield { what: line.slice(sha.length + 1), make: () => rewrite(dir, later, patch) };
  }
}

function isTest(file: string): boolean {
  return /(^|\/)(tests?|spec|__tests__)\/|[.-](test|spec)\./.test(file);
}

/** The commit's tree with the patch; null where it does not fit. */
function treeWithout(dir: string, commit: string, patch: string): string | null {
  const index = join(dir, '.git', 'bench-index');
  const env = { ...process.env, GIT_INDEX_FILE: index };
  try {
    const isApplied = [[], ['--3way']].some((how) => {
      execFileSync('git', ['read-tree', commit], { cwd: dir, env });
      const words = ['apply', '--cached', ...how, '--whitespace=nowarn', '-'];
      return spawnSync('git', words, { cwd: dir, env, input: `${patch}\n` }).status === 0;
    });
    if (!isApplied) return null;
    return execFileSync('git', ['write-tree'], { cwd: dir, env, encoding: 'utf8' }).trim();
  } finally {
    rmSync(index, { force: true });
  }
}

/** The later commits again, each with the fix taken out. */
function rewrite(dir: string, later: readonly string[], patch: string): string {
  const [first = ''] = later;
  let parent = `${first}^`;
  let culprit = '';
  const commit = (tree: string, message: string, author: string) => {
    const env = { ...process.env, GIT_AUTHOR_NAME: author, GIT_AUTHOR_EMAIL: 'bench@example.com' };
    const args = [
      '-c',
      'user.name=Bench',
      '-c',
      'user.email=bench@example.com',
      'commit-tree',
      tree,
      '-p',
      parent,
    ];
    parent = execFileSync('git', [...args, '-m', message], { cwd: dir, env, encoding: 'utf8' }).trim();
    return parent;
  };
  const start = treeWithout(dir, parent, patch);
  if (start !== null) culprit = commit(start, 'Simplify', 'Mallory');
  for (const sha of later) {
    const tree = treeWithout(dir, sha, patch);
    if (tree === null) throw new Error(`the patch does not fit ${sha}`);
    const made = commit(
      tree,
      git(dir, 'log', '-1', '--format=%s', sha),
      git(dir, 'log', '-1', '--format=%an', sha),
    );
    if (culprit === '') culprit = made;
  }
  git(dir, 'checkout', '-q', '--detach', parent);
  git(dir, 'checkout', '-q', '-B', 'main');
  return culprit;
}

function git(dir: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: dir, encoding: 'utf8', maxBuffer: 1e9 }).trimEnd();
}
