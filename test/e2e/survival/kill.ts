import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '..', '..', '..', 'src', 'entry', 'cli.ts');

const FILES = {
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node t.js"}}\n',
  'src/slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  't.js': "import { slugify } from './src/slug.js';\nif (slugify('A B') !== 'a-b') throw new Error('no');\n",
};

/** What became of a repository in which `dreamos heal` was killed by signal 9. */
interface Killed {
  /** False when the run had ended before its moment came. */
  readonly wasKilled: boolean;
  /** `identical`, `finished` (the branch and its note are there, whole), or the paths that differ otherwise. */
  readonly state: 'identical' | 'finished' | readonly string[];
  /** What the next run left of it in temp: nothing, when all is well. */
  readonly left: readonly string[];
}

/** A repository with a broken test, made once in `top`, in which runs are killed one after the other. */
export interface Target {
  /** Milliseconds that a whole run takes. */
  whole(): Promise<number>;
  /** Kills a run in a fresh copy when `moment` resolves; it is told the temp folder of ours. */
  kill(moment: (temp: string) => Promise<void>): Promise<Killed>;
}

export function makeTarget(top: string): Target {
  const pristine = join(top, 'pristine');
  const repo = join(top, 'repo');
  const temp = join(top, 'tmp');
  makePristine(pristine);
  mkdirSync(temp);
  const renew = () => {
    rmSync(repo, { recursive: true, force: true });
    cpSync(pristine, repo, { recursive: true, verbatimSymlinks: true });
  };
  const type = (words: readonly string[]) => {
    const env = { PATH: process.env.PATH ?? '', HOME: top, XDG_CACHE_HOME: join(top, 'cache'), TMPDIR: temp };
    const child = spawn(process.execPath, [ENTRY, ...words], { cwd: repo, stdio: 'ignore', env });
    const ended = new Promise<NodeJS.Signals | null>((end) => child.on('close', (_, signal) => end(signal)));
    return { child, ended };
  };
  return {
    whole: async () => {
      renew();
      const started = performance.now();
      await type(['heal']).ended;
      return performance.now() - started;
    },
    kill: async (moment) => {
      renew();
      const before = hashAll(repo);
      const { child, ended } = type(['heal']);
      await Promise.race([moment(temp), ended]);
      child.kill('SIGKILL');
      const wasKilled = (await ended) === 'SIGKILL';
      // Git commands that were under way are processes of their own, and end by themselves.
      await gitEnds(temp);
      const state = judge(repo, before);
      await type(['clean']).ended;
      const left = readdirSync(temp).flatMap((name) => readdirSync(join(temp, name)));
      return { wasKilled, state, left };
    },
  };
}

function git(repo: string, ...words: string[]): string {
  const person = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  return execFileSync('git', [...person, ...words], { cwd: repo, encoding: 'utf8' }).trim();
}

function makePristine(dir: string): void {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, 'commit', '-qm', 'first');
}

/** Hash of every file by path, links and folders too. */
function hashAll(dir: string, at = '', all = new Map<string, string>()): Map<string, string> {
  const path = join(dir, at);
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const name of readdirSync(path)) hashAll(dir, join(at, name), all);
  const text = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path) : '';
  return all.set(at, createHash('sha256').update(`${stat.mode}\0`).update(text).digest('hex'));
}

/** What may be new once both are there: refs and logs of ours, and objects. */
const OURS =
  /^\.git\/(dreamos(\/.*)?|objects\/.+|(logs\/)?refs\/(heads\/dreamos|notes)(\/.*)?|logs(\/refs(\/heads)?)?)$/;

function judge(repo: string, before: ReadonlyMap<string, string>): Killed['state'] {
  const after = hashAll(repo);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  if (changed.length === 0) return 'identical';
  const fixes = git(repo, 'for-each-ref', '--format=%(parent)', 'refs/heads/dreamos/fix/');
  const [fix = ''] = fixes.split('\n');
  const noted = git(repo, 'for-each-ref', 'refs/notes/dreamos-proof');
  const isFinished =
    fix !== '' && noted !== '' && git(repo, 'notes', '--ref=dreamos-proof', 'list', fix) !== '';
  const others = changed.filter((path) => before.has(path) || !OURS.test(path));
  return isFinished && others.length === 0 && git(repo, 'fsck', '--no-dangling') === ''
    ? 'finished'
    : changed;
}

/** Waits until no git that was started with this temp folder runs. Where processes cannot be listed, for a while. */
async function gitEnds(temp: string): Promise<void> {
  const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
  if (!existsSync('/proc/self/environ')) return void (await wait(500));
  for (const end = Date.now() + 10_000; isGitThere(temp) && Date.now() < end; ) await wait(5);
}

/** Resolves when a git command with this word runs for the temp folder; where processes cannot be listed, after a while. */
export async function gitBegins(word: string, temp: string): Promise<void> {
  const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
  if (!existsSync('/proc/self/environ')) return void (await wait(2000));
  for (const end = Date.now() + 60_000; !isGitThere(temp, word) && Date.now() < end; ) await wait(1);
}

function isGitThere(temp: string, word = ''): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('git')) return false;
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)) return false;
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`TMPDIR=${temp}`);
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}
